/// What a step costs, as integers affine in the context it reads, with the range in which they hold.
///
/// For one composition of the batch
///
///     duration = durationBase + durationPerToken * contextTokens + durationPerWindowedToken * windowedContextTokens
///
/// and dynamic plus static energy likewise. As every decode step adds a token to every sequence, both grow
/// linearly, and k steps have a closed form: a leap. Durations are in femtoseconds, a thousandth of the clock's
/// picosecond, because a small model's slope is about 4 ns a token: rounding that to a picosecond would be an
/// error of 1e-4, summed over millions of tokens. The replica's clock carries what is below a picosecond.
public struct StepCost: Hashable, Sendable {
    /// Femtoseconds that do not depend on the context.
    public var durationBase: Int64
    /// Femtoseconds for each context token.
    public var durationPerToken: Int64 = 0
    /// Femtoseconds for each windowed context token.
    public var durationPerWindowedToken: Int64 = 0

    /// Femtojoules that do not depend on the context: all of the replica's devices, static power included.
    public var energyBase: Int128
    /// Femtojoules for each context token.
    public var energyPerToken: Int64 = 0
    /// Femtojoules for each windowed context token.
    public var energyPerWindowedToken: Int64 = 0

    /// The part of `energyBase` that prefill caused; what remains, and the slopes, is decode's.
    public var prefillEnergy: Int128 = 0

    /// The piece holds while `contextTokens` is at most this.
    public var contextLimit: Int64 = .max
    /// The piece holds while `windowedContextTokens` is at most this.
    public var windowedContextLimit: Int64 = .max

    public init(durationBase: Int64, energyBase: Int128) {
        self.durationBase = durationBase
        self.energyBase = energyBase
    }
}

extension StepCost {
    /// The most femtojoules of a step: a gigajoule, what a megawatt draws in a quarter of an hour.
    static let mostEnergy: Int128 = 1_000_000_000_000_000_000_000_000

    /// Whether energies are small enough that no sum of a run overflows: at most ``mostEnergy``, and 100 J a token.
    @inline(__always)
    var isInRange: Bool {
        energyBase.magnitude <= StepCost.mostEnergy.magnitude
            && energyPerToken.magnitude <= 100_000_000_000_000_000
            && energyPerWindowedToken.magnitude <= 100_000_000_000_000_000
    }
}

/// Answers what a step costs. SimCore knows no GPU: this is where one is plugged in.
///
/// The answer must be a function of the shape alone (a cache inside is fine: `mutating`), positive in duration, and
/// pieces that overlap must agree: then a leap equals its steps exactly.
public protocol StepCostModel: Sendable {
    /// What the replica's devices draw together while no step runs.
    var idlePower: Power { get }

    /// The length of the sliding attention window in tokens, or nil where every layer reads everything.
    var attentionWindow: Int? { get }

    /// The cost of a step of this shape: O(1).
    mutating func cost(of shape: BatchShape) -> StepCost
}

extension StepCostModel {
    public var attentionWindow: Int? { nil }
}
