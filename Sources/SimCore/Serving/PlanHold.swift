/// For how long a plan stays what the policy would ask for. The default, ``oneStep``, is the safe one.
///
/// While a plan holds, the engine may take many steps at once, without asking again: each decodes everyone that the plan
/// decodes and that has not ended. It asks at once when the KV cache has no block for a step. A hold is a promise, not an
/// order: single steps (``Stepping/single``) ask before each of them, and the run has to be the same.
public struct PlanHold: BitwiseCopyable, Hashable, Sendable {
    /// Steps after which to ask.
    var steps: Int64
    /// Picoseconds after which to ask.
    var until = Int64.max
    var endsWithArrival: Bool
    var endsWithSequence: Bool

    private init(steps: Int64 = .max, endsWithArrival: Bool, endsWithSequence: Bool) {
        self.steps = steps
        self.endsWithArrival = endsWithArrival
        self.endsWithSequence = endsWithSequence
    }

    /// Ask again before every step.
    public static let oneStep = PlanHold(steps: 1, endsWithArrival: true, endsWithSequence: true)
    /// Until a request arrives or a sequence ends.
    public static let untilArrivalOrBatchChange = PlanHold(endsWithArrival: true, endsWithSequence: true)
    /// Until a sequence ends: arrivals could not change the plan, because the batch is full, say.
    public static let untilBatchChange = PlanHold(endsWithArrival: false, endsWithSequence: true)
    /// Until a request arrives: who ends makes room for nobody, because nobody waits. Such a plan may have prompts in it, if
    /// it ends them all: they decode from the next step on.
    public static let untilArrival = PlanHold(endsWithArrival: true, endsWithSequence: false)

    /// For so many steps, at least 1, whoever arrives or ends.
    public static func steps(_ count: Int) -> PlanHold {
        PlanHold(steps: max(1, Int64(count)), endsWithArrival: false, endsWithSequence: false)
    }

    /// Until the first step that ends at `instant` or later, whoever arrives or ends.
    public static func until(_ instant: SimInstant) -> PlanHold {
        var hold = PlanHold(endsWithArrival: false, endsWithSequence: false)
        hold.until = instant.picoseconds
        return hold
    }

    /// Until either of two holds ends.
    public func or(_ other: PlanHold) -> PlanHold {
        var hold = self
        hold.steps = min(steps, other.steps)
        hold.until = min(until, other.until)
        hold.endsWithArrival = endsWithArrival || other.endsWithArrival
        hold.endsWithSequence = endsWithSequence || other.endsWithSequence
        return hold
    }

    /// Whether it may hold for more than the next step.
    @inline(__always) var isLonger: Bool { steps > 1 }
}
