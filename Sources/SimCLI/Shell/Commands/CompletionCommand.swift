import WattlineLab
import WattlineText

/// `wattline completion`: a script for a shell.
enum CompletionCommand {
    static let help = """
        Examples:
          wattline completion bash
          wattline completion zsh
          wattline completion fish

        wattline completion bash|zsh|fish

        Prints a script that completes commands, flags, and the names that flags take. To use it now:
          bash, zsh: source <(wattline completion bash)
          fish:      wattline completion fish | source
        To keep it, add that line to ~/.bashrc, ~/.zshrc (with zsh in place of bash, after compinit) or
        ~/.config/fish/config.fish.

        """

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: [], verb: "completion", owner: CompletionWords.owner)
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(help)
            return
        }
        let names = CompletionShell.allCases.map(\.rawValue)
        guard let word = parsed.positionals.first else {
            throw CLIError.usage(
                "completion needs a shell: \(names.joined(separator: ", ")). Try: wattline completion bash")
        }
        try parser.refuseExtra(parsed.positionals, after: 1)
        guard let shell = CompletionShell(rawValue: word.lowercased()) else {
            throw CLIError.usage(
                "unknown shell \(quoted(word)).\(NearMiss.hint(for: word, among: names)) Shells are "
                    + names.joined(separator: ", "))
        }
        terminal.output.write(shell.script)
    }
}
