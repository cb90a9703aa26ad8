import SimCore
import Testing

@testable import Workloads

@Suite struct SyntheticWorkloadTests {
    private static func workload(
        rate: Double = 4, prompts: LengthDistribution = .uniform(1...1_000),
        outputs: LengthDistribution = .constant(64), seed: UInt64 = 1, replication: UInt64 = 0
    ) throws -> [RequestSpec] {
        try drain(
            SyntheticWorkload(
                arrivals: .poisson(requestsPerSecond: rate), promptTokens: prompts, outputTokens: outputs,
                count: 300, seed: seed, replication: replication))
    }

    @Test func sameSeedSameRequests() throws {
        #expect(try Self.workload() == Self.workload())
        #expect(try Self.workload().count == 300)
    }

    @Test func anotherSeedOrReplicationIsAnotherDraw() throws {
        let base = try Self.workload()
        for other in [try Self.workload(seed: 2), try Self.workload(replication: 1)] {
            #expect(base.map(\.arrival) != other.map(\.arrival))
            #expect(base.map(\.promptTokens) != other.map(\.promptTokens))
        }
    }

    @Test func eachLawHasItsOwnStream() throws {
        let base = try Self.workload()
        let otherOutputs = try Self.workload(outputs: .lognormal(mean: 100, cv: 1, maximum: 4_000))
        #expect(base.map(\.arrival) == otherOutputs.map(\.arrival))
        #expect(base.map(\.promptTokens) == otherOutputs.map(\.promptTokens))
        let otherPrompts = try Self.workload(prompts: .constant(5))
        #expect(base.map(\.arrival) == otherPrompts.map(\.arrival))
        let otherRate = try Self.workload(rate: 40)
        #expect(base.map(\.promptTokens) == otherRate.map(\.promptTokens))
    }

    @Test func equalLawsAreDrawnIndependently() throws {
        let requests = try Self.workload(prompts: .uniform(1...1_000), outputs: .uniform(1...1_000))
        let prompts = requests.map { Double($0.promptTokens) - 500.5 }
        let outputs = requests.map { Double($0.outputTokens) - 500.5 }
        let products = zip(prompts, outputs).reduce(0) { $0 + $1.0 * $1.1 }
        // The correlation of 300 independent pairs has a standard error of 1 / sqrt(300); the variance of the law
        // is (1000^2 - 1) / 12.
        let correlation = products / 300 / (999_999.0 / 12)
        #expect(abs(correlation) < 4 / 300.0.squareRoot())
    }

    /// Under one seed a higher rate is the same traffic, faster.
    @Test func ratesScaleTheSameGaps() throws {
        let slow = try Self.workload(rate: 2)
        let fast = try Self.workload(rate: 4)
        for (left, right) in zip(slow, fast) {
            #expect(abs(left.arrival.picoseconds - 2 * right.arrival.picoseconds) <= 2)
        }
    }

    /// The draws of seed 1, so that a change of any generator is seen: saved results stand on them.
    @Test func drawsStayWhatTheyWere() throws {
        var fingerprint = Fingerprint()
        for request in try Self.workload(outputs: .lognormal(mean: 100, cv: 1, maximum: 4_000)) {
            fingerprint.combine(request.arrival.picoseconds)
            fingerprint.combine(request.promptTokens)
            fingerprint.combine(request.outputTokens)
        }
        #expect(fingerprint.hexadecimal == "6a3f22a86fc8baf3")
    }

    @Test func copiesContinue() throws {
        var source = try chat(count: 100, seed: 9)
        for _ in 0..<40 { _ = try source.next() }
        #expect(try drain(source) == drain(source))
        #expect(try drain(source).count == 60)
    }

    @Test func nothingIsNothing() throws {
        #expect(try drain(chat(count: 0, seed: 1)).isEmpty)
        #expect(throws: WorkloadError.badCount(-1)) { try chat(count: -1, seed: 1) }
    }

    @Test func badLawsAreRefused() {
        #expect(throws: WorkloadError.self) { try Self.workload(rate: .nan) }
        #expect(throws: WorkloadError.self) { try Self.workload(prompts: .constant(0)) }
        #expect(throws: WorkloadError.self) { try Self.workload(outputs: .constant(-1)) }
    }
}
