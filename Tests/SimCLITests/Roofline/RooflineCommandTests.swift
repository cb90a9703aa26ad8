import Testing

@testable import SimCLI

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
                "unknown flag '--request-rate'. 'wattline help roofline' shows the flags there are"
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
}
