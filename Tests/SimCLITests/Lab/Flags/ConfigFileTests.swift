import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Configuration files")
struct ConfigFileTests {
    private func run(_ text: String, _ flags: String = "") -> Invocation {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "base.json")
        let invocation = Invocation(
            ["run", "-c", path, "--dry-run"] + flags.split(separator: " ").map(String.init))
        return invocation
    }

    private func value(_ key: String, of invocation: Invocation) throws -> JSON? {
        guard case .object(let members) = try JSONReader.read(Array(invocation.output.utf8)).value else {
            return nil
        }
        return members.first { $0.key == key }?.node.written
    }

    @Test("Keys are flag names, with - or _, or aliases")
    func keys() throws {
        let invocation = run("{\"max_num_seqs\": 8, \"osl\": 7, \"model\": \"llama-3.2-1b\" /* small */}")
        #expect(invocation.errors.isEmpty)
        #expect(try value("max-num-seqs", of: invocation) == .number(8))
        #expect(try value("output-len", of: invocation) == .number(7))
        #expect(try value("model", of: invocation) == .text("meta-llama/Llama-3.2-1B"))
    }

    @Test("Values may be texts, with units, and null is the default")
    func forms() throws {
        let invocation = run(
            """
            {"power-cap": "0.5kW", "request-rate": "inf", "tp": null, "metric-percentiles": [50, 99.9],
             "goodput": {"ttft": "1s", "tpot": 50}, "metadata": {"team": "search", "n": 3}, "trace": null}
            """)
        #expect(invocation.errors.isEmpty)
        #expect(try value("power-cap", of: invocation) == .number(500))
        #expect(try value("request-rate", of: invocation) == .text("inf"))
        #expect(try value("tp", of: invocation) == .number(1))
        #expect(try value("metric-percentiles", of: invocation) == .list([.number(50), .number(99.9)]))
        #expect(
            try value("goodput", of: invocation) == .object([("ttft", .number(1000)), ("tpot", .number(50))]))
        #expect(
            try value("metadata", of: invocation) == .object([("team", .text("search")), ("n", .text("3"))]))
    }

    @Test("Flags win over --set in the order typed, both win over files, later files over earlier")
    func precedence() throws {
        let folder = TemporaryFolder()
        let first = folder.write("{\"tp\": 2, \"dp\": 2, \"seed\": 1, \"block-size\": 8}", to: "first.json")
        let second = folder.write("{\"dp\": 3, \"seed\": 2, \"block-size\": 32}", to: "second.json")
        let invocation = Invocation(
            [
                "run", "--seed", "9", "-c", first, "-c", second, "--set", "block_size=4", "--block-size",
                "64",
                "--set", "tp=4", "--dry-run",
            ])
        #expect(try value("tp", of: invocation) == .number(4))
        #expect(try value("dp", of: invocation) == .number(3))
        #expect(try value("seed", of: invocation) == .number(9))
        #expect(try value("block-size", of: invocation) == .number(64))
    }

    @Test("--set reaches into goodput and metadata")
    func parts() throws {
        let invocation = run(
            "{\"goodput\": {\"ttft\": 500}}",
            "--set goodput.tpot=50 --set metadata.team=a=b --metadata team2=c")
        #expect(
            try value("goodput", of: invocation) == .object([("ttft", .number(500)), ("tpot", .number(50))]))
        #expect(
            try value("metadata", of: invocation) == .object([("team", .text("a=b")), ("team2", .text("c"))]))
    }

    @Test("What a file says gives way to a flag that contradicts it")
    func givesWay() throws {
        let invocation = run("{\"request-rate\": 4, \"arrival\": \"poisson\"}", "--scenario offline")
        #expect(invocation.errors.isEmpty)
        #expect(try value("request-rate", of: invocation) == .null)
    }

    @Test(
        "What is wrong, with file, line and column",
        arguments: [
            ("{\n  \"tpp\": 2\n}", "2:3: unknown key 'tpp'. Did you mean tp?"),
            ("{\"xyzzy\": 2}", "1:2: unknown key 'xyzzy'. Keys are the flags that 'wattline help run' shows"),
            ("{\"tp\": 3}", "1:8: tp must be one of 1, 2, 4, 8, got 3"),
            (
                "{\"tp\": 1, \"tensor_parallel_size\": 2}",
                "1:11: 'tensor_parallel_size' sets the same as 'tp' above. Keep one"
            ),
            (
                "{\"tp\": [1, 2]}",
                "1:8: tp takes one value, got a list. Lists are for the flags of 'wattline sweep'"
            ),
            ("{\"tp\": true}", "1:8: tp must be a whole number, got true or false"),
            ("{\"tp\": {}}", "1:8: tp must be a whole number, got an object"),
            ("{\"model\": 3}", "1:11: model must be a text, got a number"),
            ("{\"skip-bad-rows\": 1}", "1:19: skip-bad-rows must be true or false, got a number"),
            (
                "{\"metadata\": {\"a\": []}}",
                "1:14: metadata must be made of texts and numbers, got a list inside"
            ),
            ("{\"policy\": \"chunkd\"}", "1:12: unknown policy 'chunkd'. Did you mean chunked?"),
            ("{\"config\": \"x\"}", "1:2: 'config' is a flag of the command line and no key"),
            (
                "{\"request-rate\": NaN}",
                "1:18: NaN is not a number here; leave the key out, or write \"inf\" in quotes"
            ),
            ("{\"request-rate\": 1e400}", "1:18: request-rate must be at most 1e15, got 1e400"),
            ("[1]", "1:1: a configuration is an object such as {\"tp\": 2}, got a list"),
            ("", "1:1: the text ends where a value should stand"),
        ])
    func errors(text: String, expected: String) {
        let invocation = run(text)
        #expect(invocation.code == 2)
        #expect(invocation.output.isEmpty)
        #expect(invocation.errors.hasPrefix("wattline: error: /"))
        #expect(invocation.errors.hasSuffix("/base.json:\(expected)\n"), "\(invocation.errors)")
    }

    @Test("No bytes of a file trap: 500 broken configurations")
    func fuzz() {
        var generator = RandomStream(seed: 11, purpose: "config.fuzz")
        let keys = RunFlags.names
        let values = [
            "1", "-1", "0", "1e400", "true", "null", "\"x\"", "\"1s\"", "[]", "[1,2]", "{}", "{\"a\":1}",
            "\"inf\"",
            "99999999999999999999", "0.5", "\"\"", "{\"ttft\":1}", "\"a=b\"", "\"uniform:9,1\"", "\"llama\"",
        ]
        for _ in 0..<500 {
            var members: [String] = []
            for _ in 0..<generator.below(5) {
                members.append(
                    "\"\(keys[generator.below(keys.count)])\": \(values[generator.below(values.count)])")
            }
            let bytes = Array("{\(members.joined(separator: ","))}".utf8)
            do {
                let entries = try ConfigFile.entries(bytes, name: "f")
                #expect(entries.count == members.count)
            } catch {
                #expect(error.code == .usage)
                #expect(error.message.hasPrefix("f:1:"))
            }
        }
    }
}
