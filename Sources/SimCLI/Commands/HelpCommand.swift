/// `wattline help`: examples first, then what there is.
enum HelpCommand {
    static let flags: [Flag] = [
        Flag(
            .man, .toggle, .output, default: "false",
            "Print the page for man(1), in roff: of every command, or of one")
    ]

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parsed = try ArgumentParser(flags: flags, verb: "help").parse(arguments)
        var verbs = parsed.positionals
        // A word of a command stands behind it: 'help trace info'.
        if verbs.count == 2, verbs[0] == "trace", TraceCommand.words.contains(verbs[1]) {
            verbs = [verbs.joined(separator: " ")]
        }
        guard verbs.count <= 1 else {
            throw CLIError.usage("help takes one command, got \(quoted(verbs.joined(separator: " ")))")
        }
        if try SweepRequest(parsed.given).isOn(.man) {
            terminal.output.write(try ManualPage.text(for: verbs.first))
        } else {
            terminal.output.write(try text(for: verbs.first))
        }
    }

    /// The help page of a verb.
    static func text(for verb: String?) throws(CLIError) -> String {
        switch verb {
        case nil: overview
        case "run": run
        case "sweep": SweepHelp.sweep
        case "merge": SweepHelp.merge
        case "roofline": RooflineFlags.help
        case "explain": ExplainFlags.help
        case "trace": TraceFlags.help
        case "trace info": TraceFlags.help(of: "info") ?? TraceFlags.help
        case "trace convert": TraceFlags.help(of: "convert") ?? TraceFlags.help
        case "compare": CompareFlags.help
        case "completion": CompletionCommand.help
        case "study": StudyCommand.help
        case "check": CheckFlags.help
        case "calibrate": calibrate
        case "validate": validate
        case "list": list
        case "show": show
        case "schema": SchemaCommand.help
        case "version": version
        case "help": help
        case .some(let other): throw CommandLineTool.unknownVerb(other)
        }
    }

    static let overview = """
        wattline: energy and latency of LLM serving, simulated without the hardware

        Examples:
          wattline run
          wattline run --model llama-3.1-70b --tp 4 --request-rate 2
          wattline run --trace requests.csv -o result.json
          wattline sweep --tp 1,2,4 --request-rate 1:16:x2
          wattline show h100-sxm

        Commands:
          run        simulate one configuration; every flag has a default
          sweep      many configurations: lists and ranges on any flag of run
          merge      join the files of a sweep's shards
          compare    two results, or two ways to run: ratios, and a gate for CI
          roofline   where prefill and decode lie, and what they wait for
          explain    a figure's formula with its numbers; defaults; what the model leaves out
          trace      what happened when, for Perfetto; what a file of requests holds
          study      a named experiment: its figures, and the claims that it checks
          check      expectations and goldens of named runs, for CI
          calibrate  measured tables -> constants, with the error on held-out groups
          validate   measured tables beside predictions: the model's error
          list       models, gpus, engines, policies, formats, workloads, metrics
          show       all that is known of one name
          schema     JSON Schema of configurations, results and other files
          completion tab completion for bash, zsh or fish
          version    the version
          help       this page, or 'wattline help run'

        """

    static let calibrate = """
        Examples:
          wattline calibrate --data serving.csv --fit stepOverheadMicroseconds,activeFloorWatts
          wattline calibrate --data serving.csv --constants base.json -o constants.json

        wattline calibrate --data FILE [--data FILE ...] [-o FILE.json] [--fit NAME,...]
                           [--only dense|moe|moe-fp8] [--constants FILE] [--json]

        Fits constants of the time and energy model to measured tables and prints them before and after,
        with their standard errors, the error before and after, and the error on each group when the
        others alone are fitted. A constant that the data does not tell is named in a warning.
        --only leaves the other classes of a serving benchmark out.
        --constants sets where the fit starts and what is not fitted.

        """

    static let validate = """
        Examples:
          wattline validate --data serving.csv
          wattline validate --data serving.csv --json --max-mape 8
          wattline validate --data power.csv --trace requests.csv --model qwen3-8b --gpu a100-80gb-sxm

        wattline validate --data FILE [--constants FILE] [-o ROWS.csv] [--json] [--max-mape X]
        wattline validate --data POWER.csv --trace FILE [flags of run] [-o ROWS.csv] [--json] [--max-mape X]

        Replays every row of a measured table that can be recognised by its columns, and prints how far
        predictions are off, in percent of the measurement: n, mean absolute error, median, 90th
        percentile, mean signed error and the worst row, by model, number format and GPU. Rows without
        a model of their own are named with the reason.

        Of power over time, t_s,gpu,power_w (seconds since the first request, a name for the GPU, watts), it
        runs the requests of --trace under the flags of run and compares power second by second. t_s and the
        times of the trace must begin together. Logs of nvidia-smi, DCGM and Zeus need these three columns.

        """

    static let list = """
        Examples:
          wattline list
          wattline list models
          wattline list metrics --json

        wattline list [models|gpus|engines|policies|formats|workloads|metrics] [--json]

        The names that list prints are the names that flags accept.

        """

    static let show = """
        Examples:
          wattline show llama-3.1-8b
          wattline show h100-sxm --json

        wattline show NAME [--json]

        NAME is any name that 'wattline list' prints, blind to case, - and _, or the path of a model's
        config.json or of a GPU in JSON. What --json prints of a GPU, --gpu FILE.json reads.

        """

    static let version = """
        Example:
          wattline version --json

        wattline version [--json]

        """

    static var help: String {
        var text = """
            Examples:
              wattline help
              wattline help run
              wattline help --man > wattline.1

            wattline help [COMMAND] [--man]

            'wattline' alone lists the commands. A manual page is read where it lies with
            'man -l wattline.1', and as 'man wattline' from the folder man1 of a folder on the path of
            manuals, such as /usr/local/share/man/man1 or ~/.local/share/man/man1.


            """
        for flag in flags { text += entry(flag) }
        return text + "  -h, --help\n      This page\n"
    }

    /// The page of `run`, made from the table of flags.
    static var run: String {
        var text = """
            Examples:
              wattline run
              wattline run -m llama-3.1-70b --tp 4 --request-rate 2 --goodput ttft:500 tpot:50
              wattline run --scenario offline --num-prompts 1000 --input-len lognormal:800,0.9
              wattline run --trace requests.csv -o result.json -o rows.csv
              wattline run --dry-run > base.json; wattline run -c base.json --set tp=2

            wattline run [flags]

            A flag's value follows after a blank or '='. A later flag wins over an earlier one, and flags
            win over -c files. Times are in milliseconds and powers in watts unless a unit is given.

            """
        for group in FlagGroup.allCases {
            text += "\n\(group.rawValue):\n"
            for flag in RunFlags.all where flag.group == group { text += entry(flag) }
        }
        text += "\n  -h, --help\n      This page\n"
        return text
    }

    /// A flag with its line of help, default and other spellings.
    static func entry(_ flag: Flag) -> String {
        var head = "  " + (flag.short.map { "-\($0), " } ?? "") + "--\(flag.name)"
        if let placeholder = flag.kind.placeholder { head += " \(placeholder)" }
        var notes = flag.help
        if case .toggle = flag.kind {
        } else if let text = flag.defaultText {
            notes += " [\(text)]"
        } else if !flag.absence.isEmpty {
            notes += " [\(flag.absence)]"
        }
        if !flag.aliases.isEmpty {
            notes += " (also \(flag.aliases.map { "--\($0)" }.joined(separator: ", ")))"
        }
        return head + "\n" + wrapped(notes, width: 92, indent: 6)
    }

    /// Breaks a text at blanks.
    private static func wrapped(_ text: String, width: Int, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines = ""
        var line = margin
        for word in text.split(separator: " ") {
            if line.count > indent, line.count + 1 + word.count > width {
                lines += line + "\n"
                line = margin
            }
            line += (line.count > indent ? " " : "") + word
        }
        return lines + line + "\n"
    }
}
