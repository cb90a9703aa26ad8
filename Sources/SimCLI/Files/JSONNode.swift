/// A value that was read from JSON, with the place it came from.
struct JSONNode: Equatable {
    indirect enum Value: Equatable {
        case null
        case bool(Bool)
        /// The digits as written: what they mean is for whoever knows the unit and range.
        case number(String)
        case string(String)
        case array([JSONNode])
        case object([JSONMember])
    }

    let value: Value
    /// Byte offset in the text.
    let offset: Int

    /// What kind of value it is, for messages.
    var kindName: String {
        switch value {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// A key of an object and its value, in the order of the text.
struct JSONMember: Equatable {
    let key: String
    /// Byte offset of the key.
    let keyOffset: Int
    let node: JSONNode
}

/// A place in a text: lines and columns count from 1, columns in characters (Unicode scalars).
struct TextPosition: Equatable, Sendable {
    private(set) var line: Int
    private(set) var column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte offset. O(offset): for a text of which one place is asked for (``MarkedText`` is for many).
    init(offset: Int, in bytes: [UInt8]) {
        self.init(line: 1, column: 1)
        for byte in bytes[..<min(max(offset, 0), bytes.count)] { pass(byte) }
    }

    /// Moves over one byte.
    mutating func pass(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if byte & 0xc0 != 0x80, byte != UInt8(ascii: "\r") {
            column += 1
        }
    }
}
