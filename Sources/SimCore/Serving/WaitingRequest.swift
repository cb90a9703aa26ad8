/// A request whose prompt is not in the KV cache yet, as a policy sees it: the length of its answer is not here.
public struct WaitingRequest: BitwiseCopyable, Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let arrival: SimInstant
    public let priority: Int
    /// Its kind; ``ReplicaState/objective(ofClass:)`` says what that is promised.
    public let requestClass: Int
    public let promptTokens: Int
    /// Tokens still to be computed before it writes a token: the prompt's, and after a preemption also the answer's.
    public let remainingTokens: Int
    /// Tokens of it that are in the KV cache already; 0 for one that waits in the queue.
    public let computedTokens: Int
    /// How often it was preempted.
    public let preemptions: Int

    /// Where it is: its place in the queue's window, or -1 - its slot.
    let place: Int

    @inline(__always) var isQueued: Bool { place >= 0 }
}

/// A request that is writing its answer, as a policy sees it.
public struct RunningSequence: BitwiseCopyable, Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let arrival: SimInstant
    public let priority: Int
    /// Its kind; ``ReplicaState/objective(ofClass:)`` says what that is promised.
    public let requestClass: Int
    public let promptTokens: Int
    /// Answer tokens written so far.
    public let generatedTokens: Int
    /// Tokens in its KV cache.
    public let contextTokens: Int
    /// Still processing its prompt.
    public let isPrefilling: Bool
    /// Done, and held by a padded batch.
    public let isPadding: Bool
    /// Not decoded by the last plan that decoded anybody.
    public let isPaused: Bool

    let slot: Int32
}
