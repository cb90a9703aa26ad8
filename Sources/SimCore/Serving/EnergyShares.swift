/// Splits the energy of decode steps among the sequences that took part, exactly, without visiting them each step.
///
/// A step's energy is a base, the same for every row, plus a slope for each token of context that a row reads. The
/// running sums below say what a row that was there all the time has got so far; a row's own share is the difference
/// between leaving and joining. What the base does not divide evenly is carried to the next step, so nothing is
/// lost, and k steps at once carry what k single steps carry. (Slopes of windows and chunks are in ``SpanBooks``.)
///
/// The arithmetic wraps around: only differences of the sums are used, and those are right modulo 2^128 whatever the
/// sums are. What a step may cost (``StepCost/mostEnergy``) keeps the differences themselves far below that.
struct EnergyShares: BitwiseCopyable, Sendable {
    /// Femtojoules of base energy that each row has got.
    private(set) var each: Int128 = 0
    /// What was not divisible yet: less than one femtojoule a row.
    private(set) var carry: Int128 = 0
    /// Sum over steps of the slope per context token.
    private(set) var slope: Int128 = 0
    /// Sum over steps of slope x (step number + 1), the part of a row's context that grows.
    private(set) var slopeSteps: Int128 = 0

    /// Adds `count` steps from decode step number `step` on, with `rows` rows.
    @inline(__always)
    mutating func add(base: Int128, slope perToken: Int64, rows: Int64, step: Int64, count: Int64) {
        let pool = base &* Int128(count) &+ carry
        // 64-bit division where it suffices: it is several times faster.
        let part = pool.narrow.map { Int128($0 / rows) } ?? pool / Int128(rows)
        each &+= part
        carry = pool &- part &* Int128(rows)
        slope &+= Int128.product(perToken, count)
        slopeSteps &+= Int128(perToken) &* EnergyShares.stepNumbers(from: step, count)
    }

    /// The sum of step number + 1 over `count` steps from `step` on.
    @inline(__always)
    static func stepNumbers(from step: Int64, _ count: Int64) -> Int128 {
        // Leaps are at most 2^30 steps: half of their square fits.
        Int128.product(count, step &+ 1) &+ Int128((count &* (count &- 1)) &>> 1)
    }

    /// Hands out what is carried: called when the last row leaves.
    mutating func takeCarry() -> Int128 {
        let rest = carry
        carry = 0
        return rest
    }
}
