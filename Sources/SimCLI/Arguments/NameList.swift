/// The names that a flag accepts; `wattline list` prints the same ones.
struct NameList {
    /// `model`, as messages call one of them.
    let noun: String
    /// What help shows for a value.
    let placeholder: String
    /// In the order they are listed. A function, so that no catalogue is built before it is needed.
    let names: @Sendable () -> [String]
    /// Words that mean one of the names, folded as ``NearMiss/folded(_:)`` does.
    let synonyms: [String: String]

    init(
        _ noun: String, placeholder: String? = nil, synonyms: [String: String] = [:],
        _ names: @escaping @Sendable () -> [String]
    ) {
        self.noun = noun
        self.names = names
        self.synonyms = synonyms
        self.placeholder = placeholder ?? noun.uppercased()
    }

    /// A short list, shown whole in help.
    init(_ noun: String, synonyms: [String: String] = [:], fixed: [String]) {
        self.init(noun, placeholder: fixed.joined(separator: "|"), synonyms: synonyms) { fixed }
    }

    /// The listed name for what was typed: blind to case, `-` and `_`, and to the part before a `/` where the rest is
    /// enough.
    func resolve(_ typed: String) throws(BadValue) -> String {
        let names = names()
        if names.contains(typed) { return typed }
        let wanted = NearMiss.folded(typed)
        if let name = names.first(where: { NearMiss.folded($0) == wanted }) { return name }
        if let name = synonyms[wanted] { return name }
        let tails = names.filter { NearMiss.folded(NameList.tail(of: $0)) == wanted }
        if tails.count == 1 { return tails[0] }
        if typed.utf8.contains(UInt8(ascii: ",")) { try NumberText.refuseList(typed) }
        let near = NearMiss.nearest(to: typed, among: names + synonyms.keys.sorted()).map { synonyms[$0] ?? $0 }
        if let near { throw .sentence("unknown \(noun) \(quoted(typed)). Did you mean \(near)?") }
        let known =
            names.count <= 8
            ? "Known: \(names.joined(separator: ", "))" : "'wattline list \(noun)s' shows all \(names.count)"
        throw .sentence("unknown \(noun) \(quoted(typed)). \(known)")
    }

    private static func tail(of name: String) -> String {
        guard let slash = name.lastIndex(of: "/") else { return name }
        return String(name[name.index(after: slash)...])
    }
}
