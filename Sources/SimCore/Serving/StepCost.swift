/// What a step costs, as integers affine in the context it reads, with the range in which they hold.
///
/// For one composition of the batch
///
///     duration = durationBase + sum over spans of durationPerToken * contextTokens
///
/// and dynamic plus static energy likewise. As every decode step adds a token to every sequence, both grow
/// linearly, and k steps have a closed form: a leap. Durations are in femtoseconds, a thousandth of the clock's
/// picosecond, because a small model's slope is about 4 ns a token: rounding that to a picosecond would be an
/// error of 1e-4, summed over millions of tokens. The replica's clock carries what is below a picosecond.
public struct StepCost: Hashable, Sendable {
    /// What a token costs that is read in one of the spans (``StepCostModel/spans``).
    public struct PerToken: Hashable, Sendable {
        /// Femtoseconds for each context token.
        public var duration: Int64 = 0
        /// Femtojoules for each context token.
        public var energy: Int64 = 0
        /// The piece holds while the span's context tokens are at most this.
        public var limit: Int64 = .max

        public init() {}
    }

    /// Femtoseconds that do not depend on the context.
    public var durationBase: Int64
    /// Femtojoules that do not depend on the context: all of the replica's devices, static power included.
    public var energyBase: Int128
    /// The part of `energyBase` that prefill caused; what remains, and the slopes, is decode's.
    public var prefillEnergy: Int128 = 0
    /// Number 0 is of the whole past.
    public var spans = PerSpan(repeating: PerToken())

    @inlinable
    public init(durationBase: Int64, energyBase: Int128) {
        self.durationBase = durationBase
        self.energyBase = energyBase
    }
}

/// The whole past, and the first other span, by name: many models have no more.
extension StepCost {
    /// Femtoseconds for each context token.
    @inlinable public var durationPerToken: Int64 {
        get { spans.first.duration }
        set { spans.first.duration = newValue }
    }
    /// Femtoseconds for each windowed context token.
    @inlinable public var durationPerWindowedToken: Int64 {
        get { spans.second.duration }
        set { spans.second.duration = newValue }
    }
    /// Femtojoules for each context token.
    @inlinable public var energyPerToken: Int64 {
        get { spans.first.energy }
        set { spans.first.energy = newValue }
    }
    /// Femtojoules for each windowed context token.
    @inlinable public var energyPerWindowedToken: Int64 {
        get { spans.second.energy }
        set { spans.second.energy = newValue }
    }
    /// The piece holds while `contextTokens` is at most this.
    @inlinable public var contextLimit: Int64 {
        get { spans.first.limit }
        set { spans.first.limit = newValue }
    }
    /// The piece holds while `windowedContextTokens` is at most this.
    @inlinable public var windowedContextLimit: Int64 {
        get { spans.second.limit }
        set { spans.second.limit = newValue }
    }
}

extension StepCost {
    /// The most femtojoules of a step: a gigajoule, what a megawatt draws in a quarter of an hour.
    static let mostEnergy: Int128 = 1_000_000_000_000_000_000_000_000

    /// The most femtojoules of a token: 100 J.
    static let mostPerToken: Int64 = 100_000_000_000_000_000

    /// Whether energies are so small, below 2^56 fJ a token, that ``isInRange`` need not be asked.
    @inline(__always)
    var isClearlyInRange: Bool {
        let slopes =
            StepCost.size(spans.first.energy) | StepCost.size(spans.second.energy)
            | StepCost.size(spans.third.energy) | StepCost.size(spans.fourth.energy)
        return energyBase.narrow != nil && slopes < 1 << 56
    }

    /// At least the magnitude less one, in as many bits.
    @inline(__always)
    private static func size(_ value: Int64) -> Int64 { value ^ (value &>> 63) }

    /// Whether energies are small enough that no sum of a run overflows: at most ``mostEnergy``, and 100 J a token.
    var isInRange: Bool {
        energyBase.magnitude <= StepCost.mostEnergy.magnitude
            && spans.first.energy.magnitude <= StepCost.mostPerToken.magnitude
            && spans.second.energy.magnitude <= StepCost.mostPerToken.magnitude
            && spans.third.energy.magnitude <= StepCost.mostPerToken.magnitude
            && spans.fourth.energy.magnitude <= StepCost.mostPerToken.magnitude
    }

    /// Whether a span after number `declared`, which is the whole past too, costs anything.
    @inline(__always)
    func costsMore(than declared: Int) -> Bool {
        let fourth = spans.fourth.duration | spans.fourth.energy
        let third = spans.third.duration | spans.third.energy
        let second = spans.second.duration | spans.second.energy
        switch declared {
        case 0: return second | third | fourth != 0
        case 1: return third | fourth != 0
        case 2: return fourth != 0
        default: return false
        }
    }

    /// The same with the spans after number `declared` added to the whole past; nil where 64 bits do not hold that.
    func folded(declared: Int) -> StepCost? {
        var cost = self
        for index in (declared + 1)..<PerSpan<PerToken>.count {
            let (duration, isTooLong) = cost.spans.first.duration.addingReportingOverflow(
                spans[index].duration)
            let (energy, isTooMuch) = cost.spans.first.energy.addingReportingOverflow(spans[index].energy)
            if isTooLong || isTooMuch { return nil }
            cost.spans.first.duration = duration
            cost.spans.first.energy = energy
            cost.spans.first.limit = min(cost.spans.first.limit, spans[index].limit)
            cost.spans[index] = PerToken()
        }
        return cost
    }
}

/// Answers what a step costs. SimCore knows no GPU: this is where one is plugged in.
///
/// The answer must be a function of the shape alone (a cache inside is fine: `mutating`), positive in duration, and
/// pieces that overlap must agree: then a leap equals its steps exactly.
public protocol StepCostModel: Sendable {
    /// What a replica's devices draw together while no step runs.
    func idlePower(ofPool pool: Int) -> Power

    /// The same of the first pool.
    var idlePower: Power { get }

    /// How far back the layers read: everything first, then up to three others. What is not
    /// declared is everything too.
    var spans: PerSpan<AttentionSpan> { get }

    /// The cost of a step of this shape: O(1).
    mutating func cost(of shape: BatchShape) -> StepCost

    /// The same where it lies: sets every part of `step.cost`. What a simulation asks; a model that answers here saves copies.
    mutating func price(_ step: inout PricedStep)
}

extension StepCostModel {
    @inlinable
    public func idlePower(ofPool pool: Int) -> Power { idlePower }

    /// Every layer reads everything.
    public var spans: PerSpan<AttentionSpan> { PerSpan(window: nil) }

    @inlinable
    public mutating func price(_ step: inout PricedStep) { step.cost = cost(of: step.shape) }
}
