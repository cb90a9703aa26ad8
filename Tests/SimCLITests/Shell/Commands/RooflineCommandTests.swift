import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("wattline roofline")
struct RooflineCommandTests {
    @Test("The table shows prompts, batches, the ridge and the verdict")
    func table() {
        let page = Invocation("roofline")
        #expect(page.code == 0)
        #expect(page.errors.isEmpty)
        #expect(
            page.output.hasPrefix("Llama-3.1-8B bf16 on 1 x h100-sxm, engine vllm\nRidge: 295.4 FLOP/byte"))
        for row in ["prefill 512", "decode 1 ", "decode 256"] { #expect(page.output.contains("\n\(row)")) }
        #expect(page.output.contains("never turns compute-bound: memory is full at batch "))
        #expect(page.output.contains("Energy figures: calibrated."))
    }

    @Test("JSON has a member for every step, and the calculation where one was asked for")
    func json() throws {
        let page = Invocation("roofline --json --by-hand decode:8").output
        let document = JSON(try JSONReader.read(Array(page.utf8)))
        #expect(document["schema"] == .text("wattline.roofline"))
        guard case .list(let steps)? = document["steps"] else {
            Issue.record("no steps")
            return
        }
        #expect(steps.count == 4 + 9)
        #expect(steps.allSatisfy { ($0["energy_per_token_j"]?.real ?? 0) > 0 })
        #expect(document["by_hand"]?["title"] != nil)
        #expect(JSON(try JSONReader.read(Array(Invocation("roofline --json").output.utf8)))["by_hand"] == nil)
    }

    @Test("Files get the picture, the table and the figures")
    func files() throws {
        let folder = TemporaryFolder()
        let names = ["r.svg", "r.md", "r.json"]
        let page = Invocation(["roofline"] + names.flatMap { ["-o", folder.file($0)] })
        #expect(page.code == 0)
        #expect(folder.names == names.sorted())
        #expect(folder.text(of: "r.json") == Invocation("roofline --json").output)
        #expect(folder.text(of: "r.md").hasPrefix("# Llama-3.1-8B bf16"))
        #expect(Invocation("roofline -o -").output == Invocation("roofline --json").output)
        let check = XMLCheck(folder.text(of: "r.svg"))
        #expect(check.texts.contains { $0.hasPrefix("decode 256: ") && $0.hasSuffix("waits for memory") })
        // Picture, two roofs, two ridges, 2 x 13 dots.
        #expect(check.count["title"] == 1 + 2 + 2 + 26)
    }

    @Test(
        "Errors, word for word",
        arguments: [
            ("roofline fast", "unexpected argument 'fast'. 'wattline help roofline' shows what it takes"),
            ("roofline --by-hnad decode:1", "unknown flag '--by-hnad'. Did you mean --by-hand?"),
            (
                "roofline --request-rate 4",
                "roofline has no flag '--request-rate', which belongs to run. 'wattline help roofline' shows the flags there are"
            ),
            (
                "roofline -o r.png",
                "--output 'r.png' has no known suffix. Use .svg for the picture, .md for the table or .json for the figures"
            ),
            ("roofline --tp 3", "--tp must be one of 1, 2, 4, 8, got 3"),
            ("roofline --by-hand", "--by-hand needs a value: --by-hand PHASE:N"),
        ])
    func errors(line: String, message: String) {
        let page = Invocation(line)
        #expect(page.code == 2)
        #expect(page.output.isEmpty)
        #expect(page.errors == "wattline: error: \(message)\n")
    }

    /// Fitting and hostile values for any flag.
    private static let values = [
        "0", "-1", "1", "2", "8", "256", "1e18", "9223372036854775807", "1e-300", "1e308", "nan", "inf",
        "0.5", "", ",",
        "1,2", "é", "1W", "99999h", "uniform:5,1", "lognormal:9,0.1", "lognormal:4000,2", "ideal",
        "transformers",
        "textbook-7b", "textbook-gpu", "deepseek-v3", "gpt-oss-20b", "b200", "fp8", "clip", "decode:1",
        "decode:0",
        "prefill:7", "prefill:9999999", "decode:9223372036854775808", "a=b", "tp=2",
    ]

    @Test("No line traps or hangs: it gives a result, or one error and nothing else")
    func fuzz() {
        let flags = RooflineFlags.all.filter { ![.output, .config, .constants].contains($0.key) }
        var generator = RandomStream(seed: 7, purpose: "roofline.fuzz")
        var codes: [Int32: Int] = [:]
        for _ in 0..<300 {
            var arguments = ["roofline"]
            for _ in 0...generator.below(3) {
                let flag = flags[generator.below(flags.count)]
                var value = Self.values[generator.below(Self.values.count)]
                // Mostly values that the flag can read: the others end the line before it starts.
                var tries = generator.below(40)
                while tries > 0, (try? flag.kind.read(value)) == nil {
                    value = Self.values[generator.below(Self.values.count)]
                    tries -= 1
                }
                arguments.append("--\(flag.name)=\(value)")
            }
            let page = Invocation(arguments)
            codes[page.code, default: 0] += 1
            #expect([0, 2, 3, 4].contains(page.code), "\(arguments) \(page.errors)")
            #expect(page.code == 0 || page.output.isEmpty, "\(arguments)")
            for word in page.output.split(whereSeparator: { " \n".contains($0) }) {
                #expect(!["nan", "inf", "-nan", "-inf", "-"].contains(word), "\(arguments): \(word)")
            }
        }
        #expect((codes[0] ?? 0) > 30)
        #expect((codes[2] ?? 0) > 30)
    }
}
