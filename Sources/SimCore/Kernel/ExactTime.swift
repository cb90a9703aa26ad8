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

    /// `span` femtoseconds later; `span` >= 0.
    @inline(__always)
    func advanced(byFemtoseconds span: Int64) -> ExactTime {
        // The remainders are added, not the span itself: that would overflow for the longest.
        var whole = span / 1000
        var rest = span &- whole &* 1000 &+ femtoseconds
        if rest >= 1000 {
            rest &-= 1000
            whole &+= 1
        }
        return ExactTime(picoseconds: picoseconds &+ whole, femtoseconds: rest)
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
