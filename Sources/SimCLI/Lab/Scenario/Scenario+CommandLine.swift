import WattlineText

/// The command line that repeats a run.
extension Scenario {
    /// `wattline run` with what the user set, wherever it was set: configuration files are not needed to repeat it.
    /// Files that the run reads are named without their folders.
    var commandLine: String {
        guard case .object(let members) = publicConfiguration else { return "wattline run" }
        var words = ["wattline", "run"]
        for (name, value) in members {
            guard let flag = RunFlags.named(name), isGivenFor(flag.key) else { continue }
            switch value {
            case .null, .bool(false): continue
            case .bool(true): words.append("--\(name)")
            case .object(let parts):
                let separator = if case .objectives = flag.kind { ":" } else { "=" }
                for part in parts {
                    words += Scenario.words(name, "\(part.key)\(separator)\(part.value.flagText)")
                }
            case .list(let values):
                words += Scenario.words(name, values.map(\.flagText).joined(separator: ","))
            default: words += Scenario.words(name, value.flagText)
            }
        }
        return words.map(ShellText.quoted).joined(separator: " ")
    }

    /// Three flags say the arrival law together: one that is given resolves them all.
    private func isGivenFor(_ key: FlagKey) -> Bool {
        let law: [FlagKey] = [.requestRate, .arrival, .burstiness]
        return law.contains(key) ? law.contains(where: settings.isGiven) : settings.isGiven(key)
    }

    /// A value that begins like a flag is joined to its name.
    private static func words(_ name: String, _ value: String) -> [String] {
        value.hasPrefix("-") ? ["--\(name)=\(value)"] : ["--\(name)", value]
    }
}
