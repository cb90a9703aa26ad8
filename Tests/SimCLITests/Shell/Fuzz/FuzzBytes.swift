import SimCore

/// Bytes that are almost a valid file, or nothing like one: a case of a fuzz run, the same for the same seed.
enum FuzzBytes {
    /// What is put in the place of something else: the ends of every range, and what breaks careless readers.
    private static let tokens: [String] = [
        "0", "-1", "1", "1e999", "-1e999", "1e-999", "99999999999999999999", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "4294967296", "1e18", "1e15", "0.1", "-0.0", "1e300",
        "NaN", "nan", "inf", "\"inf\"", "Infinity", "null", "true", "false", "[]", "{}", "\"\"", "{", "}",
        "[",
        "]", "\"", "\"\"\"", ",", ",,,,,,,,", ":", "\\", "\\u0000", "\\ud800", "/*", "//", "#", "\n", "\r\n",
        "\r", "\t", " ", "\u{0}", "\u{feff}", "\u{1f600}", "\u{301}", "'", "-", "--", ".", "..", "../..",
        "%s",
        "12345678901234567890.12345678901234567890", "1:2:x3", "00", "0x10", "1e", "+5", "1,2", "ms", "GB",
    ]

    /// Bytes of no UTF-8 text.
    private static let foreign: [[UInt8]] = [
        [0xff], [0xfe, 0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0x80], [0xe2, 0x82],
    ]

    /// One of `examples`, changed in one to six places; now and then bytes that have nothing to do with them.
    static func make(_ seed: Int, from examples: [String]) -> [UInt8] {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.fuzz")
        if stream.below(40) == 0 {
            return (0..<stream.below(200)).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
        }
        var bytes = Array(examples[stream.below(examples.count)].utf8)
        for _ in 0...stream.below(6) { change(&bytes, &stream) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], _ stream: inout RandomStream) {
        func place() -> Int { bytes.isEmpty ? 0 : stream.below(bytes.count) }
        func range() -> Range<Int> {
            let start = place()
            return start..<min(bytes.count, start + 1 + stream.below(40))
        }
        switch stream.below(16) {
        case 0: if !bytes.isEmpty { bytes[place()] ^= 1 << UInt8(stream.below(8)) }
        case 1: if !bytes.isEmpty { bytes[place()] = UInt8(truncatingIfNeeded: stream.next()) }
        case 2: bytes.removeSubrange(range())
        case 3:
            let copied = bytes[range()]
            bytes.insert(contentsOf: copied, at: place())
        case 4: bytes.removeLast(bytes.count - place())
        case 5: bytes.insert(contentsOf: foreign[stream.below(foreign.count)], at: place())
        case 6: bytes.insert(contentsOf: [0xef, 0xbb, 0xbf], at: 0)
        case 7: bytes = bytes.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
        case 8:
            let count = [70, 2000, 40_000][stream.below(3)]
            let byte = Array("a[{\"1,0\n /".utf8)[stream.below(10)]
            bytes.insert(contentsOf: repeatElement(byte, count: count), at: place())
        case 9: bytes.replaceSubrange(range(), with: tokens[stream.below(tokens.count)].utf8)
        case 10: bytes.insert(contentsOf: tokens[stream.below(tokens.count)].utf8, at: place())
        default:
            // A number or a word: what readers judge most.
            let start = place()
            guard let first = bytes[start...].firstIndex(where: isWord) else { return }
            let end = bytes[first...].firstIndex { !isWord($0) } ?? bytes.count
            bytes.replaceSubrange(first..<end, with: tokens[stream.below(tokens.count)].utf8)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".")
    }
}
