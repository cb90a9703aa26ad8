/// Where something stands in a file that was read; lines and columns are counted when they are asked for.
struct FilePlace: Sendable {
    let name: String
    private let content: MarkedText
    private let offset: Int

    init(name: String, text: MarkedText, offset: Int) {
        self.name = name
        content = text
        self.offset = offset
    }

    /// In bytes of which but one place is asked for. O(bytes).
    init(name: String, bytes: [UInt8], offset: Int) {
        self.init(name: name, text: MarkedText(bytes), offset: offset)
    }

    /// O(1) in the size of the file.
    var position: TextPosition { content.position(of: offset) }

    /// `base.json:3:9`.
    var text: String {
        let position = position
        return "\(name):\(position.line):\(position.column)"
    }

    /// `base.json:3:9: `, as a message begins.
    var prefix: String { text + ": " }
}
