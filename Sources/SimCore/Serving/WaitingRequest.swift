/// A request whose prompt is not in the KV cache yet, as a policy sees it: the length of its answer is not here.
public struct WaitingRequest: Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let arrival: SimInstant
    public let priority: Int
    public let promptTokens: Int
    /// Tokens still to be computed before it writes a token: the prompt's, and after a preemption also the answer's.
    public let remainingTokens: Int
    /// Tokens of it that are in the KV cache already; 0 for one that waits in the queue.
    public let computedTokens: Int
    /// How often it was preempted.
    public let preemptions: Int

    /// Where it is: its place in the queue's window, or its slot.
    let place: Place

    enum Place: Hashable, Sendable {
        case queue(index: Int)
        case slot(Int32)
    }
}

/// A request that is writing its answer, as a policy sees it.
public struct RunningSequence: Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let arrival: SimInstant
    public let priority: Int
    public let promptTokens: Int
    /// Answer tokens written so far.
    public let generatedTokens: Int
    /// Tokens in its KV cache.
    public let contextTokens: Int
    /// Still processing its prompt.
    public let isPrefilling: Bool
    /// Done, and held by a padded batch.
    public let isPadding: Bool

    let slot: Int32
}

/// A request that has arrived, with what only the simulator knows of it.
@usableFromInline struct PendingRequest: Sendable {
    @usableFromInline var arrived: ArrivedRequest
    var outputTokens: Int
}
