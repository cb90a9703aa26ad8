/// Steps under way: one step, or a leap over many.
struct Flight: BitwiseCopyable, Sendable {
    /// Whether it is; what a finished flight was stays readable until the next one starts.
    var isUnderWay = false
    /// Whether the same batch can go on under the same hold when the steps end.
    var mayGoOn = false
    var start = ExactTime(.zero)
    /// The end of the last step.
    var end = ExactTime(.zero)
    /// Steps until something changes; cut short by an arrival if the plan says so.
    var steps: Int64 = 0
    var durations = ArithmeticSeries(first: 1, growth: 0)
    /// For how long the plan holds, from the start of these steps on.
    var hold = PlanHold.oneStep
    var operatingPoint = OperatingPoint.full
    var decodeSequences: Int64 = 0
    var prefillTokens: Int64 = 0
    var completedPrefills: Int64 = 0
    var contextTokens: Int64 = 0
    /// Femtojoules of the first step, and what each step adds to the one before.
    var energyFirst: Int128 = 0
    var energyGrowth: Int128 = 0
    /// Of the first step: what prefill caused, and what the decode rows share evenly.
    var prefillEnergy: Int128 = 0
    var decodeBase: Int128 = 0
    /// Femtojoules a token in each span.
    var energyPerToken: Int64 = 0
    var energyInSpans = PerSpan(repeating: 0 as Int64)

    init() {}

    /// Sets how many steps there are, and with them the end; the sum of their durations is known.
    @inline(__always)
    mutating func last(_ steps: Int64, femtoseconds: Int64) {
        self.steps = steps
        end = start.advanced(byFemtoseconds: femtoseconds)
    }

    /// Femtojoules of all its steps. What a step may cost and how many a leap may take keep it below 2^120.
    @inline(__always)
    var energy: Int128 {
        energyFirst &* Int128(steps) &+ energyGrowth &* Int128((steps &* (steps &- 1)) &>> 1)
    }
}

/// A prompt's part of the step under way.
struct FlightChunk: BitwiseCopyable, Sendable {
    var slot: Int32 = -1
    var tokens: Int64 = 0
}

/// Whether runs of equal steps are taken at once. The results are the same to the bit.
public enum Stepping: Hashable, Sendable {
    /// As many steps at once as nothing interrupts.
    case leap
    /// One at a time, asking the policy before each.
    case single
}
