import SimCore
import Testing

@Suite struct PriorityWithAgeingTests {
    /// One at a time, 10 ms and 1 ms a token; 100 ms of waiting are worth a level.
    ///
    /// 0 is read from 0 to 150. 1 (level 0) comes at 10; at 110 it will have waited for a level. 2 (level 1) comes a
    /// picosecond before that and is first; 3 (level 1) comes at that very instant, when 1 counts as much and is older.
    ///
    ///     150 -> 170  2
    ///     170 -> 190  1
    ///     190 -> 210  3
    @Test func waitingOvertakesPriorityAtTheInstantItShould() throws {
        var before = request(at: 110, prompt: 10, output: 1, priority: 1)
        before.arrival = SimInstant(picoseconds: before.arrival.picoseconds - 1)
        let (_, records) = try run(
            [
                request(at: 0, prompt: 140, output: 1), request(at: 10, prompt: 10, output: 1), before,
                request(at: 110, prompt: 10, output: 1, priority: 1),
            ], policy: PriorityWithAgeing(ageing: .milliseconds(100)),
            limits: ReplicaLimits(maxSequences: 1, maxBatchedTokens: 1_000, kvBlocks: 100))
        #expect(timeline(records) == [[0, 150, 150], [170, 190, 190], [150, 170, 170], [190, 210, 210]])
    }

    /// Without ageing the order is that of the levels alone, below zero too.
    @Test func levelsAreKeptIfAgeingIsEndless() throws {
        let levels = [0, -1, 2, 1, 2]
        let (_, records) = try run(
            levels.map { request(at: 0, prompt: 10, output: 1, priority: $0) },
            policy: PriorityWithAgeing(ageing: SimDuration(picoseconds: .max)),
            limits: ReplicaLimits(maxSequences: 1, maxBatchedTokens: 100, kvBlocks: 100))
        #expect(records.sorted { $0.finish < $1.finish }.map(\.id) == [2, 4, 3, 0, 1])
    }

    @Test func absurdPrioritiesClamp() {
        let policy = PriorityWithAgeing(ageing: SimDuration(picoseconds: .max))
        func key(_ priority: Int) -> Int64 {
            policy.queueKey(for: ArrivedRequest(id: 0, arrival: .zero, promptTokens: 1, priority: priority))
        }
        #expect(key(.max) == .min && key(.min) == .max && key(0) == 0)
    }
}
