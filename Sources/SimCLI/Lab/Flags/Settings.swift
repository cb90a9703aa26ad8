import WattlineText

/// What the user asked for, flag by flag, each value read and with the place it came from: the step between text and
/// a ``Scenario``.
///
/// Configuration files come first, each winning over the one before; then `--set` and flags in the order typed.
package struct Settings {
    private var given: [FlagKey: (value: FlagValue, subject: Subject)] = [:]

    /// Parts of repeatable flags that stand on the command line: `ttft` of `--goodput ttft:500`.
    private var typedParts: [FlagKey: Set<String>] = [:]

    init() {}

    /// Settings of files, each winning over the one before.
    init(files: [[ConfigFile.Entry]]) {
        for entries in files { apply(entries) }
    }

    /// - Throws: `CLIError` for the first value that is not what its flag takes, and for files that cannot be read.
    package init(_ arguments: [ArgumentParser.Given]) throws(CLIError) {
        for argument in arguments where argument.flag.key == .config {
            try apply(ConfigFile.read(argument.text))
        }
        for argument in arguments where argument.flag.key != .config {
            let subject = Subject(name: argument.spelling)
            do throws(BadValue) {
                let value = try argument.flag.kind.read(argument.text)
                if case .pairs(let pairs) = value, argument.flag.key == .set {
                    for pair in pairs { try apply(pair) }
                } else {
                    try refuseRepeats(value, of: argument.flag.key)
                    put(value, for: argument.flag, subject)
                }
            } catch {
                throw error.error(for: subject)
            }
        }
    }

    /// The value of a flag: what was given, else its default, else nil.
    subscript(key: FlagKey) -> FlagValue? { given[key]?.value ?? Settings.defaults[key] }

    /// Read once: every default is a value of its flag, as the table's test finds.
    private static let defaults: [FlagKey: FlagValue] = {
        var defaults: [FlagKey: FlagValue] = [:]
        for flag in RunFlags.all {
            if let text = flag.defaultText { defaults[flag.key] = try? flag.kind.read(text) }
        }
        return defaults
    }()

    /// True when the user set the flag, even to its default.
    func isGiven(_ key: FlagKey) -> Bool { given[key] != nil }

    /// How to call the flag in a message: as the user wrote it, with its place, or by its long name.
    func subject(_ key: FlagKey) -> Subject { given[key]?.subject ?? Subject(name: "--\(key.rawValue)") }

    /// Which of two limits or labels of the same name was meant is not for us to guess.
    private mutating func refuseRepeats(_ value: FlagValue, of key: FlagKey) throws(BadValue) {
        let parts: [String]
        switch value {
        case .pairs(let pairs): parts = pairs.map(\.key)
        case .objectives(let objectives):
            parts = LatencyObjectives.names.filter { objectives.limits[$0] != nil }
        default: return
        }
        for part in parts where !typedParts[key, default: []].insert(part).inserted {
            throw .predicate("has \(quoted(part)) twice. Keep one")
        }
    }

    mutating func put(_ value: FlagValue, for flag: Flag, _ subject: Subject) {
        given[flag.key] = (flag.isRepeatable ? value.joined(after: given[flag.key]?.value) : value, subject)
    }

    private mutating func apply(_ entries: [ConfigFile.Entry]) {
        for entry in entries {
            if let value = entry.value {
                put(value, for: entry.flag, entry.subject)
            } else {
                given[entry.flag.key] = nil
            }
        }
    }

    /// `--set tp=2`, `--set goodput.ttft=500`, `--set metadata.team=search`.
    private mutating func apply(_ pair: Pair) throws(BadValue) {
        let dot = pair.key.firstIndex(of: ".")
        let name = String(pair.key[..<(dot ?? pair.key.endIndex)])
        let flag = try ConfigFile.flag(named: name)
        var text = pair.value
        if let dot {
            let member = String(pair.key[pair.key.index(after: dot)...])
            switch flag.kind {
            case .labels: text = "\(member)=\(pair.value)"
            case .objectives: text = "\(member):\(pair.value)"
            default:
                throw .sentence("--set: \(name) has no parts, got \(quoted(pair.key)). Write \(name)=VALUE")
            }
        }
        let subject = Subject(name: "--set \(name)")
        do throws(BadValue) {
            put(try flag.kind.read(text), for: flag, subject)
        } catch {
            throw .sentence(error.message(for: subject))
        }
    }
}

extension Settings {
    package func isOn(_ key: FlagKey) -> Bool { self[key] == .toggle(true) }

    func whole(_ key: FlagKey) -> Int? {
        if case .whole(let value)? = self[key] { return value }
        return nil
    }

    package func number(_ key: FlagKey) -> Double? {
        if case .number(let value)? = self[key] { return value }
        return nil
    }

    package func text(_ key: FlagKey) -> String? {
        if case .text(let value)? = self[key] { return value }
        return nil
    }

    package func texts(_ key: FlagKey) -> [String] {
        if case .texts(let values)? = self[key] { return values }
        return []
    }
}

extension Settings {
    /// True when the flag, or `--set`, stands on the command line: two of those that contradict each other are an
    /// error, whereas what a file says gives way.
    func isTyped(_ key: FlagKey) -> Bool { isGiven(key) && subject(key).place.isEmpty }
}
