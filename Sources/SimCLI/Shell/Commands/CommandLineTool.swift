import WattlineLab
import WattlineText

/// `wattline` as a function: arguments in, two streams and an exit code out. Tests call it in their own process.
package enum CommandLineTool {
    /// The verbs, in the order of help.
    static let verbs = [
        "run", "sweep", "merge", "compare", "roofline", "explain", "trace", "study", "check", "calibrate",
        "validate", "list", "show", "schema", "completion", "version", "help",
    ]

    /// Runs one command line, given without the program's name. What was written is flushed on return.
    package static func run(_ arguments: [String], _ terminal: inout Terminal) -> ExitCode {
        var code = ExitCode.success
        do throws(CLIError) {
            try dispatch(arguments, &terminal)
            try terminal.output.flush()
        } catch {
            // A threshold that is missed is said of a result, and the result is still wanted.
            if error.code == .thresholdFailed { try? terminal.output.flush() }
            terminal.report(error)
            code = error.code
        }
        // Where stderr cannot be written there is nobody left to tell.
        try? terminal.errors.flush()
        return code
    }

    private static func dispatch(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        guard let verb = arguments.first else {
            terminal.output.write(HelpCommand.overview)
            return
        }
        let rest = Array(arguments.dropFirst())
        switch verb {
        case "run": try RunCommand.run(rest, &terminal)
        case "sweep": try SweepCommand.run(rest, &terminal)
        case "merge": try MergeCommand.run(rest, &terminal)
        case "roofline": try RooflineCommand.run(rest, &terminal)
        case "explain": try ExplainCommand.run(rest, &terminal)
        case "trace": try TraceCommand.run(rest, &terminal)
        case "compare": try CompareCommand.run(rest, &terminal)
        case "completion": try CompletionCommand.run(rest, &terminal)
        case "study": try StudyCommand.run(rest, &terminal)
        case "check": try CheckCommand.run(rest, &terminal)
        case "calibrate": try CalibrateCommand.run(rest, &terminal)
        case "validate": try ValidateCommand.run(rest, &terminal)
        case "list": try ListCommand.run(rest, &terminal)
        case "show": try ShowCommand.run(rest, &terminal)
        case "schema": try SchemaCommand.run(rest, &terminal)
        case "version", "--version": try VersionCommand.run(rest, &terminal)
        case "help", "--help", "-h": try HelpCommand.run(rest, &terminal)
        default:
            let isFlag = RunFlags.all.contains { flag in
                flag.short.map { "-\($0)" } == verb
                    || ([flag.name] + flag.aliases).contains {
                        verb == "--\($0)" || verb.hasPrefix("--\($0)=")
                    }
            }
            if isFlag {
                var words = arguments
                let command = words.firstIndex(where: verbs.contains).map { words.remove(at: $0) } ?? "run"
                throw CLIError.usage(
                    "\(quoted(verb)) stands before a command. Try: wattline \(command) "
                        + words.joined(separator: " "))
            }
            throw unknownVerb(verb)
        }
    }

    static func unknownVerb(_ verb: String) -> CLIError {
        let list = verbs.joined(separator: ", ")
        return CLIError.usage(
            "unknown command \(quoted(verb)).\(NearMiss.hint(for: verb, among: verbs)) Commands are \(list)")
    }
}
