import HardwareModels

/// What a shell may complete: the words after each verb, its flags, and their values.
enum CompletionWords {
    /// The flags of a verb; none of one that takes words alone.
    static func flags(_ verb: String) -> [Flag] {
        switch verb {
        case "run": RunFlags.all
        case "sweep": SweepFlags.ofSweep
        case "merge": SweepFlags.ofMerge
        case "roofline": RooflineFlags.all
        case "explain": ExplainFlags.all
        case "trace": TraceFlags.all
        case "trace info": TraceFlags.ofInfo
        case "trace convert": TraceFlags.ofConvert
        case "compare": CompareFlags.all
        case "check": CheckFlags.all
        case "study": StudyCommand.flags
        case "calibrate": CalibrateCommand.flags
        case "validate": ValidateCommand.flags
        case "help": HelpCommand.flags
        case "schema": SchemaCommand.flags
        case "list", "show", "version": [RunFlags.flag(.json)]
        default: []
        }
    }

    /// Words behind a verb that have flags of their own.
    static func commands(_ verb: String) -> [String] { verb == "trace" ? TraceCommand.words : [] }

    /// Words that may follow a verb.
    static func words(_ verb: String) -> [String] {
        switch verb {
        case "list": CatalogKind.allCases.map(\.rawValue)
        case "show": CatalogKind.allCases.flatMap { $0.entries.map(\.name) }
        case "explain": ExplainTopic.allCases.map(\.rawValue) + ExplainTopic.metrics([50, 90, 95, 99])
        case "trace": TraceCommand.words
        case "help": CommandLineTool.verbs
        case "study": StudyLibrary.names + ["all", "list"]
        case "schema": SchemaDocument.all.map(\.name)
        case "completion": CompletionShell.allCases.map(\.rawValue)
        default: []
        }
    }

    /// Values that a flag takes, where they can be listed; nil for files, which a shell completes itself.
    static func values(_ flag: Flag) -> [String]? {
        if flag.key == .fit { return Constant.all.map(\.name) }
        return switch flag.kind {
        case .name(let list):
            // A name with a path goes by its last part too.
            list.names() + list.names().filter { $0.contains("/") }.map(Scenario.lastPathComponent)
        case .oneOf(let choices): choices.map { String($0) }
        case .inputFile, .inputs, .outputs, .folder: nil
        default: []
        }
    }

    /// `--model`, `-m`.
    static func spellings(_ flag: Flag) -> [String] {
        ["--\(flag.name)"] + (flag.short.map { ["-\($0)"] } ?? [])
    }

    static func takesValue(_ flag: Flag) -> Bool {
        if case .toggle = flag.kind { return false }
        return true
    }
}
