/// The manual: pages for man(1), made from the pages of help.
enum ManualPage {
    /// The page of a command, or of all.
    static func text(for verb: String?) throws(CLIError) -> String {
        guard let verb else { return try whole() }
        return try page(of: verb)
    }

    /// wattline(1): all commands.
    private static func whole() throws(CLIError) -> String {
        let overview = HelpCommand.overview.split(separator: "\n").map(String.init)
        var page = RoffText()
        head(&page, "wattline", String(overview[0].drop { $0 != " " }.dropFirst()))
        page.macro("SH", "SYNOPSIS")
        page.macro("B", "wattline")
        page.macro("I", "COMMAND")
        page.words("[flags]")
        page.macro("SH", "DESCRIPTION")
        page.words(
            "Simulates a serving configuration step by step and says what requests to a language model cost in "
                + "joules, and how long they take. Without a command it prints a list of them.")
        for verb in CommandLineTool.verbs {
            page.macro("TP")
            page.macro("B", verb)
            page.words(summary(verb))
        }
        page.macro("SH", "COMMANDS")
        for verb in CommandLineTool.verbs {
            page.macro("SS", "wattline \(verb)")
            body(HelpPage(try HelpCommand.text(for: verb)), &page, asSections: false)
        }
        tail(&page)
        page.macro("SH", "EXAMPLES")
        page.literal(overview.filter { $0.hasPrefix("  wattline") }.map { String($0.dropFirst(2)) })
        return page.text
    }

    /// wattline-VERB(1): one command.
    ///
    /// - Throws: `CLIError` (exit code 2) for a command that there is not.
    private static func page(of verb: String) throws(CLIError) -> String {
        let help = HelpPage(try HelpCommand.text(for: verb))
        var page = RoffText()
        head(&page, "wattline-\(verb.replacing(" ", with: "-"))", summary(verb))
        page.macro("SH", "SYNOPSIS")
        page.literal(help.usage)
        if !help.blocks.isEmpty { page.macro("SH", "DESCRIPTION") }
        body(help, &page, asSections: true)
        tail(&page)
        page.macro("SH", "EXAMPLES")
        page.literal(help.examples)
        page.macro("SH", "SEE ALSO")
        page.macro("BR", "wattline", "(1)")
        return page.text
    }

    /// What the overview says of a command.
    static func summary(_ verb: String) -> String {
        switch verb {
        case "trace info": return "what a file of requests holds"
        case "trace convert": return "a file of requests in our own format"
        default: break
        }
        let lines = HelpCommand.overview.split(separator: "\n")
        guard let line = lines.last(where: { $0.hasPrefix("  \(verb) ") }) else { return "" }
        return String(line.dropFirst(verb.count + 2).drop { $0 == " " })
    }

    private static func head(_ page: inout RoffText, _ name: String, _ summary: String) {
        page.title(
            name.uppercased(), section: 1, date: CommandLineTool.versionDate,
            version: "wattline \(CommandLineTool.version)", manual: "User Commands")
        page.macro("SH", "NAME")
        page.name(name, summary)
    }

    /// Usage and examples too unless these are sections of their own.
    private static func body(_ help: HelpPage, _ page: inout RoffText, asSections: Bool) {
        if !asSections { page.literal(help.usage) }
        var hasHeading = false
        for (index, block) in help.blocks.enumerated() {
            switch block {
            case .paragraph(let words):
                // After a heading of the page there is a space already.
                if index > 0 || !asSections { page.macro("PP") }
                page.words(words)
            case .literal(let lines): page.literal(lines)
            case .heading(let text):
                if asSections {
                    page.macro(hasHeading ? "SS" : "SH", hasHeading ? text : "OPTIONS")
                    if !hasHeading { page.macro("SS", text) }
                } else {
                    page.macro("PP")
                    page.macro("B", text)
                }
                hasHeading = true
            case .entry(let term, let text):
                if asSections, !hasHeading {
                    page.macro("SH", "OPTIONS")
                    hasHeading = true
                }
                page.macro("TP")
                page.macro("B", term)
                page.words(text)
            }
        }
        guard !asSections, !help.examples.isEmpty else { return }
        page.macro("PP")
        page.words(help.examples.count == 1 ? "Example:" : "Examples:")
        page.macro("PP")
        page.literal(help.examples)
    }

    private static func tail(_ page: inout RoffText) {
        page.macro("SH", "EXIT STATUS")
        for code in ExitCode.allCases {
            page.macro("TP")
            page.macro("B", String(code.rawValue))
            page.words(code.meaning)
        }
        page.macro("SH", "ENVIRONMENT")
        for (name, meaning) in Terminal.variables {
            page.macro("TP")
            page.macro("B", name)
            page.words(meaning)
        }
    }
}
