import SimCore
import Testing

@testable import SimCLI

@Suite("Results that compare reads")
struct ComparedResultTests {
    private func message(_ text: String) -> String {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "a.json")
        let errors = Invocation(["compare", path, path]).errors
        return String(errors.dropFirst("wattline: error: \(path):".count).dropLast())
    }

    @Test("What is no result of run is refused with its place, word for word")
    func refusals() {
        let noun = "a result of 'wattline run --json'"
        #expect(message("[]") == "1:1: \(noun) is an object, got a list")
        #expect(
            message(#"{"schema": "x"}"#)
                == "1:12: \(noun) has the schema 'wattline.run', here it is 'x'. Write one with -o FILE.json")
        #expect(
            message("{}")
                == "1:1: \(noun) has the schema 'wattline.run', here it is missing. Write one with -o FILE.json"
        )
        #expect(
            message(#"{"schema": "wattline.run", "schema_version": 2}"#)
                == "1:46: this version reads results of schema_version 1, here it is 2")
        #expect(message(#"{"schema": 3}"#) == "1:12: schema must be a text, got a number")
    }

    @Test("Numbers are figures, nulls are figures without a value, the rest is not")
    func figures() throws {
        let folder = TemporaryFolder()
        let text = """
            {"schema": "wattline.run", "schema_version": 1, "seed": 7, "completed": 3, "p99_tpot_ms": null,
             "window": "whole run", "configuration": {"tp": 2}, "warnings": ["saturated"]}
            """
        let result = try ComparedResult(path: folder.write(text, to: "a.json"))
        #expect(result.figures.map(\.key) == ["completed", "p99_tpot_ms"])
        #expect(result.value("completed") == 3)
        #expect(result.value("p99_tpot_ms") == nil)
        #expect(result.configuration.map(\.key) == ["tp"])
        #expect(result.warnings == ["saturated"])
    }

    @Test(
        "Files are told apart by as little of their paths as does it",
        arguments: [
            ("a.json", "b.json", "a.json", "b.json"), ("x/a.json", "y/b.json", "a.json", "b.json"),
            ("x/r.json", "y/r.json", "x/r.json", "y/r.json"),
            ("/data/x/out/r.json", "/data/y/out/r.json", "x/out/r.json", "y/out/r.json"),
            ("r.json", "old/r.json", "r.json", "old/r.json"), ("r.json", "r.json", "r.json", "r.json"),
            ("r.json", "./r.json", "r.json", "./r.json"),
        ])
    func names(left: String, right: String, a: String, b: String) {
        let names = ComparedResult.names(left, right)
        #expect(names.0 == a && names.1 == b)
    }

    @Test("Traces of one name with other requests are not the same configuration")
    func otherContents() {
        let (one, two) = (TemporaryFolder(), TemporaryFolder())
        let head = "arrival_s,prompt_tokens,output_tokens\n"
        let first = one.write(head + "0,50,4\n", to: "t.csv")
        let second = two.write(head + "0,90,4\n", to: "t.csv")
        func text(_ path: String) -> String {
            Invocation("compare -- --trace \(first) -- --trace \(path)").output
        }
        #expect(text(second).contains("the same settings and another run"))
        #expect(text(first).contains("   the same configuration\n"))
    }

    @Test("Mutated results are read or refused, and nothing traps")
    func fuzz() {
        let folder = TemporaryFolder()
        let good = folder.file("good.json")
        #expect(Invocation(["run", "--num-prompts", "3", "-q", "-o", good]).code == 0)
        let bytes = Array(folder.text(of: "good.json").utf8)
        let spare = Array("{}[]\",:0-9e.nulltrue \u{0}\u{7f}".utf8)
        var generator = RandomStream(seed: 3, purpose: "compare.fuzz")
        var codes: [Int32: Int] = [:]
        for _ in 0..<200 {
            var mutated = bytes
            for _ in 0...generator.below(3) {
                let place = generator.below(mutated.count)
                switch generator.below(3) {
                case 0: mutated[place] = spare[generator.below(spare.count)]
                case 1: mutated.remove(at: place)
                default: mutated.removeSubrange(place..<min(mutated.count, place + generator.below(40)))
                }
            }
            let path = folder.write(String(decoding: mutated, as: UTF8.self), to: "bad.json")
            let page = Invocation(["compare", good, path, "--fail-on", "p99_ttft_ms>+50%"])
            codes[page.code, default: 0] += 1
            #expect([0, 1, 2].contains(page.code), "\(page.errors)")
            #expect(page.code != 2 || page.output.isEmpty)
        }
        #expect((codes[2] ?? 0) > 50)
        #expect((codes[0] ?? 0) > 5)
    }
}
