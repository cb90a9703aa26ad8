import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

/// Error text is interface: Tests/Errors/errors.txt has it word for word, for every command and every kind of file.
@Suite("Errors of every command and file")
struct ErrorTableTests {
    struct Case: CustomTestStringConvertible {
        var line = ""
        var files: [(name: String, text: String)] = []
        var code: Int32 = 0
        var message: [String] = []

        var testDescription: String { line }
    }

    static let cases: [Case] = {
        let bytes = (try? InputFile.read(PackageFolder.file("Tests/Errors/errors.txt"))) ?? []
        var cases: [Case] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.count > 1 {
            let text = String(line.dropFirst(2))
            switch line.first {
            case "$": cases.append(Case(line: text))
            case "<": cases[cases.count - 1].files.append((text, ""))
            case "|":
                let files = cases[cases.count - 1].files
                cases[cases.count - 1].files[files.count - 1].text += text + "\n"
            case "=":
                let parts = text.split(separator: " ", maxSplits: 1)
                cases[cases.count - 1].code = Int32(parts[0]) ?? -1
                cases[cases.count - 1].message = [String(parts[1])]
            case "+": cases[cases.count - 1].message.append(text)
            default: break
            }
        }
        return cases
    }()

    @Test("What a user reads, the exit code, nothing on stdout, and no file left behind", arguments: cases)
    func refused(_ example: Case) {
        let folder = TemporaryFolder()
        for file in example.files { _ = folder.write(file.text, to: file.name) }
        let words = example.line.split(separator: " ").map {
            String($0).replacing("@", with: "\(folder.path)/")
        }
        let invocation = Invocation(words)
        let message = example.message.map {
            $0.replacing("@", with: "\(folder.path)/")
                .replacing("{commands}", with: CommandLineTool.verbs.joined(separator: ", "))
                .replacing("{schemas}", with: SchemaDocument.all.map(\.name).joined(separator: ", "))
        }
        #expect(invocation.errors == "wattline: error: \(message.joined(separator: "\n    "))\n")
        #expect(invocation.code == example.code)
        #expect(invocation.output.isEmpty)
        #expect(folder.names == example.files.map(\.name).sorted())
    }

    @Test("Every command and every kind of file is there, and no case twice")
    func complete() {
        for verb in CommandLineTool.verbs {
            #expect(Self.cases.contains { $0.line.split(separator: " ").first == verb[...] }, "\(verb)")
        }
        #expect(Self.cases.count >= 200)
        let keys = Self.cases.map { "\($0.line) \($0.files.map(\.text))" }
        #expect(Set(keys).count == keys.count)
        #expect(Self.cases.allSatisfy { !$0.message.isEmpty && $0.code != 0 && $0.code != 70 })
    }

    @Test("The name of a folder or of another file is no name of a model or GPU, and is told so")
    func folders() {
        let folder = TemporaryFolder()
        let file = folder.write("x", to: "file")
        func text(_ path: String, _ noun: String) -> String {
            do throws(BadValue) {
                try Catalog.refusePath(path, noun)
                return ""
            } catch { return error.text }
        }
        #expect(
            text(folder.path, "model")
                == "'\(folder.path)' is a folder without a config.json. Name the folder of a model, or one of the "
                + "names of 'wattline list models'")
        #expect(
            text(folder.path, "gpu")
                == "'\(folder.path)' is a folder. Name a JSON file, or one of the names of 'wattline list gpus'"
        )
        #expect(
            text(file, "gpu")
                == "'\(file)' does not end in .json, by which a file is told from a name. Rename it, or take one of the "
                + "names of 'wattline list gpus'")
        #expect(text(folder.file("nothing"), "gpu").isEmpty)
    }
}
