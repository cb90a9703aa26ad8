/// A replica's own clock: an instant plus the femtoseconds that do not fill a picosecond.
///
/// Step durations are whole femtoseconds. Rounding each to a picosecond would make the sum of k steps differ from
/// k times the sum's closed form; carrying the remainder keeps both equal.
@usableFromInline struct ExactTime: BitwiseCopyable, Hashable, Comparable, Sendable {
    var picoseconds: Int64
    /// 0 ..< 1000.
    var femtoseconds: Int64 = 0

    init(_ instant: SimInstant) { picoseconds = instant.picoseconds }

    private init(picoseconds: Int64, femtoseconds: Int64) {
        self.picoseconds = picoseconds
        self.femtoseconds = femtoseconds
    }

    /// The instant that others see: the whole picoseconds.
    @usableFromInline var instant: SimInstant { SimInstant(picoseconds: picoseconds) }

    /// `span` femtoseconds later; `span` is 0 ... 2^62.
    @inline(__always)
    func advanced(byFemtoseconds span: Int64) -> ExactTime {
        // The remainder is below 1000, the longest span far from the end of 64 bits.
        let total = span &+ femtoseconds
        let whole = total / 1000
        return ExactTime(picoseconds: picoseconds &+ whole, femtoseconds: total &- whole &* 1000)
    }

    /// Femtoseconds since `earlier`.
    func femtoseconds(since earlier: ExactTime) -> Int128 {
        Int128.product(picoseconds - earlier.picoseconds, 1000) + Int128(femtoseconds - earlier.femtoseconds)
    }

    /// The fewest femtoseconds after this time at which the visible instant is at least `instant`.
    func femtosecondsUntil(_ instant: SimInstant) -> Int128 {
        Int128.product(instant.picoseconds - picoseconds, 1000) - Int128(femtoseconds)
    }

    @usableFromInline
    static func < (left: ExactTime, right: ExactTime) -> Bool {
        left.picoseconds != right.picoseconds
            ? left.picoseconds < right.picoseconds : left.femtoseconds < right.femtoseconds
    }
}
