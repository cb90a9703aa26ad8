/// One request as its sender knows it: when it comes, how long its prompt is, and how long its answer will be.
///
/// The answer's length is known to the simulator only. Policies see ``WaitingRequest``, which has no such field.
public struct RequestSpec: Hashable, Sendable {
    /// When the request reaches the server.
    public var arrival: SimInstant
    /// Tokens of the prompt, at least 1.
    public var promptTokens: Int
    /// Tokens of the answer, at least 1; the first comes with the end of the prefill.
    public var outputTokens: Int
    /// Larger is more urgent; policies that know no priorities ignore it.
    public var priority: Int
    /// Its kind, a number of ``SimulationSetup/classes``: what latencies it is promised.
    public var requestClass: Int

    @inlinable
    public init(
        arrival: SimInstant, promptTokens: Int, outputTokens: Int, priority: Int = 0, requestClass: Int = 0
    ) {
        self.arrival = arrival
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
        self.priority = priority
        self.requestClass = requestClass
    }
}
