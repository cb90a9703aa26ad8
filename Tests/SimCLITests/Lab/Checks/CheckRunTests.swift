import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("Running a check")
struct CheckRunTests {
    @Test("Every figure that a result has can be expected, and max_overtaken")
    func keys() throws {
        let outcome = try CheckFixture.outcomes(
            "{\"name\": \"a\", \"expect\": {\"completed\": 10, \"p99_ttft_ms\": \">0\", \"max_overtaken\": 0}}"
        )[0]
        #expect(outcome.hasPassed)
        #expect(outcome.judgements.map(\.value)[0] == 10)
        #expect(outcome.configurationHash.count == 16 && outcome.fingerprint.count == 16)
        for metric in Metrics.counts + Metrics.energy {
            #expect(CheckRun.keys(Settings()).contains(metric.key))
        }
    }

    @Test("Overtaking names the request and who overtook it")
    func overtaken() throws {
        let outcome = try CheckFixture.outcomes(
            """
            {"name": "a", "run": {"policy": "shortest-prompt", "num-prompts": 100, "request-rate": 50, "max-num-seqs": 4,
              "input-len": "uniform:10,2000"}, "expect": {"max_overtaken": 3}}
            """)[0]
        let failure = try #require(outcome.failures.first)
        #expect(failure.text.hasPrefix("max_overtaken: expected 3, got "))
        #expect(failure.details.count == 1)
        #expect(failure.details[0].hasPrefix("request "))
        #expect(failure.details[0].contains(" later requests had theirs sooner: "))
    }

    @Test("A run that is not possible fails its check, unless that was expected")
    func refused() throws {
        let big = "\"run\": {\"model\": \"llama-3.1-70b\", \"gpu\": \"h100-sxm\", \"engine\": \"vllm\"}"
        let outcomes = try CheckFixture.outcomes(
            """
            {"name": "a", \(big), "expect": {"duration": ">0"}},
            {"name": "b", \(big), "expect": {"error": "does not fit"}},
            {"name": "c", \(big), "expect": {"error": "no such thing"}},
            {"name": "d", "expect": {"error": "does not fit"}}
            """)
        #expect(outcomes.map(\.hasPassed) == [false, true, false, false])
        let reason = "Llama-3.1-70B bf16 does not fit on 1 x h100-sxm: weights 141.1 GB > 80 GB."
        #expect(outcomes[0].failures[0].text.hasPrefix("the run is not possible: \(reason)"))
        #expect(outcomes[0].failures[0].place.text == "ci/a.json:3:10")
        #expect(
            outcomes[2].failures[0].text.hasPrefix("error: expected one with 'no such thing', got: \(reason)")
        )
        #expect(
            outcomes[3].failures.map(\.text) == [
                "error: expected one with 'does not fit', but the run is possible"
            ])
    }

    @Test("A trace that cannot be read fails its check, and the others are judged")
    func unreadable() throws {
        let outcomes = try CheckFixture.outcomes(
            """
            {"name": "a", "run": {"trace": "/nonexistent.csv", "num-prompts": null}, "expect": {"duration": ">0"}},
            {"name": "b", "expect": {"duration": ">0"}}
            """)
        #expect(outcomes.map(\.hasPassed) == [false, true])
        #expect(
            outcomes[0].failures[0].text.hasPrefix(
                "the run is not possible: cannot read '/nonexistent.csv': No such file or directory"))
    }
}
