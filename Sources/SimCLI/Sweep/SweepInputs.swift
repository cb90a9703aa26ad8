/// What the files that a sweep reads hold, so that rows of one content are never taken for rows of another.
enum SweepInputs {
    /// The flags that name files which every point reads.
    static let keys: [FlagKey] = [.model, .gpu, .constants, .trace]

    /// `{"trace azure.csv": "0123456789abcdef"}`, or null where no file is read. O(bytes).
    ///
    /// - Throws: `CLIError` (exit code 4) for a file that cannot be read.
    static func digests(_ base: Settings, _ axes: [SweepAxis]) throws(CLIError) -> JSON {
        var members: [(key: String, value: JSON)] = []
        for key in keys {
            let texts =
                axes.first { $0.flag.key == key }?.values.map(\.text) ?? base.text(key).map { [$0] } ?? []
            for text in texts {
                for path in paths(key, text) where path != "-" {
                    let name = "\(key.rawValue) \(Scenario.lastPathComponent(path))"
                    members.append((name, .text(try InputFile.digest(path))))
                }
            }
        }
        return members.isEmpty ? .null : .object(members)
    }

    private static func paths(_ key: FlagKey, _ text: String) -> [String] {
        switch key {
        case .model: ModelFile.paths(text)
        case .gpu: DeviceFile.isPath(text) ? [text] : []
        default: [text]
        }
    }
}
