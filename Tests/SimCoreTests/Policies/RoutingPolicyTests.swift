import SimCore
import Testing

@Suite struct RoutingPolicyTests {
    private let arrived = ArrivedRequest(id: 0, arrival: .zero, promptTokens: 1, priority: 0)

    private func loads(_ tokens: [Int64]) -> ReplicaLoads {
        ReplicaLoads(
            tokens.map {
                var load = ReplicaLoad()
                load.outstandingTokens = $0
                return load
            })
    }

    @Test func roundRobinGoesRound() {
        var policy = RoundRobin()
        #expect(
            (0..<7).map { _ in policy.route(arrived, among: loads([9, 0, 9])) } == [0, 1, 2, 0, 1, 2, 0])
        // Fewer replicas than before: it starts again.
        #expect(policy.route(arrived, among: loads([1])) == 0)
    }

    @Test func leastOutstandingTakesTheLowestNumberOfEquals() {
        var policy = LeastOutstanding()
        #expect(policy.route(arrived, among: loads([3, 1, 2])) == 1)
        #expect(policy.route(arrived, among: loads([3, 1, 1])) == 1)
        #expect(policy.route(arrived, among: loads([0, 0])) == 0)
    }

    private func replicas(_ requests: [RequestSpec], _ routing: BuiltinRouting) throws -> [Int] {
        var simulation = try Simulation(
            SimulationSetup(
                limits: ReplicaLimits(maxSequences: 2, maxBatchedTokens: 500, kvBlocks: 100), replicas: 2),
            arrivals: ListedArrivals(requests), router: routing, policy: ChunkedPrefill(),
            cost: AffineCostModel.round)
        var recorder = RequestRecorder()
        _ = try simulation.run(observer: &recorder)
        return recorder.records.sorted { $0.id < $1.id }.map(\.replica)
    }

    /// 0 has 100 tokens and is done at 110 ms. Until then 1 and 2 (40 + 50 tokens) go to the other replica, and 3 too
    /// (90 < 100): all of them are done at 160 ms. At 111 ms the first replica has nothing left: 4.
    @Test func outstandingTokensGoWhenARequestEnds() throws {
        let requests = [
            request(at: 0, prompt: 100, output: 1), request(at: 0, prompt: 40, output: 1),
            request(at: 0, prompt: 50, output: 1), request(at: 0, prompt: 20, output: 1),
            request(at: 111, prompt: 5, output: 1),
        ]
        #expect(try replicas(requests, .leastOutstanding(LeastOutstanding())) == [0, 1, 1, 1, 0])
        #expect(try replicas(requests, .roundRobin(RoundRobin())) == [0, 1, 0, 1, 0])
    }

    /// Each replica has its own policy, queue and ledger: two of them are as fast as one with half of the requests.
    @Test func replicasDoNotShareAnything() throws {
        let limits = ReplicaLimits(maxSequences: 2, maxBatchedTokens: 30, kvBlocks: 20)
        let all = (0..<20).map { request(at: Int64($0) * 3, prompt: 5 + $0 / 2, output: 7) }
        let both = try run(all, policy: ChunkedPrefill(), limits: limits, replicas: 2)
        for number in 0..<2 {
            let half = all.enumerated().filter { $0.offset % 2 == number }.map(\.element)
            let alone = try run(half, policy: ChunkedPrefill(), limits: limits)
            #expect(timeline(both.records.filter { $0.replica == number }) == timeline(alone.records))
            #expect(both.result.energyByReplica[number].prefill == alone.result.energy.prefill)
            #expect(both.result.energyByReplica[number].decode == alone.result.energy.decode)
        }
    }
}
