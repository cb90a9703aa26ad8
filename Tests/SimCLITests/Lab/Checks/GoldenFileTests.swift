import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("A golden result")
struct GoldenFileTests {
    private let folder = TemporaryFolder()

    private func result(_ flags: String) throws -> ComparedResult {
        let path = folder.file("now.json")
        #expect(
            Invocation("run -q -m textbook-7b -g textbook-gpu --engine ideal \(flags) -o \(path)").code == 0)
        return try ComparedResult(path: path)
    }

    private func golden(_ name: String) -> GoldenFile {
        GoldenFile(
            name: name, folder: folder.path + "/", place: FilePlace(name: "a.json", bytes: [], offset: 0))
    }

    @Test("A result of run is the same as itself")
    func same() throws {
        let now = try result("--num-prompts 10")
        guard case .same = try golden("now.json").verdict(now) else {
            return #expect(Bool(false), "it differs from itself")
        }
        guard case .missing = try golden("none.json").verdict(now) else {
            return #expect(Bool(false), "there is no such file")
        }
    }

    @Test("Another run differs in settings and figures, the most asked for first")
    func different() throws {
        _ = try result("--num-prompts 10")
        #expect(unsafe rename(folder.file("now.json"), folder.file("old.json")) == 0)
        let now = try result("--num-prompts 11")
        guard
            case .different(let differences, let count) = try golden("old.json").verdict(
                now)
        else { return #expect(Bool(false), "they are the same") }
        #expect(count == now.figures.count)
        #expect(differences.map(\.key).prefix(3) == ["num-prompts", "completed", "duration"])
        #expect(differences[0].isSetting && !differences[1].isSetting)
        let table = GoldenDifference.table(differences)
        #expect(table[1].split(separator: " ") == ["num-prompts", "10", "11"])
        #expect(table[2].split(separator: " ") == ["completed", "10", "11", "+10.0", "%"])
        #expect(table.last == "and \(differences.count - 16) more; --json shows all")
    }

    @Test("One digit of one figure is a difference, and is shown")
    func digit() throws {
        let now = try result("--num-prompts 10")
        let text = folder.text(of: "now.json")
        let duration = try #require(now.value("duration"))
        let wrong = text.replacing("\"duration\": \(duration)", with: "\"duration\": \(duration.nextUp)")
        #expect(wrong != text)
        _ = folder.write(wrong, to: "wrong.json")
        guard case .different(let differences, _) = try golden("wrong.json").verdict(now)
        else { return #expect(Bool(false), "they are the same") }
        #expect(differences.map(\.key) == ["duration"])
        #expect(
            GoldenDifference.table(differences)[1].split(separator: " ")
                == ["duration", "\(duration.nextUp)", "\(duration)", "0.0", "%"])
    }

    @Test("A difference that no figure shows is one of the fingerprint")
    func fingerprint() throws {
        let now = try result("--num-prompts 10")
        let wrong = folder.text(of: "now.json").replacing(now.fingerprint, with: "0123456789abcdef")
        _ = folder.write(wrong, to: "wrong.json")
        guard case .different(let differences, _) = try golden("wrong.json").verdict(now)
        else { return #expect(Bool(false), "they are the same") }
        #expect(
            GoldenDifference.table(differences)[1].split(separator: " ")
                == ["fingerprint", "0123456789abcdef", "\(now.fingerprint)"])
    }

    @Test("A figure that the golden does not have yet is no difference, one that it lost is")
    func keys() throws {
        let now = try result("--num-prompts 10")
        let text = folder.text(of: "now.json")
        _ = folder.write(text.replacing("  \"steps\": ", with: "  \"strides\": "), to: "wrong.json")
        guard case .different(let differences, _) = try golden("wrong.json").verdict(now)
        else { return #expect(Bool(false), "they are the same") }
        #expect(differences.map(\.key) == ["strides"])
    }

    @Test("What is no result is an error")
    func broken() throws {
        let now = try result("--num-prompts 10")
        let path = folder.write("{}", to: "broken.json")
        #expect(
            throws: CLIError.usage(
                "\(path):1:1: a result of 'wattline run --json' has the schema 'wattline.run', here it is missing. Write "
                    + "one with -o FILE.json",
                details: ["It is the golden that a.json:1:1 names. If it may go, delete it and use --update"])
        ) { try golden("broken.json").verdict(now) }
    }

    @Test("Is written whole, with the folder it needs")
    func write() throws {
        try golden("sub/a.json").write("{}\n")
        #expect(folder.text(of: "sub/a.json") == "{}\n")
        #expect(
            throws: CLIError.inputOutput(
                "cannot make the folder '\(folder.path)/no/sub': No such file or directory")
        ) { try golden("no/sub/a.json").write("") }
        unsafe unlink(folder.file("sub/a.json"))
        unsafe rmdir(folder.file("sub"))
    }
}
