import WattlineText

/// The command line that repeats a sweep: what was typed, without where results go and without folders.
package struct SweepCommandLine: Equatable, Sendable {
    package let text: String

    /// Flags that say nothing about what is swept or shown.
    private static let left: [FlagKey] = [.output, .json, .quiet, .noProgress, .jobs, .resume, .dryRun]

    package init(_ given: [ArgumentParser.Given]) {
        var words = ["wattline", "sweep"]
        for argument in given where !Self.left.contains(argument.flag.key) {
            if case .toggle = argument.flag.kind {
                words.append(
                    argument.text == "true" ? argument.spelling : "\(argument.spelling)=\(argument.text)")
                continue
            }
            let value = SweepCommandLine.withoutFolders(argument)
            words += value.hasPrefix("-") ? ["\(argument.spelling)=\(value)"] : [argument.spelling, value]
        }
        text = words.map(ShellText.quoted).joined(separator: " ")
    }

    /// The value as typed, or for each file in a list its name.
    static func withoutFolders(_ argument: ArgumentParser.Given) -> String {
        let isFile: (String) -> Bool
        switch (argument.flag.key, argument.flag.kind) {
        case (_, .inputFile), (_, .inputs): isFile = { _ in true }
        // An id such as meta-llama/Llama-3.1-8B is no path.
        case (.model, _): isFile = ModelFile.isPath
        case (.gpu, _): isFile = DeviceFile.isPath
        case (_, .assignments):
            guard let equals = argument.text.firstIndex(of: "=") else { return argument.text }
            let value = String(argument.text[argument.text.index(after: equals)...])
            guard ModelFile.isPath(value) else { return argument.text }
            return argument.text[...equals] + FileName.last(value)
        default: return argument.text
        }
        return argument.text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            isFile(String(part)) ? FileName.last(String(part)) : String(part)
        }.joined(separator: ",")
    }
}
