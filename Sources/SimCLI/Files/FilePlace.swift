/// Where something stands in a file that was read; lines and columns are counted when they are asked for.
struct FilePlace: Sendable {
    let name: String
    private let bytes: [UInt8]
    private let offset: Int

    init(name: String, bytes: [UInt8], offset: Int) {
        self.name = name
        self.bytes = bytes
        self.offset = offset
    }

    /// O(offset).
    var position: TextPosition { TextPosition(offset: offset, in: bytes) }

    /// `base.json:3:9`.
    var text: String {
        let position = position
        return "\(name):\(position.line):\(position.column)"
    }

    /// `base.json:3:9: `, as a message begins.
    var prefix: String { text + ": " }
}
