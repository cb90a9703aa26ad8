import SimCore

/// A policy that does what a test says.
struct ScriptedPolicy: BatchingPolicy {
    typealias Script = @Sendable (borrowing ReplicaState, inout BatchPlan) -> Void

    private let script: Script

    init(_ script: @escaping Script) { self.script = script }

    mutating func plan(_ replica: borrowing ReplicaState, into plan: inout BatchPlan) {
        script(replica, &plan)
    }
}

extension AffineCostModel {
    /// 10 ms a step and 1 ms a prompt token; 100 W idle, 500 W busy.
    static let round = AffineCostModel(
        base: .milliseconds(10), perPromptToken: .milliseconds(1), perSequence: .zero, perContextToken: .zero)
}

extension SimInstant {
    static func milliseconds(_ count: Int64) -> SimInstant { .zero + .milliseconds(count) }
}

/// A request at so many milliseconds.
func request(at milliseconds: Int64, prompt: Int, output: Int, priority: Int = 0) -> RequestSpec {
    RequestSpec(
        arrival: .milliseconds(milliseconds), promptTokens: prompt, outputTokens: output, priority: priority)
}

/// Finished requests in the order of arrival, each as milliseconds: scheduled, first token, finish.
func timeline(_ records: [RequestRecord]) -> [[Double]] {
    records.sorted { $0.id < $1.id }.map {
        [$0.firstScheduled, $0.firstToken, $0.finish].map { ($0 - .zero).milliseconds }
    }
}

/// Runs a scenario drawn by hand.
func run(
    _ requests: [RequestSpec], policy: some BatchingPolicy, limits: ReplicaLimits, replicas: Int = 1,
    maxConcurrency: Int? = nil, objective: ServiceObjective = ServiceObjective(), stepping: Stepping = .leap,
    cost: AffineCostModel = .round
) throws(SimulationFault) -> (result: SimulationResult, records: [RequestRecord]) {
    var simulation = try Simulation(
        SimulationSetup(
            limits: limits, replicas: replicas, maxConcurrency: maxConcurrency, objective: objective,
            stepping: stepping),
        arrivals: ListedArrivals(requests), router: RoundRobin(), policy: policy, cost: cost)
    var recorder = RequestRecorder()
    let result = try simulation.run(observer: &recorder)
    return (result, recorder.records)
}
