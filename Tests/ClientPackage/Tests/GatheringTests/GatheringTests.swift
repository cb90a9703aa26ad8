import Foundation
import Gathering
import SimCore
import Testing

/// A scheduling policy tested like any other pure function: no GPU, no clock, no threads, milliseconds of time.
@Suite struct GatheringTests {
    /// 200 requests, one every 50 ms or so, drawn from a stream that is the same everywhere.
    static let requests: [RequestSpec] = {
        var random = RandomStream(seed: 1, purpose: "gathering")
        var now = SimInstant.zero
        return (0..<200).map { _ in
            now = now + .microseconds(random.whole(in: 0...100_000))
            return RequestSpec(
                arrival: now, promptTokens: Int(random.whole(in: 1...300)),
                outputTokens: Int(random.whole(in: 1...20)))
        }
    }()

    func run<Policy: BatchingPolicy>(
        _ policy: Policy, _ requests: [RequestSpec] = requests, stepping: Stepping = .leap
    ) throws -> (result: SimulationResult, records: [RequestRecord]) {
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(maxSequences: 32, kvBlocks: 2000), stepping: stepping),
            arrivals: ListedArrivals(requests), router: RoundRobin(), policy: policy, cost: AffineCostModel())
        var recorder = RequestRecorder()
        let result = try simulation.run(observer: &recorder)
        return (result, recorder.records)
    }

    @Test func everyRequestIsServedOnce() throws {
        let (result, records) = try run(Gathering())
        #expect(result.completed == 200)
        #expect(result.failed == 0)
        #expect(Set(records.map(\.id)).count == 200)
        #expect(result.outputTokens == Int64(Self.requests.map(\.outputTokens).reduce(0, +)))
    }

    /// What a request cost is its share of the steps it was in; together they are all energy but the idle one, exactly.
    @Test func energyIsIdlePlusShares() throws {
        let (result, records) = try run(Gathering())
        let shares = records.map(\.energy).reduce(.zero, +)
        #expect(result.energy.total == result.energy.idle + shares)
    }

    /// The engine takes many steps at once while `plan.hold` says that the plan would not change. A hold that promises
    /// too much shows here.
    @Test func leapsAreTheirSteps() throws {
        let leaps = try run(Gathering())
        let steps = try run(Gathering(), stepping: .single)
        #expect(leaps.result == steps.result)
        #expect(leaps.records == steps.records)
    }

    @Test func aLoneRequestWaitsNoLongerThanItsPatience() throws {
        let lone = [RequestSpec(arrival: .zero + .seconds(3), promptTokens: 10, outputTokens: 5)]
        let record = try #require(try run(Gathering(), lone).records.first)
        #expect(record.queueing == .milliseconds(500))
    }

    @Test func aFullGatheringStartsAtOnce() throws {
        let eight = (0..<8).map {
            RequestSpec(arrival: .zero + .milliseconds(Int64($0)), promptTokens: 10, outputTokens: 5)
        }
        let records = try run(Gathering(), eight).records
        #expect(records.allSatisfy { $0.firstScheduled == .zero + .milliseconds(7) })
    }

    @Test func gatheringSavesEnergyAndCostsTime() throws {
        let gathering = try run(Gathering()).result
        let chunked = try run(ChunkedPrefill()).result
        #expect(gathering.sharesOfCompleted < chunked.sharesOfCompleted)
        let later = try #require(gathering.ttft.mean)
        let sooner = try #require(chunked.ttft.mean)
        #expect(later > sooner)
    }

    /// The exact figures of a run, to notice a change of the policy that nobody meant. They are integers, so they are the
    /// same on every machine.
    @Test func golden() throws {
        let result = try run(Gathering()).result
        #expect(result.steps == 498)
        #expect(result.duration.picoseconds == 9_929_390_750_000)
        #expect(result.energy.total.femtojoules == 3_240_362_695_000_000_000)
    }

    /// What README.md shows is what is tested.
    @Test func theReadmeShowsThisPolicy() throws {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let source = try String(
            contentsOf: package.appendingPathComponent("Sources/Gathering/Gathering.swift"), encoding: .utf8)
        let readme = try String(
            contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
        let body = try #require(source.range(of: "mutating func plan")).lowerBound
        #expect(readme.contains(source[body...]))
    }
}
