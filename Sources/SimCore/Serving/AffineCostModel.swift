/// A cost model with five round numbers: for testing policies where physics would only be in the way.
///
/// A step takes `base`, plus so much per prompt token, per decoding sequence and per context token, at constant
/// power.
public struct AffineCostModel: StepCostModel {
    public var base: SimDuration
    public var perPromptToken: SimDuration
    public var perSequence: SimDuration
    public var perContextToken: SimDuration
    public var idlePower: Power
    public var busyPower: Power

    public init(
        base: SimDuration = .milliseconds(10),
        perPromptToken: SimDuration = .microseconds(20),
        perSequence: SimDuration = .microseconds(10),
        perContextToken: SimDuration = .nanoseconds(50),
        idlePower: Power = Power(milliwatts: 100_000),
        busyPower: Power = Power(milliwatts: 500_000)
    ) {
        self.base = base
        self.perPromptToken = perPromptToken
        self.perSequence = perSequence
        self.perContextToken = perContextToken
        self.idlePower = idlePower
        self.busyPower = busyPower
    }

    public mutating func cost(of shape: BatchShape) -> StepCost {
        let prefill = AffineCostModel.times(shape.prefillTokens, perPromptToken.picoseconds)
        let rows = AffineCostModel.times(shape.decodeSequences, perSequence.picoseconds)
        let fixed = Int64(clamping: Int128(base.picoseconds) + Int128(rows) + Int128(prefill))
        var cost = StepCost(
            durationBase: AffineCostModel.times(fixed, 1000),
            energyBase: Int128(busyPower.milliwatts) * Int128(fixed))
        cost.durationPerToken = AffineCostModel.times(perContextToken.picoseconds, 1000)
        cost.energyPerToken = AffineCostModel.times(busyPower.milliwatts, perContextToken.picoseconds)
        cost.prefillEnergy =
            shape.decodeSequences == 0 ? cost.energyBase : Int128(busyPower.milliwatts) * Int128(prefill)
        return cost
    }

    /// The product, clamped: what is out of range is refused as a cost, not a trap.
    private static func times(_ left: Int64, _ right: Int64) -> Int64 {
        Int64(clamping: Int128(left) * Int128(right))
    }
}
