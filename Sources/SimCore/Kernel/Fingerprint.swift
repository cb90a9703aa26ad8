/// A 64-bit summary of a sequence of integers: equal runs have equal fingerprints on every platform.
///
/// FNV-1a over whole words, with a final mix (SplitMix64's) so that nearby inputs differ in every digit. It tells
/// runs apart; it is no defence against someone who wants a collision.
public struct Fingerprint: Hashable, Sendable {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    public mutating func combine(_ value: UInt64) {
        state = (state ^ value) &* 0x0000_0100_0000_01b3
        state ^= state >> 29
    }

    public mutating func combine(_ value: Int64) { combine(UInt64(bitPattern: value)) }

    public mutating func combine(_ value: Int) { combine(Int64(value)) }

    public mutating func combine(_ value: Int128) {
        combine(UInt64(truncatingIfNeeded: value))
        combine(UInt64(truncatingIfNeeded: value >> 64))
    }

    /// Combines the bytes of a text and its length.
    public mutating func combine(_ text: String) {
        var count = 0
        for byte in text.utf8 {
            combine(UInt64(byte))
            count += 1
        }
        combine(count)
    }

    /// The summary of all that was combined so far.
    public var value: UInt64 { SplitMix64.mix(state) }

    /// Sixteen hexadecimal digits.
    public var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
