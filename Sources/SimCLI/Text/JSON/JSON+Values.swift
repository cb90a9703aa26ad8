/// What a JSON value is to those who show it or go on with it.
extension JSON {
    /// As a number, where it is one; `inf` is how configurations write infinity.
    package var real: Double? {
        switch self {
        case .whole(let value): Double(value)
        case .number(let value): value
        case .text("inf"): .infinity
        default: nil
        }
    }

    /// As a cell of a table.
    package var cell: String {
        switch self {
        case .null: Figures.none
        case .text(let text): FileName.last(text)
        case .whole(let value): String(value)
        case .number(let value): Figures.plain(value)
        // Limits and labels, of which none is a path.
        case .object(let members):
            members.map { member in
                if case .text(let text) = member.value { return "\(member.key):\(text)" }
                return "\(member.key):\(member.value.cell)"
            }.joined(separator: " ")
        default: compact
        }
    }

    /// What was read, to be written again: the same bytes when it was written by ``compact``.
    package init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let text): self = Int(text).map { .whole($0) } ?? .number(Double(text) ?? .nan)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements.map(JSON.init))
        case .object(let members): self = .object(members.map { ($0.key, JSON($0.node)) })
        }
    }

    /// The member of an object.
    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// As a flag takes it.
    package var flagText: String {
        if case .text(let text) = self { return text }
        return cell
    }
}
