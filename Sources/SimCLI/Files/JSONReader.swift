/// Reads JSON with comments (`//` and `/* */`), keeps where every value stood, and refuses what other readers let
/// pass: a key given twice, NaN and Infinity, nesting past 64 levels, invalid UTF-8, anything after the end.
///
/// O(bytes); never traps, whatever the bytes.
struct JSONReader {
    /// Deep enough for any configuration, and shallow enough for any stack.
    static let depthLimit = 64

    private let bytes: [UInt8]
    private let passesNonFinite: Bool
    private var position = 0

    /// Reads one document. A byte order mark at the start and CRLF are fine. `passesNonFinite` where the bare words `NaN`
    /// and `Infinity`, which Python writes, are numbers: whoever asks for one of them is told that it is none.
    ///
    /// - Throws: `JSONError` with the offset of the first thing that is wrong.
    static func read(_ bytes: [UInt8], passesNonFinite: Bool = false) throws(JSONError) -> JSONNode {
        var reader = JSONReader(bytes, passesNonFinite: passesNonFinite)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { reader.position = 3 }
        try reader.skipBlanks()
        let node = try reader.readValue(depth: 0)
        try reader.skipBlanks()
        if reader.position < bytes.count {
            throw reader.error("there is more after the end of the document")
        }
        return node
    }

    private init(_ bytes: [UInt8], passesNonFinite: Bool) {
        self.bytes = bytes
        self.passesNonFinite = passesNonFinite
    }

    private func error(_ message: String, at offset: Int? = nil) -> JSONError {
        JSONError(message: message, offset: offset ?? position)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() throws(JSONError) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        let start = position
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        if second == UInt8(ascii: "/") {
            while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
        } else if second == UInt8(ascii: "*") {
            position += 2
            while position + 1 < bytes.count {
                if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                    position += 2
                    return
                }
                position += 1
            }
            throw error("the comment is not closed with */", at: start)
        } else {
            throw error("unexpected '/'; a comment starts with // or /*")
        }
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> JSONNode {
        guard depth < JSONReader.depthLimit else {
            throw error("nested deeper than \(JSONReader.depthLimit) levels")
        }
        let start = position
        guard let byte = current else { throw error("the text ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return JSONNode(value: .object(try readMembers(depth)), offset: start)
        case UInt8(ascii: "["): return JSONNode(value: .array(try readElements(depth)), offset: start)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try readString()), offset: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(value: .number(try readNumber()), offset: start)
        default: return JSONNode(value: try readWord(), offset: start)
        }
    }

    private mutating func readMembers(_ depth: Int) throws(JSONError) -> [JSONMember] {
        position += 1
        var members: [JSONMember] = []
        var seen: Set<String> = []
        try skipBlanks()
        if current == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            let keyOffset = position
            guard current == UInt8(ascii: "\"") else {
                throw error(
                    current == UInt8(ascii: "}")
                        ? "remove the comma before this '}'" : "expected a key in double quotes")
            }
            let key = try readString()
            guard seen.insert(key).inserted else {
                throw error("the key \(quoted(key)) is given twice", at: keyOffset)
            }
            try skipBlanks()
            guard current == UInt8(ascii: ":") else {
                throw error("expected ':' after the key \(quoted(key))")
            }
            position += 1
            try skipBlanks()
            let node = try readValue(depth: depth + 1)
            members.append(JSONMember(key: key, keyOffset: keyOffset, node: node))
            try skipBlanks()
            if try readSeparator(closing: UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func readElements(_ depth: Int) throws(JSONError) -> [JSONNode] {
        position += 1
        var elements: [JSONNode] = []
        try skipBlanks()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            if current == UInt8(ascii: "]") { throw error("remove the comma before this ']'") }
            elements.append(try readValue(depth: depth + 1))
            try skipBlanks()
            if try readSeparator(closing: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Reads `,` (false) or the closing bracket (true).
    private mutating func readSeparator(closing: UInt8) throws(JSONError) -> Bool {
        if current == closing {
            position += 1
            return true
        }
        guard current == UInt8(ascii: ",") else {
            let bracket = Character(Unicode.Scalar(closing))
            throw error(
                current == nil ? "the text ends before '\(bracket)'" : "expected ',' or '\(bracket)'")
        }
        position += 1
        try skipBlanks()
        return false
    }

    /// The number's text, by JSON's grammar: `-`, digits without a leading zero, fraction, exponent.
    private mutating func readNumber() throws(JSONError) -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if passesNonFinite, bytes[position...].starts(with: "Infinity".utf8) {
            position += 8
            return "-Infinity"
        }
        let firstDigit = position
        guard readDigits() > 0 else {
            throw error("expected digits after '-' (NaN and Infinity are not numbers here)", at: start)
        }
        if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 {
            throw error("a number does not start with 0", at: start)
        }
        if current == UInt8(ascii: ".") {
            position += 1
            guard readDigits() > 0 else { throw error("expected digits after '.'") }
        }
        if let byte = current, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            position += 1
            if let sign = current, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            guard readDigits() > 0 else { throw error("expected digits in the exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readDigits() -> Int {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func readWord() throws(JSONError) -> JSONNode.Value {
        let start = position
        while let byte = current, JSONReader.isLetter(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "NaN" where passesNonFinite, "Infinity" where passesNonFinite: return .number(word)
        case "NaN", "nan", "Infinity", "inf":
            throw error(
                "\(word) is not a number here; leave the key out, or write \"inf\" in quotes", at: start)
        case "": throw error("expected a value")
        default: throw error("unexpected \(quoted(word)); a text stands in double quotes", at: start)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    private mutating func readString() throws(JSONError) -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw error("the text is not valid UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                try readEscape(into: &content)
            case 0..<0x20:
                throw error("a text cannot hold a line break or control character; write \\n")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw error("the text is not closed with a double quote", at: start)
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard let byte = current else { throw error("the text ends in an escape", at: start) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "u"):
            let first = try readHex(start)
            var value = UInt32(first)
            if (0xd800..<0xdc00).contains(first) {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw error("half of a surrogate pair stands alone", at: start) }
                position += 2
                let second = try readHex(start)
                guard (0xdc00..<0xe000).contains(second) else {
                    throw error("half of a surrogate pair stands alone", at: start)
                }
                value = 0x10000 + (UInt32(first - 0xd800) << 10) + UInt32(second - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw error("half of a surrogate pair stands alone", at: start)
            }
            content.append(contentsOf: Character(scalar).utf8)
        default: throw error("unknown escape; known are \\\" \\\\ \\/ \\n \\t \\r \\b \\f \\uXXXX", at: start)
        }
    }

    private mutating func readHex(_ start: Int) throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error("\\u needs four hexadecimal digits", at: start) }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            let character = Character(Unicode.Scalar(byte))
            guard byte < 0x80, let digit = character.hexDigitValue else {
                throw error("\\u needs four hexadecimal digits", at: start)
            }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}

/// What is wrong with a JSON text, and at which byte.
struct JSONError: Error, Equatable {
    let message: String
    let offset: Int
}
