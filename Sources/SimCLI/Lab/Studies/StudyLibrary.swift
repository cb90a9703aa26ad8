import WattlineText

/// Where named studies are: files of a folder, so that they can be read, edited and added to without building anything.
///
/// `wattline study NAME` reads `studies/NAME.json` below the working folder, or below `--from DIR`; a name that ends in
/// `.json` is a path of its own. What is not named below can still be run by its name.
package enum StudyLibrary {
    package static let folder = "studies"

    /// The studies of `wattline study all`, in the order of its page.
    package static let names = [
        "precision", "batching", "serving", "saturation", "spacing-policy", "phases", "lengths", "edge",
        "fleet-mix", "roofline",
    ]

    /// - Throws: `CLIError`: exit code 2 for a name that is no study, 4 where there is no folder of studies.
    package static func study(named name: String, from folder: String) throws(CLIError) -> Study {
        if name.hasSuffix(".json") { return try Study(path: name) }
        let path = "\(folder)/\(name).json"
        guard !InputFile.exists(path) else { return try Study(path: path) }
        guard InputFile.exists(folder) else {
            throw CLIError.inputOutput(
                "there is no folder \(quoted(folder)) with studies here. Run in Wattline's own folder, or name one "
                    + "with --from DIR")
        }
        let known = present(in: folder)
        guard !known.isEmpty else {
            throw CLIError.usage(
                "there is no study in \(quoted(folder)): it has none of the files NAME.json. Name the folder that has "
                    + "with --from DIR")
        }
        throw CLIError.usage(
            "unknown study \(quoted(name)).\(NearMiss.hint(for: name, among: known)) Studies in \(folder) are "
                + known.joined(separator: ", "))
    }

    /// Those of ``names`` whose file is there.
    package static func present(in folder: String) -> [String] {
        names.filter { InputFile.exists("\(folder)/\($0).json") }
    }
}
