/// The files that a command reads, each with the flag or the word that names it. This is the one list by which nothing
/// that is read is written over, and nothing that can be read only once is read twice.
struct InputFiles {
    struct File {
        /// `--trace`, or the verb whose word it is.
        let flag: String
        let path: String
        /// Read at every point of a sweep, rather than once before.
        let isOfEveryRun: Bool
    }

    private(set) var files: [File] = []

    /// The files that flags name, in lists too, and `words` that name files of `verb`.
    init(
        _ given: [ArgumentParser.Given] = [], words: [String] = [], of verb: String = ""
    ) {
        for argument in given { add(argument.flag, argument.text) }
        files += words.map { File(flag: verb, path: $0, isOfEveryRun: false) }
    }

    /// The files that resolved settings name, whether they were typed or come from a configuration.
    init(_ settings: Settings) {
        for key in [FlagKey.model, .gpu, .constants, .trace] {
            if let text = settings.text(key) { add(RunFlags.flag(key), text) }
        }
    }

    /// These and those of `others` that are not here yet.
    func joined(with others: InputFiles) -> InputFiles {
        var joined = self
        for file in others.files { joined.add(file.flag, file.path, isOfEveryRun: file.isOfEveryRun) }
        return joined
    }

    /// The settings of a run's flags, and all files that these and their configurations name.
    ///
    /// - Throws: `CLIError`: as ``Settings/init(_:)``; exit code 2 for a stream that is named twice.
    static func settings(
        _ given: [ArgumentParser.Given]
    ) throws(CLIError) -> (settings: Settings, inputs: InputFiles) {
        let typed = InputFiles(given)
        // Before anything is read: the second reader of a pipe may wait for ever.
        try typed.refuseRepeatedStreams()
        let settings = try Settings(given)
        let inputs = typed.joined(with: InputFiles(settings))
        try inputs.refuseRepeatedStreams()
        return (settings, inputs)
    }

    private mutating func add(_ flag: String, _ path: String, isOfEveryRun: Bool) {
        guard !files.contains(where: { $0.flag == flag && $0.path == path }) else { return }
        files.append(File(flag: flag, path: path, isOfEveryRun: isOfEveryRun))
    }

    /// What the text of a flag names. A list of a sweep is each of its parts, and itself where that is a file.
    private mutating func add(_ flag: Flag, _ text: String) {
        let parts = text.split(separator: ",").map(String.init)
        let texts = parts.count > 1 && !InputFile.exists(text) ? parts : [text]
        let name = "--\(flag.name)"
        switch (flag.key, flag.kind) {
        // Of validate and calibrate, whose output is of the same kind.
        case (.output, _): break
        case (.model, _):
            for path in texts.flatMap(ModelFile.paths) { add(name, path, isOfEveryRun: true) }
        case (.gpu, _):
            for path in texts where DeviceFile.isPath(path) { add(name, path, isOfEveryRun: true) }
        case (.config, _): add(name, text, isOfEveryRun: false)
        case (_, .inputFile), (_, .inputs):
            for path in texts { add(name, path, isOfEveryRun: true) }
        case (.set, _):
            guard let equals = text.firstIndex(of: "="),
                let flag = try? ConfigFile.flag(named: String(text[..<equals]))
            else { break }
            add(flag, String(text[text.index(after: equals)...]))
        default: break
        }
    }

    /// Refuses to write over a file that is read.
    ///
    /// - Throws: `CLIError` with exit code 2.
    func refuseOutputs(_ paths: [String], flag: String = "--output") throws(CLIError) {
        let read = files.map { ($0, FileIdentity($0.path)) }
        for path in paths where path != "-" {
            let identity = FileIdentity(path)
            for (file, known) in read where file.path != "-" && known == identity {
                throw CLIError.usage(
                    "\(flag) \(quoted(path)) is the file that \(file.flag) reads. Name another one")
            }
        }
    }

    /// Refuses a pipe or a stream that is named twice: who comes second would find it empty.
    ///
    /// - Throws: `CLIError` with exit code 2.
    func refuseRepeatedStreams() throws(CLIError) {
        let streams = files.filter { InputFile.isStream($0.path) }
        for (index, stream) in streams.enumerated() {
            for other in streams[..<index] where FileIdentity(other.path) == FileIdentity(stream.path) {
                throw CLIError.usage(
                    "\(other.flag) and \(stream.flag) both read \(InputFiles.noun(stream.path)), which is read once. "
                        + "Write it to a file")
            }
        }
    }

    /// Refuses a pipe or a stream among what every run of a verb reads; `evenOnce` among all.
    ///
    /// - Throws: `CLIError` with exit code 2.
    func refuseStreams(_ action: String, evenOnce: Bool = false) throws(CLIError) {
        for file in files where (evenOnce || file.isOfEveryRun) && InputFile.isStream(file.path) {
            throw CLIError.usage(
                "\(file.flag) \(file.path == "-" ? "-" : quoted(file.path)) cannot be \(action): "
                    + "\(InputFiles.noun(file.path)) is read once. Write it to a file")
        }
    }

    private static func noun(_ path: String) -> String {
        path == "-" ? "standard input" : "a pipe or device"
    }
}
