import WattlineText

/// The names that a flag accepts; `wattline list` prints the same ones.
package struct NameList {
    /// `model`, as messages call one of them.
    let noun: String
    /// What help shows for a value.
    let placeholder: String
    /// In the order they are listed. A function, so that no catalogue is built before it is needed.
    package let names: @Sendable () -> [String]
    /// Words that mean one of the names, folded as ``NearMiss/folded(_:)`` does.
    let synonyms: [String: String]
    /// Names of something else, folded, and what to try instead of them.
    let strangers: [String: String]
    /// `models`, as `wattline list` calls them.
    let plural: String
    /// A catalogue's own way of finding a name, where it has one.
    private let resolver: (@Sendable (String) throws(BadValue) -> String)?

    /// More is accepted than the names: paths of files, and other spellings of a catalogue.
    package var isOpen: Bool { resolver != nil }

    package init(
        _ noun: String, _ names: @escaping @Sendable () -> [String],
        resolver: @escaping @Sendable (String) throws(BadValue) -> String
    ) {
        self.noun = noun
        self.names = names
        self.resolver = resolver
        synonyms = [:]
        strangers = [:]
        plural = noun + "s"
        placeholder = noun.uppercased()
    }

    /// A short list, shown whole in help unless a placeholder stands for it.
    package init(
        _ noun: String, plural: String? = nil, synonyms: [String: String] = [:],
        strangers: [String: String] = [:], placeholder: String? = nil, fixed: [String]
    ) {
        self.noun = noun
        self.synonyms = synonyms
        self.strangers = strangers
        self.plural = plural ?? noun + "s"
        names = { fixed }
        resolver = nil
        self.placeholder = placeholder ?? fixed.joined(separator: "|")
    }

    /// The listed name for what was typed: blind to case, `-` and `_`.
    func resolve(_ typed: String) throws(BadValue) -> String {
        if let resolver {
            try NumberText.refuseList(typed)
            return try resolver(typed)
        }
        let names = names()
        if names.contains(typed) { return typed }
        let wanted = NearMiss.folded(typed)
        if let name = names.first(where: { NearMiss.folded($0) == wanted }) { return name }
        if let name = synonyms[wanted] { return name }
        if let advice = strangers[wanted] { throw .sentence("unknown \(noun) \(quoted(typed)). \(advice)") }
        if typed.utf8.contains(UInt8(ascii: ",")) { try NumberText.refuseList(typed) }
        let near = NearMiss.nearest(to: typed, among: names + synonyms.keys.sorted()).map {
            synonyms[$0] ?? $0
        }
        if let near { throw .sentence("unknown \(noun) \(quoted(typed)). Did you mean \(near)?") }
        throw .sentence("unknown \(noun) \(quoted(typed)). This version has \(names.joined(separator: ", "))")
    }
}
