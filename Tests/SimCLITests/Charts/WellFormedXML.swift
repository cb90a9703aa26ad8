/// Whether a text is a well-formed document of XML 1.0 (sections 2 and 3), as far as our pictures and reports use it: one root,
/// elements that close in order, quoted attributes of different names, known references, comments, and allowed characters
/// alone. A document type is refused.
///
/// The parser of Foundation forgives, and a machine with the toolchain alone has no other.
struct WellFormedXML {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    static func holds(_ text: String) -> Bool {
        var reader = WellFormedXML(scalars: Array(text.unicodeScalars))
        return reader.document() != nil
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// nil, here and below, for what is not well-formed.
    private mutating func document() -> Void? {
        guard scalars.allSatisfy(Self.isAllowed) else { return nil }
        if take("<?xml") {
            guard skip(past: "?>") else { return nil }
        }
        var open: [String] = []
        var roots = 0
        while position < scalars.count {
            if take("<!--") {
                guard skip(past: "--"), take(">") else { return nil }
            } else if take("</") {
                guard let name = name(), open.popLast() == name else { return nil }
                blanks()
                guard take(">") else { return nil }
            } else if take("<") {
                guard let name = name(), let isEmpty = attributes() else { return nil }
                if open.isEmpty { roots += 1 }
                if !isEmpty { open.append(name) }
            } else {
                guard characters(until: "<", isInside: !open.isEmpty) else { return nil }
            }
        }
        return open.isEmpty && roots == 1 ? () : nil
    }

    /// Up to the end of a tag; true where it is `/>`.
    private mutating func attributes() -> Bool? {
        var names: Set<String> = []
        while true {
            let hadBlank = blanks()
            if take("/>") { return true }
            if take(">") { return false }
            guard hadBlank, let name = name(), names.insert(name).inserted else { return nil }
            blanks()
            guard take("=") else { return nil }
            blanks()
            guard let quote = ["\"", "'"].first(where: { take($0) }) else { return nil }
            guard characters(until: quote, isInside: true), take(quote) else { return nil }
        }
    }

    /// Text with its references. Outside of the root there are blanks only, and `]]>` nowhere.
    private mutating func characters(until end: String, isInside: Bool) -> Bool {
        while position < scalars.count, !stands(end) {
            if stands("<") || stands("]]>") { return false }
            if take("&") {
                guard isInside, reference() else { return false }
                continue
            }
            guard isInside || Self.isBlank(scalars[position]) else { return false }
            position += 1
        }
        return true
    }

    /// After the `&`: one of the five names, or a number of an allowed character.
    private mutating func reference() -> Bool {
        if ["amp;", "lt;", "gt;", "quot;", "apos;"].contains(where: { take($0) }) { return true }
        guard take("#") else { return false }
        let radix = take("x") ? 16 : 10
        var digits = ""
        while position < scalars.count, !stands(";") {
            digits.unicodeScalars.append(scalars[position])
            position += 1
        }
        guard take(";"), digits.first != "+", digits.first != "-",
            let scalar = UInt32(digits, radix: radix).flatMap(Unicode.Scalar.init)
        else { return false }
        return Self.isAllowed(scalar)
    }

    private mutating func name() -> String? {
        var name = ""
        while position < scalars.count, Self.isOfName(scalars[position], isFirst: name.isEmpty) {
            name.unicodeScalars.append(scalars[position])
            position += 1
        }
        return name.isEmpty ? nil : name
    }

    @discardableResult
    private mutating func blanks() -> Bool {
        let start = position
        while position < scalars.count, Self.isBlank(scalars[position]) { position += 1 }
        return position > start
    }

    private func stands(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    private mutating func take(_ text: String) -> Bool {
        guard stands(text) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    private mutating func skip(past text: String) -> Bool {
        while position < scalars.count {
            if take(text) { return true }
            position += 1
        }
        return false
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        " \t\r\n".unicodeScalars.contains(scalar)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value >= 0x20 && scalar.value != 0xfffe && scalar.value != 0xffff) || isBlank(scalar)
    }

    /// Of the names that are allowed, those of ASCII.
    private static func isOfName(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_", ":": true
        case "0"..."9", "-", ".": !isFirst
        default: false
        }
    }
}
