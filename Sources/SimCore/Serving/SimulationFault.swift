/// Why a plan was refused. Nothing of a refused plan is applied.
public enum PolicyFault: Error, Hashable, Sendable {
    case tokens(request: Int64, asked: Int64, remaining: Int64)
    case padding(request: Int64, asked: Int64, limit: Int64)
    case unknownRequest(Int64)
    case namedTwice(Int64)
    case outOfOrder(Int64)
    case tooManySequences(asked: Int, limit: Int)
    case tooManyTokens(asked: Int64, limit: Int)
    case notEnoughBlocks(asked: Int64, free: Int64)
    case resumesWithoutDecoding
    case wakesInThePast(SimInstant)
}

extension PolicyFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tokens(let request, let asked, let remaining):
            "asked to prefill \(asked) tokens of request \(request), which has \(remaining) left. "
                + "Ask for 1 ... \(remaining); plan.tokensThatFit(request) counts"
        case .padding(let request, let asked, let limit):
            "asked to pad request \(request) to \(asked) tokens, the KV cache holds \(limit). "
                + "Pad to the longest prompt of the batch"
        case .unknownRequest(let request):
            "named request \(request), which is not there any more. Take requests from the state of this call"
        case .namedTwice(let request):
            "named request \(request) twice in one plan. Name it once"
        case .outOfOrder(let request):
            "named request \(request) after a later one of the queue. Go through the queue in ascending order; "
                + "another order of the queue is queueKey(for:)"
        case .tooManySequences(let asked, let limit):
            "would run \(asked) sequences, the limit is \(limit). Look at plan.sequencesLeft"
        case .tooManyTokens(let asked, let limit):
            "would process \(asked) tokens in a step, the limit is \(limit). Look at plan.tokensLeft"
        case .notEnoughBlocks(let asked, let free):
            "needs \(asked) KV blocks, \(free) are free. Preempt someone: plan.decodeMakingRoom(replica) does"
        case .resumesWithoutDecoding:
            "resumed a swapped sequence in a step that does not decode. Call plan.decode(replica) too"
        case .wakesInThePast(let instant):
            "is idle until \(instant), which is not in the future. Wake later, or plan a step"
        }
    }
}

/// Why a run could not go on.
public enum SimulationFault: Error, Hashable, Sendable {
    /// A setting that no run can have.
    case setup(String)
    /// The source of requests failed.
    case arrivals(ArrivalFault)
    /// A request that is no request: its number, and why.
    case invalidRequest(id: Int64, why: String)
    /// A request that can never be served, in a run that does not count those as failed.
    case unservable(id: Int64, why: UnservableReason)
    /// A router chose a replica that is not there.
    case route(id: Int64, replica: Int, replicas: Int)
    /// A plan was refused.
    case policy(PolicyFault, replica: Int, at: SimInstant)
    /// A step's cost is not one: no time, negative energy, or more of either than any step can take.
    indirect case cost(BatchShape, StepCost)
    /// Requests are left, and nothing will ever happen to them.
    case noProgress(waiting: Int, running: Int, at: SimInstant)
    /// The run is longer than the clock.
    case tooLong
}

extension SimulationFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .setup(let why): why
        case .arrivals(let fault): fault.description
        case .invalidRequest(let id, let why): "request \(id) is invalid: \(why)"
        case .unservable(let id, let why): "request \(id) can never be served: \(why)"
        case .route(let id, let replica, let replicas):
            "the router sent request \(id) to replica \(replica) of \(replicas). Answer an index of loads"
        case .policy(let fault, let replica, let instant):
            "the policy of replica \(replica), at \(instant), \(fault)"
        case .cost(let shape, let cost):
            "the cost model's answer is no step's, for \(shape.decodeSequences) decoding sequences with "
                + "\(shape.contextTokens) context tokens and \(shape.prefillTokens) prompt tokens: "
                + "base \(cost.durationBase) fs and \(cost.energyBase) fJ, per context token "
                + "\(cost.durationPerToken) fs and \(cost.energyPerToken) fJ, per windowed token "
                + "\(cost.durationPerWindowedToken) fs and \(cost.energyPerWindowedToken) fJ. A step takes from 1 ps "
                + "to 2.5 hours and from 0 to 10^9 J, and neither falls with the context"
        case .noProgress(let waiting, let running, let instant):
            "no progress after \(instant): \(waiting) requests wait and \(running) run, but the policy plans "
                + "no step. Plan a step, or idle(until:) an instant at which one can be planned"
        case .tooLong:
            "the run is longer than 104 days of simulated time. Use fewer requests or a higher rate"
        }
    }
}
