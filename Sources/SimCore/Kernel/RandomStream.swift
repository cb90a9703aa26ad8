/// SplitMix64 (Steele, Lea, Flood 2014): the seeder that xoshiro's authors recommend.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return SplitMix64.mix(state)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// A stream of random numbers, named by (seed, purpose, replication): xoshiro256++ 1.0 (Blackman and Vigna 2019).
///
/// Streams of different purposes are independent, so drawing one length more does not move the arrivals, and two
/// policies under one seed see the same requests. A stream is a value: a copy repeats it.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    public init(seed: UInt64, purpose: String, replication: UInt64 = 0) {
        var name = Fingerprint()
        name.combine(seed)
        name.combine(purpose)
        name.combine(replication)
        var seeder = SplitMix64(state: name.value)
        self.init(state: (seeder.next(), seeder.next(), seeder.next(), seeder.next()))
    }

    /// The generator in a known state, not all zero.
    init(state: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = state }

    /// 64 random bits.
    public mutating func next() -> UInt64 {
        let result = RandomStream.rotate(s0 &+ s3, 23) &+ s0
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = RandomStream.rotate(s3, 45)
        return result
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in (0, 1): never 0, so that its logarithm is finite.
    public mutating func openUnit() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

    /// Uniform whole number in a range, without bias (Lemire 2019). Expected O(1).
    public mutating func whole(in range: ClosedRange<Int64>) -> Int64 {
        let span = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
        if span == 0 { return Int64(bitPattern: next()) }
        var product = next().multipliedFullWidth(by: span)
        if product.low < span {
            let threshold = (0 &- span) % span
            while product.low < threshold { product = next().multipliedFullWidth(by: span) }
        }
        return range.lowerBound &+ Int64(bitPattern: product.high)
    }

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}
