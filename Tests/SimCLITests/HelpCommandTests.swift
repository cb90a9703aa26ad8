import Testing

@testable import SimCLI

@Suite("Help")
struct HelpCommandTests {
    @Test("Bare wattline prints at most 30 lines whose first example is wattline run")
    func overview() {
        let invocation = Invocation([])
        let lines = invocation.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(invocation.code == 0)
        #expect(invocation.errors.isEmpty)
        #expect((13...30).contains(lines.count))
        #expect(lines.first { $0.hasPrefix("  wattline") } == "  wattline run")
        for verb in CommandLineTool.verbs { #expect(invocation.output.contains("  \(verb) ")) }
    }

    @Test("help, --help and -h print the same page", arguments: ["help", "--help", "-h"])
    func spellings(argument: String) { #expect(Invocation(argument).output == Invocation([]).output) }

    @Test("help VERB and VERB --help print the same page, examples first", arguments: CommandLineTool.verbs)
    func verbs(verb: String) {
        let page = Invocation("help \(verb)")
        #expect(page.code == 0)
        #expect(page.output.hasPrefix("Example"))
        if verb != "help" {
            #expect(Invocation("\(verb) --help").output == page.output)
            #expect(Invocation("\(verb) -h").output == page.output)
        }
    }

    @Test("The words of trace have pages of their own", arguments: TraceCommand.words)
    func words(word: String) {
        let page = Invocation("help trace \(word)")
        #expect(page.code == 0 && page.output.hasPrefix("Examples:\n  wattline trace \(word) "))
        #expect(Invocation("trace \(word) --help").output == page.output)
        #expect(
            Invocation("help --man trace \(word)").output.contains("WATTLINE\\-TRACE\\-\(word.uppercased())"))
        for flag in CompletionWords.flags("trace \(word)") { #expect(page.output.contains("--\(flag.name)")) }
        #expect(Invocation("help run \(word)").code == 2)
    }

    @Test("The page of run names every flag, alias, letter, group and default")
    func flags() {
        let page = Invocation("help run").output
        for flag in RunFlags.all {
            #expect(page.contains("--\(flag.name)"), "\(flag.name)")
            for alias in flag.aliases { #expect(page.contains("--\(alias)"), "\(alias)") }
            if let letter = flag.short { #expect(page.contains("  -\(letter), --\(flag.name)")) }
        }
        for group in FlagGroup.allCases { #expect(page.contains("\n\(group.rawValue):\n")) }
        #expect(page.contains("[the engine's; vllm: 256]"))
    }

    @Test("No line is wider than a terminal of 100 columns")
    func width() {
        for verb in CommandLineTool.verbs {
            for line in Invocation("help \(verb)").output.split(separator: "\n") {
                #expect(line.count <= 100, "\(line)")
            }
        }
    }

    @Test("Every example of help runs, apart from those that read a file of the reader's")
    func examples() {
        for verb in CommandLineTool.verbs {
            for line in Invocation("help \(verb)").output.split(separator: "\n") {
                guard line.hasPrefix("  wattline "), !line.contains(".csv"), !line.contains(".json"),
                    !line.contains(" -o "),
                    !line.contains(">")
                else { continue }
                // A shell takes the quotes away.
                let words = line.dropFirst("  wattline ".count).filter { $0 != "'" }
                let invocation = Invocation(String(words))
                #expect(invocation.code == 0, "\(line): \(invocation.errors)")
            }
        }
    }
}
