/// Chooses what a replica computes in its next step.
///
///     struct OneAtATime: BatchingPolicy {
///         mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
///             plan.decode(replica)
///             if replica.runningCount == 0, let next = replica.firstWaiting {
///                 plan.prefill(next, tokens: plan.tokensThatFit(next))
///             } else if replica.prefillingCount > 0 {
///                 let rest = replica.prefilling(at: 0)
///                 plan.prefill(rest, tokens: plan.tokensThatFit(rest))
///             }
///         }
///     }
///
/// A policy reads the replica's state and asks; the engine checks the whole plan and applies it, or refuses it with
/// a ``PolicyFault`` and applies nothing. Each replica has its own copy of the policy. The true length of an answer
/// is not in the state.
public protocol BatchingPolicy: Sendable {
    /// Fills in the plan for the next step. Called when the replica is free to start one.
    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan)

    /// The same for a policy that asks what its plan's step costs, at one clock or another. Called in place of
    /// ``plan(_:into:)``, which is all that it does unless a policy says otherwise.
    mutating func plan(
        _ replica: borrowing ReplicaState, into plan: inout BatchPlan,
        asking forecast: inout some StepForecast)

    /// The place of a request in the queue: smaller is earlier, equal keys go by arrival. Fixed when it arrives.
    func queueKey(for request: ArrivedRequest) -> Int64
}

extension BatchingPolicy {
    @inlinable
    public mutating func plan(
        _ replica: borrowing ReplicaState, into plan: inout BatchPlan,
        asking forecast: inout some StepForecast
    ) {
        self.plan(replica, into: &plan)
    }

    /// First come, first served.
    public func queueKey(for request: ArrivedRequest) -> Int64 { 0 }
}

/// What is known of a request when it arrives.
public struct ArrivedRequest: BitwiseCopyable, Hashable, Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let arrival: SimInstant
    public let promptTokens: Int
    public let priority: Int
    /// Its kind, a number of ``SimulationSetup/classes``.
    public let requestClass: Int

    @inlinable
    public init(id: Int64, arrival: SimInstant, promptTokens: Int, priority: Int, requestClass: Int = 0) {
        self.id = id
        self.arrival = arrival
        self.promptTokens = promptTokens
        self.priority = priority
        self.requestClass = requestClass
    }
}
