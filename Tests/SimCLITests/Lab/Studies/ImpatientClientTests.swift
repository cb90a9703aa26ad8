import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("A client that gives up")
struct ImpatientClientTests {
    private func run(_ flags: String, timeout: Double) throws -> StudyRun {
        let setting = try JSONObject(
            Array("{\"label\": \"x\", \"flags\": \"\(flags)\", \"timeout_s\": \(timeout)}".utf8),
            name: "x.json",
            called: "a setting")
        return try StudyRun(
            StudySetting(setting, isLabelled: true), of: "test", shelf: WarmCost.Shelf())
    }

    @Test("All at once, those behind are dropped and counted as offered")
    func dropped() throws {
        let run = try run("--scenario offline --num-prompts 500 --max-concurrency 10", timeout: 3)
        #expect(run.offered == 500)
        #expect(run.dropped > 0)
        #expect(Int(run.result.completed) + run.dropped == 500)
        #expect(run.served <= Int(run.result.completed))
        // Whoever was sent had waited for 3 s at most, and an answer takes less than 3 s more.
        #expect(run.outcome.seconds < 6)
    }

    @Test("Who is patient gets everything, and the run is the one without a timeout")
    func patient() throws {
        let flags = "--scenario offline --num-prompts 100 --max-concurrency 10"
        let run = try run(flags, timeout: 100_000)
        #expect(run.dropped == 0)
        #expect(run.served == 100)
        let plain = Invocation("run \(flags) --json").output
        #expect(plain.contains(run.result.fingerprint.hexadecimal))
    }
}
