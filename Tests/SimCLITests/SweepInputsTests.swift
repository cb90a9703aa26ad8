import Foundation
import Testing

@testable import SimCLI

@Suite("Files that a sweep reads")
struct SweepInputsTests {
    private let trace = "arrival_s,prompt_tokens,output_tokens\n0,100,10\n1,100,10\n"

    @Test("A sweep is not resumed with rows of a file that has changed")
    func changedFile() {
        let folder = TemporaryFolder()
        let path = folder.write(trace, to: "t.csv")
        let line = ["sweep", "--trace", path, "--tp", "1,2", "-q", "-o", folder.file("a.jsonl")]
        #expect(Invocation(line).code == 0)
        #expect(Invocation(line).code == 0)
        let kept = folder.text(of: "a.jsonl")
        #expect(kept.contains("\"files\":{\"trace t.csv\":\""))
        _ = folder.write(trace.replacing("1,100,10", with: "1,900,10"), to: "t.csv")
        let changed = Invocation(line)
        #expect(changed.code == 2, "\(changed.errors)")
        #expect(folder.text(of: "a.jsonl") == kept)
    }

    @Test("The digest is of every byte")
    func digests() throws {
        let folder = TemporaryFolder()
        var seen: Set<String> = []
        for text in [
            "", "a", "ab", "abcdefgh", "abcdefghi", "abcdefgi", "\0", "\0\0",
            String(repeating: "x", count: 70_000),
        ] {
            #expect(seen.insert(try InputFile.digest(folder.write(text, to: "f"))).inserted, "\(text.count)")
        }
        #expect(throws: CLIError.self) { try InputFile.digest(folder.file("missing")) }
    }

    @Test(
        "What is read once is refused where it would be read twice",
        arguments: ["--trace", "--gpu", "--constants"])
    func pipes(flag: String) {
        let folder = TemporaryFolder()
        let pipe = folder.file("p.json")
        let made = unsafe mkfifo(pipe, 0o600)
        #expect(made == 0)
        for path in [pipe, "/dev/zero"] {
            let swept = Invocation(["sweep", "--tp", "1,2", flag, path, "-o", folder.file("a.jsonl")])
            #expect(
                swept.errors
                    == "wattline: error: \(flag) '\(path)' cannot be swept: a pipe or device is read once. Write it to "
                    + "a file\n")
            let compared = Invocation(["compare", flag, path, "--", "--tp", "2"])
            #expect(
                compared.errors
                    == "wattline: error: \(flag) '\(path)' cannot be compared: a pipe or device is read once. Write it "
                    + "to a file\n")
            #expect(swept.code == 2 && compared.code == 2)
        }
        #expect(folder.names == ["p.json"])
    }

    @Test("Where no file is read there is nothing to say")
    func none() {
        let folder = TemporaryFolder()
        #expect(Invocation("sweep --tp 1,2 --num-prompts 2 -q -o \(folder.file("a.jsonl"))").code == 0)
        #expect(!folder.text(of: "a.jsonl").contains("\"files\""))
    }
}
