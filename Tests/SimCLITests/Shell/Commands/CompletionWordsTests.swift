import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite("What a shell may complete")
struct CompletionWordsTests {
    /// Every flag of every command, by its name.
    private static let names = Set(CommandLineTool.verbs.flatMap { CompletionWords.flags($0).map(\.name) })

    @Test(
        "A flag is completed after a command if and only if the command takes it",
        arguments: CommandLineTool.verbs)
    func flags(verb: String) {
        let completed = Set(CompletionWords.flags(verb).map(\.name))
        for name in Self.names.sorted() {
            // Unknown flags are told before anything else is done, help is printed before values are read.
            let answer = Invocation([verb, "--\(name)=1", "--help"])
            let isTaken = !answer.errors.contains("has no flag") && !answer.errors.contains("unknown flag")
            #expect(isTaken == completed.contains(name), "\(verb) --\(name)")
        }
    }

    @Test("Every key of a flag is some command's")
    func keys() {
        for key in FlagKey.allCases { #expect(Self.names.contains(key.rawValue), "\(key.rawValue)") }
    }

    @Test(
        "Words that are completed are words that the command knows",
        arguments: ["list", "help", "schema", "explain"])
    func words(verb: String) {
        for word in CompletionWords.words(verb) {
            #expect(Invocation([verb, word, "--help"]).errors.isEmpty, "\(verb) \(word)")
        }
        #expect(!CompletionWords.words(verb).isEmpty)
    }

    @Test("A command that takes words has some to offer")
    func subjects() {
        for verb in ["list", "show", "explain", "study", "help", "schema", "completion"] {
            #expect(!CompletionWords.words(verb).isEmpty, "\(verb)")
        }
        #expect(CompletionWords.words("run").isEmpty)
    }
}
