import SimCore
import Testing
import Workloads

@testable import SimCLI

@Suite("How long a run takes at least")
struct RunSpanTests {
    @Test("Runs past the end of simulated time are refused before they start")
    func refused() {
        for line in [
            "run --num-prompts 1e12", "run --num-prompts 1e12 --rate 1000",
            "run --num-prompts 1e9 --burstiness 0.1",
            "run --num-prompts 1e9 --arrival uniform", "run --num-prompts 1e12 --scenario offline",
            "run --num-prompts 1e12 --scenario single-stream", "sweep --num-prompts 1e12 --tp 1,2",
            "trace --num-prompts 1e12 -o /dev/null", "explain duration --num-prompts 1e12",
        ] {
            let invocation = Invocation(line)
            #expect(invocation.code == 2, "\(line)")
            #expect(
                invocation.errors.contains("longer than the 104 days of simulated time"),
                "\(invocation.errors)")
            #expect(invocation.output.isEmpty)
        }
        #expect(
            Invocation("run --num-prompts 1e9 --arrival constant").errors
                == "wattline: error: --num-prompts 1000000000 takes 2894 days or more, longer than the 104 days of "
                + "simulated time that a run may take. Use fewer requests or a higher rate\n")
    }

    /// A bound that is above what a run takes would refuse runs that can be.
    @Test("No drawn run ends before its bound", arguments: 0..<40)
    func isBound(seed: Int) throws {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.span")
        let count = 1 + stream.below(400)
        let rate = Double(1 + stream.below(50)) / 4
        let patterns: [ArrivalPattern] = [
            .constant(requestsPerSecond: rate), .poisson(requestsPerSecond: rate),
            .gamma(requestsPerSecond: rate, burstiness: Double(1 + stream.below(30)) / 10),
            .uniformGaps(shortest: .zero, longest: .milliseconds(Int64(1 + stream.below(900)))), .together,
        ]
        for pattern in patterns {
            var load = try SyntheticWorkload(
                arrivals: pattern, promptTokens: .constant(1), outputTokens: .constant(1), count: count,
                seed: UInt64(seed))
            var last = SimInstant.zero
            while let request = try load.next() { last = request.arrival }
            let seconds = (last - .zero).seconds
            #expect(RunSpan.arrivals(pattern, count: count) <= seconds + 1e-9, "seed \(seed) \(pattern)")
        }
        let line =
            "run --json --num-prompts \(count) --input-len 1 --output-len 1 --scenario offline --engine ideal "
            + [
                "--max-num-seqs 1", "--max-num-seqs 8", "--dp 2", "--pp 2 --engine vllm",
                "--pp 4 --max-num-seqs 2",
            ][
                stream.below(5)]
        let words = line.split(separator: " ").map(String.init)
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        let scenario = try Scenario(Settings(parser.parse(Array(words.dropFirst())).given))
        let bound = RunSpan.service(
            scenario.cost, count: count, sequences: scenario.setup.limits.maxSequences,
            replicas: scenario.replicas)
        let outcome = try RunCommand.simulate(scenario, try Outputs([]), showsProgress: nil)
        #expect(bound > 0 && bound <= outcome.seconds, "seed \(seed): \(line)")
    }
}
