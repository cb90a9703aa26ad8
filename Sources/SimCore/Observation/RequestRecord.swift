/// One finished request: when what happened to it, and what it cost.
public struct RequestRecord: Hashable, Sendable {
    /// The request's number in order of arrival.
    public let id: Int64
    public let replica: Int
    public let arrival: SimInstant
    /// Its first prompt token entered a step.
    public let firstScheduled: SimInstant
    public let firstToken: SimInstant
    /// Its last token was written; in a padded batch, its batch ended.
    public let finish: SimInstant
    public let promptTokens: Int
    public let outputTokens: Int
    /// Its kind, a number of ``SimulationSetup/classes``.
    public let requestClass: Int
    public let preemptions: Int
    /// Its shares of the steps it was in, static power included, idle time not.
    public let prefillEnergy: Energy
    public let decodeEnergy: Energy
    /// Of these: spent on padding.
    public let paddingEnergy: Energy
    /// Of these: spent on what had been computed before.
    public let recomputeEnergy: Energy

    /// Arrival to first output token; queueing is part of it.
    public var ttft: SimDuration { firstToken - arrival }
    public var e2e: SimDuration { finish - arrival }
    public var queueing: SimDuration { firstScheduled - arrival }
    /// (E2E - TTFT) / (output tokens - 1); nil for one token.
    public var tpot: SimDuration? {
        outputTokens < 2
            ? nil : SimDuration(picoseconds: (finish - firstToken).picoseconds / Int64(outputTokens - 1))
    }

    public var energy: Energy { prefillEnergy + decodeEnergy }
}
