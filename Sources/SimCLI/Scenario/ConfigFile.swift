/// Reads a configuration: a JSON object whose keys are the long names of run's flags, `-` or `_` alike.
enum ConfigFile {
    struct Entry {
        let flag: Flag
        /// nil for `null`: back to the default.
        let value: FlagValue?
        let subject: Subject
    }

    /// - Throws: `CLIError` with `file:line:column` for anything that is wrong in it.
    static func read(_ path: String) throws(CLIError) -> [Entry] {
        try entries(try InputFile.read(path), name: path == "-" ? "standard input" : path)
    }

    /// The settings in the text of a file called `name`.
    static func entries(_ bytes: [UInt8], name: String) throws(CLIError) -> [Entry] {
        func place(_ offset: Int) -> String {
            let position = TextPosition(offset: offset, in: bytes)
            return "\(name):\(position.line):\(position.column): "
        }
        let document: JSONNode
        do {
            document = try JSONReader.read(bytes)
        } catch {
            throw CLIError.usage(place(error.offset) + error.message)
        }
        guard case .object(let members) = document.value else {
            throw CLIError.usage(
                "\(place(document.offset))a configuration is an object such as {\"tp\": 2}, got \(document.kindName)"
            )
        }
        return try entries(of: members, place: place)
    }

    /// The settings of an object's members; `place` says where a byte offset is, as `base.json:3:9: `.
    static func entries(
        of members: [JSONMember], place: (Int) -> String
    ) throws(CLIError) -> [Entry] {
        var entries: [Entry] = []
        var seen: [FlagKey: String] = [:]
        for member in members where member.key != SchemaDocument.keyword {
            let flag: Flag
            do {
                flag = try ConfigFile.flag(named: member.key)
            } catch {
                throw CLIError.usage(place(member.keyOffset) + error.text)
            }
            if let other = seen.updateValue(member.key, forKey: flag.key) {
                throw CLIError.usage(
                    "\(place(member.keyOffset))\(quoted(member.key)) sets the same as \(quoted(other)) above. Keep one"
                )
            }
            let subject = Subject(name: member.key, place: place(member.node.offset))
            do {
                let value = try value(of: member.node, for: flag)
                entries.append(Entry(flag: flag, value: value, subject: subject))
            } catch {
                throw error.error(for: subject)
            }
        }
        return entries
    }

    /// The flag that a key sets.
    static func flag(named key: String) throws(BadValue) -> Flag {
        guard let flag = RunFlags.named(key) else {
            let near = NearMiss.nearest(to: key, among: RunFlags.names)
            throw .sentence(
                "unknown key \(quoted(key)). "
                    + (near.map { "Did you mean \($0)?" }
                        ?? "Keys are the flags that 'wattline help run' shows"))
        }
        guard !ofCommandLine.contains(flag.key) else {
            throw .sentence("\(quoted(key)) is a flag of the command line and no key")
        }
        return flag
    }

    /// Flags that are no keys.
    private static let ofCommandLine: [FlagKey] = [.config, .set, .dryRun]

    /// The flags that a configuration may set, by their long names.
    static let keys = RunFlags.all.filter { !ofCommandLine.contains($0.key) }

    /// nil for null.
    private static func value(of node: JSONNode, for flag: Flag) throws(BadValue) -> FlagValue? {
        switch (node.value, flag.kind) {
        case (.null, _): return nil
        case (.bool(let value), .toggle): return .toggle(value)
        case (_, .toggle): throw .must("true or false, got \(node.kindName)")
        case (.string(let text), _), (.number(let text), .whole), (.number(let text), .tokens),
            (.number(let text), .oneOf),
            (.number(let text), .number), (.number(let text), .duration), (.number(let text), .power),
            (.number(let text), .lengths), (.number(let text), .percentiles):
            let value = try flag.kind.read(text)
            return flag.isRepeatable ? value.joined(after: nil) : value
        case (.array(let elements), .percentiles):
            return try flag.kind.read(try elements.map(scalarText).joined(separator: ","))
        case (.array(let elements), .outputs):
            var value: FlagValue?
            for element in elements {
                value = try flag.kind.read(try scalarText(element)).joined(after: value)
            }
            return value
        case (.object(let members), .labels):
            var pairs: [Pair] = []
            for member in members { pairs.append(Pair(key: member.key, value: try scalarText(member.node))) }
            return .pairs(pairs)
        case (.object(let members), .objectives):
            var text = ""
            for member in members { text += "\(member.key):\(try scalarText(member.node)) " }
            return try flag.kind.read(text)
        case (.array, _):
            throw .predicate(
                "takes one value, got a list. Lists are for the flags of 'wattline sweep'")
        default: throw .must("\(flag.kind.expectation), got \(node.kindName)")
        }
    }

    private static func scalarText(_ node: JSONNode) throws(BadValue) -> String {
        switch node.value {
        case .string(let text), .number(let text): return text
        case .bool(let value): return value ? "true" : "false"
        default: throw .must("made of texts and numbers, got \(node.kindName) inside")
        }
    }
}

extension ValueKind {
    /// What a configuration should have, for messages.
    fileprivate var expectation: String {
        switch self {
        case .toggle: "true or false"
        case .whole, .tokens, .oneOf: "a whole number"
        case .number, .duration, .power: "a number"
        case .percentiles: "a list of numbers"
        case .objectives, .labels: "an object"
        default: "a text"
        }
    }
}
