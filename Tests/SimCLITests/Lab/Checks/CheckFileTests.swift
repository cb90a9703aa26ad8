import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("A file of checks")
struct CheckFileTests {
    @Test("Has names, settings over defaults, expectations and goldens from its own folder")
    func read() throws {
        let file = try CheckFixture.read(
            """
            // what we promise
            {"$schema": "x", "defaults": {"tp": 2, "goodput": {"ttft": 500}}, "checks": [
              {"name": "a", "run": {"tp": 4, "request_rate": "inf"},
               "expect": {"P99-TTFT-ms": ["<=5", ">1"], "completed": 200}, "golden": "g/a.json"},
              {"name": "b", "run": {"tp": null}, "golden": "/tmp/b.json"}]}
            """)
        let checks = file.checks
        #expect(checks.map(\.name) == ["a", "b"])
        #expect(checks[0].settings.whole(.tp) == 4)
        #expect(checks[1].settings.whole(.tp) == 1)
        #expect(checks[1].settings.isGiven(.goodput))
        #expect(checks[0].expectations.map(\.metric) == ["p99_ttft_ms", "p99_ttft_ms", "completed"])
        #expect(checks[0].expectations.map(\.text) == ["<=5", ">1", "200"])
        #expect(checks[0].expectations[1].place.text == "ci/a.json:4:38")
        #expect(checks[0].golden?.path == "ci/g/a.json")
        #expect(checks[1].golden?.path == "/tmp/b.json")
        #expect(checks[0].place.text == "ci/a.json:3:12")
    }

    @Test("Percentiles of the check's own run are figures")
    func percentiles() throws {
        let check =
            "{\"name\": \"a\", \"run\": {\"metric-percentiles\": [75]}, \"expect\": {\"p75_ttft_ms\": \">0\"}}"
        #expect(try CheckFixture.outcomes(check)[0].hasPassed)
    }

    /// What stands for CHECK is the only check of the file, on line 3.
    @Test(
        "Errors, word for word",
        arguments: [
            ("[]", "1:1: a file of checks is an object, got a list"),
            ("{}", "1:1: the key 'checks' is missing"),
            (
                "{\"check\": []}",
                "1:2: unknown key 'check'. Did you mean checks? Keys here are $schema, defaults, checks"
            ),
            ("{\"checks\": {}}", "1:12: checks must be a list, got an object"),
            ("{\"checks\": [1]}", "1:12: checks must be a list of objects, got a number inside"),
            (
                "{\"checks\": []}",
                "1:12: checks has none in it. A file of checks that checks nothing passes always"
            ),
            ("CHECK{}", "3:1: the key 'name' is missing"),
            ("CHECK{\"name\": \"\"}", "3:10: name is empty"),
            ("CHECK{\"name\": 5}", "3:10: name must be a text, got a number"),
            (
                "CHECK{\"name\": \"a\"}",
                "3:10: the check 'a' expects nothing, so it cannot fail. Give it expect or golden"
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {}}",
                "3:10: the check 'a' expects nothing, so it cannot fail. Give it expect or golden"
            ),
            (
                "CHECK{\"name\": \"a\", \"name\": \"b\"}", "3:15: the key 'name' is given twice"
            ),
            (
                "CHECK{\"name\": \"a\", \"expects\": {}}",
                "3:15: unknown key 'expects'. Did you mean expect? Keys here are name, run, expect, golden"
            ),
            (
                "CHECK{\"name\": \"a\", \"golden\": \"x\"}, {\"name\": \"a\", \"golden\": \"y\"}",
                "3:40: there are two checks called 'a'"
            ),
            ("CHECK{\"name\": \"a\", \"golden\": \"\"}", "3:25: golden is empty. Name a file"),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"p99_tfft_ms\": \"<5\"}}",
                "3:26: unknown metric 'p99_tfft_ms'. Did you mean p99_ttft_ms? 'wattline list metrics' shows them"
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"duration\": \"5 J\"}}",
                "3:38: duration must be such as \"<=500\", \">0\", \"200\", \"0.85 +-2%\" or \"400..500\", got '5 J'"
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"duration\": true}}",
                "3:38: duration must be such as \"<=500\" or a list of these, got true or false"
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"duration\": []}}",
                "3:38: duration must be such as \"<=500\" or a list of these, got a list"
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"error\": \"\"}}",
                "3:35: error must be a part of the message, such as \"does not fit\""
            ),
            (
                "CHECK{\"name\": \"a\", \"expect\": {\"error\": \"fit\", \"duration\": \">0\"}}",
                "3:25: a run that is refused has no figures: error goes with no other expectation and no golden"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"request-rat\": 4}, \"golden\": \"x\"}",
                "3:23: unknown key 'request-rat'. Did you mean request-rate?"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"tp\": 3}, \"golden\": \"x\"}",
                "3:29: tp must be one of 1, 2, 4, 8, got 3"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"tp\": 2, \"tensor-parallel-size\": 2}, \"golden\": \"x\"}",
                "3:32: 'tensor-parallel-size' sets the same as 'tp' above. Keep one"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"output\": \"x.json\"}, \"golden\": \"x\"}",
                "3:33: output says where a result goes, and is no setting of a check"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"trace\": \"-\"}, \"golden\": \"x\"}",
                "3:32: trace is standard input, which is read once. Write it to a file"
            ),
            (
                "CHECK{\"name\": \"a\", \"run\": {\"set\": \"tp=2\"}, \"golden\": \"x\"}",
                "3:23: 'set' is a flag of the command line and no key"
            ),
        ])
    func errors(text: String, expected: String) {
        let text =
            text.hasPrefix("CHECK") ? "{\n\"checks\": [\n" + text.dropFirst("CHECK".count) + "]}" : text
        #expect(throws: CLIError.usage("ci/a.json:" + expected)) { try CheckFixture.read(text) }
    }

    @Test("Bytes that are changed at random are read or refused")
    func fuzz() throws {
        let page = DocumentedPage("checks.md")
        let good = Array(try #require(page.blocks("json").first).utf8)
        var random = RandomStream(seed: 5, purpose: "check file fuzz")
        let spice = Array("{}[]\"\\:,.+-%<>=!0e9/* \n\u{0}".utf8)
        var refused = 0
        for _ in 0..<400 {
            var bytes = good
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = spice[random.below(spice.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(spice[random.below(spice.count)], at: place)
                }
            }
            do throws(CLIError) {
                let object = try JSONObject(bytes, name: "a.json", called: "a file of checks")
                _ = try CheckFile(object, path: "a.json")
            } catch {
                #expect(error.code == .usage && error.message.hasPrefix("a.json:"), "\(error.message)")
                refused += 1
            }
        }
        #expect((100..<400).contains(refused))
    }
}
