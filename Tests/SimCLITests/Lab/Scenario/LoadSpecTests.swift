import SimCLITestSupport
import SimCore
import Testing
import Workloads

@testable import WattlineLab

@Suite("Where requests come from")
struct LoadSpecTests {
    private func load(_ line: String) throws -> LoadSpec {
        let arguments = line.split(separator: " ").map(String.init)
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        return try LoadSpec(Settings(parser.parse(arguments).given))
    }

    private func pattern(_ line: String) throws -> ArrivalPattern? {
        guard case .synthetic(let pattern, _, _, _) = try load(line).origin else { return nil }
        return pattern
    }

    @Test("Rate, burstiness, law and scenario make one pattern")
    func patterns() throws {
        #expect(try pattern("") == .poisson(requestsPerSecond: 4))
        #expect(try pattern("--qps 2 --burstiness 0.5") == .gamma(requestsPerSecond: 2, burstiness: 0.5))
        #expect(try pattern("--rate 2 --burstiness inf") == .constant(requestsPerSecond: 2))
        #expect(try pattern("--rate inf") == .together)
        #expect(try pattern("--arrival constant") == .constant(requestsPerSecond: 4))
        #expect(
            try pattern("--arrival uniform --rate 4")
                == .uniformGaps(shortest: .zero, longest: .milliseconds(500)))
        #expect(try pattern("--arrival together") == .together)
        #expect(try pattern("--scenario offline") == .together)
        #expect(try pattern("--scenario single-stream") == .together)
    }

    @Test("A single stream has one request in flight")
    func singleStream() throws {
        #expect(try load("--scenario single-stream").maxConcurrency == 1)
        #expect(try load("--max-concurrency 9").maxConcurrency == 9)
        #expect(try load("").maxConcurrency == nil)
        #expect(
            Invocation("run --scenario single-stream --num-prompts 5 --json").output.contains(
                "\"max_concurrent_requests\": 1,"))
    }

    @Test("200 requests, or all of a trace")
    func counts() throws {
        #expect(try load("").count == 200)
        #expect(try load("--num-requests 7").count == 7)
        #expect(try load("--trace x.csv").count == nil)
        #expect(try load("--trace x.csv --num-prompts 7").count == 7)
    }

    @Test("Seed and replication name the draws")
    func seeds() {
        let plain = Invocation("run --num-prompts 20 --json").output
        #expect(Invocation("run --num-prompts 20 --json").output == plain)
        #expect(Invocation("run --num-prompts 20 --json --seed 1").output != plain)
        #expect(Invocation("run --num-prompts 20 --json --replication 1").output != plain)
    }
}
