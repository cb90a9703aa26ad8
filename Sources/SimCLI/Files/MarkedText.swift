/// A file's text with marks along it, so that the place of any byte is found without counting from the start.
struct MarkedText: Sendable {
    /// Bytes between marks.
    static let stride = 512

    private let bytes: [UInt8]
    /// The position of every `stride`-th byte.
    private let marks: [TextPosition]

    /// O(bytes).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var marks: [TextPosition] = []
        var position = TextPosition(line: 1, column: 1)
        for (index, byte) in bytes.enumerated() {
            if index % MarkedText.stride == 0 { marks.append(position) }
            position.pass(byte)
        }
        self.marks = marks
    }

    /// Where a byte stands; behind the last one, the end. O(stride).
    func position(of offset: Int) -> TextPosition {
        let offset = min(max(offset, 0), bytes.count)
        let mark = min(offset / MarkedText.stride, marks.count - 1)
        guard mark >= 0 else { return TextPosition(line: 1, column: 1) }
        var position = marks[mark]
        for byte in bytes[(mark * MarkedText.stride)..<offset] { position.pass(byte) }
        return position
    }
}
