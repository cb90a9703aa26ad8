import WattlineText

extension JSONNode {
    /// The same value as one to be written; numbers by their nearest `Double`.
    package var written: JSON {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .optional(Double(text))
        case .string(let text): .text(text)
        case .array(let nodes): .list(nodes.map(\.written))
        case .object(let members): .object(members.map { ($0.key, $0.node.written) })
        }
    }
}
