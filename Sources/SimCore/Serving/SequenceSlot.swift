/// All that a replica knows of one admitted request. Slots are reused; policies see copies of a few fields.
struct SequenceSlot: Sendable {
    enum Phase: UInt8, Sendable {
        case free, waiting, prefilling, decoding, swapped
    }

    var id: Int64 = 0
    var key: Int64 = 0
    var arrival = SimInstant.zero
    var promptTokens: Int64 = 0
    /// Known to the simulator only.
    var outputTokens: Int64 = 0
    var priority = 0
    var phase = Phase.free

    /// A padded batch holds its members until the last one is done.
    var isHeld = false
    /// Done, but held: it computes padding.
    var isPadding = false
    /// Padding tokens before the prompt.
    var padding: Int64 = 0

    /// Tokens to be in the KV cache when the prefill ends.
    var prefillTarget: Int64 = 0
    /// Tokens in the KV cache while prefilling.
    var computed: Int64 = 0
    /// Tokens that were computed before a preemption threw them away.
    var recomputable: Int64 = 0
    /// Answer tokens written when the sequence last joined the decode set.
    var generatedAtJoin: Int64 = 0

    /// Decode step number at which it joined.
    var joinStep: Int64 = 0
    /// KV tokens = offset + step while decoding.
    var offset: Int64 = 0
    /// KV tokens of a sequence that was swapped out.
    var swappedTokens: Int64 = 0

    var firstScheduled = SimInstant.zero
    var firstToken: SimInstant?
    /// The end of the step that wrote its newest token, kept while it is not in the decode set's common group.
    var lastToken = ExactTime(.zero)

    /// The energy sums when it joined, see ``EnergyShares``.
    var each: Int128 = 0
    var slope: Int128 = 0
    var slopeSteps: Int128 = 0
    var windowedSlope: Int128 = 0
    var windowedSlopeSteps: Int128 = 0
    /// Whether its context is still within the attention window.
    var isGrowing = false

    var prefillEnergy: Int128 = 0
    var decodeEnergy: Int128 = 0
    var paddingEnergy: Int128 = 0
    var recomputeEnergy: Int128 = 0
    var preemptions: Int64 = 0

    /// Neighbours in the order of admission, -1 at the ends.
    var older: Int32 = -1
    var younger: Int32 = -1
    /// The plan that last named this slot, so that naming it twice is noticed.
    var planStamp: Int64 = -1
}
