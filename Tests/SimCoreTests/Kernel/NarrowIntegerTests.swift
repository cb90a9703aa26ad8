import SimCore
import Testing

@Suite struct NarrowIntegerTests {
    /// Both are shortcuts: they must answer what the standard library answers, at the edges of 64 bits above all.
    @Test func shortcutsAgreeWithTheStandardLibrary() {
        var stream = RandomStream(seed: 131, purpose: "narrow")
        var values: [Int128] = [.min, .max, 0, -1]
        for edge in [Int128(Int64.min), Int128(Int64.max), 1 << 64, -(1 << 64)] {
            for shift in -2...2 as ClosedRange<Int128> { values.append(edge + shift) }
        }
        for _ in 0..<5_000 {
            let high = Int128(stream.whole(in: Int64.min...Int64.max)) << 64
            values.append((high | Int128(stream.next())) >> Int128(stream.whole(in: 0...127)))
        }
        for value in values {
            #expect(value.narrow == Int64(exactly: value), "\(value)")
            #expect(value.nearestDouble == Double(value), "\(value)")
        }
    }
}
