/// A run of steps of one composition: a single step, or a leap over many. The steps can be read one by one.
public struct StepRun: Hashable, Sendable {
    public let replica: Int
    /// How many steps.
    public let steps: Int64
    /// Rows that decode in each step, padding included.
    public let decodeSequences: Int64
    /// Prompt tokens in the step; only a single step has any.
    public let prefillTokens: Int64
    /// Prompts that ended in the step, each with a token.
    public let completedPrefills: Int64
    /// Context tokens that the first step reads.
    public let contextTokens: Int64
    /// Energy of the first step that prefill caused.
    public let prefillEnergy: Energy
    /// KV blocks in use at the end.
    public let kvBlocks: Int64

    let start: ExactTime
    let durations: ArithmeticSeries
    let energyFirst: Int128
    let energyGrowth: Int128

    /// When the first step starts.
    public var startsAt: SimInstant { start.instant }
    /// When the last step ends.
    public var endsAt: SimInstant { start.advanced(byFemtoseconds: durations.sum(steps)).instant }
    /// Energy of all steps.
    public var energy: Energy {
        let pairs = Int128(steps) * Int128(steps - 1) / 2
        return Energy(femtojoules: energyFirst * Int128(steps) + energyGrowth * pairs)
    }

    /// Counts a gap between tokens for each row and step. Exact for rows that wrote a token in the step before.
    func addGaps(to histogram: inout LatencyHistogram) {
        histogram.add(durations, from: 0, through: steps, weight: decodeSequences)
    }

    /// One step of the run.
    public struct Step: Hashable, Sendable {
        public let startsAt: SimInstant
        public let endsAt: SimInstant
        public let energy: Energy
        public let contextTokens: Int64
    }

    /// Step number `index`, 0 ..< ``steps``. O(1).
    public func step(_ index: Int64) -> Step {
        Step(
            startsAt: start.advanced(byFemtoseconds: durations.sum(index)).instant,
            endsAt: start.advanced(byFemtoseconds: durations.sum(index + 1)).instant,
            energy: Energy(femtojoules: energyFirst + energyGrowth * Int128(index)),
            contextTokens: contextTokens + decodeSequences * index)
    }
}
