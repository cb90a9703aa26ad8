import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("What a check came to")
struct CheckOutcomeTests {
    @Test("Every expectation that is not met is a failure at its own place")
    func failures() throws {
        let outcome = try CheckFixture.outcomes(
            "{\"name\": \"a\", \"expect\": {\"completed\": [\">0\", 11], \"failed\": \">0\", \"request_goodput\": \">0\"}}"
        )[0]
        #expect(!outcome.hasPassed)
        #expect(
            outcome.failures.map { $0.place.prefix + $0.text } == [
                "ci/a.json:3:46: completed: expected 11, got 10, 1 (9.1 %) too low",
                "ci/a.json:3:61: failed: expected >0, got 0, which is the limit",
                "ci/a.json:3:86: request_goodput: expected >0, got no value",
            ])
    }

    @Test("A golden that is missing is a failure, unless it is about to be written")
    func golden() throws {
        let check = try CheckFixture.read(
            CheckFixture.file("{\"name\": \"a\", \"golden\": \"nonexistent/a.json\"}")
        ).checks[0]
        let outcome = try CheckRun(check: check, updates: false).outcome(WarmCost.Shelf())
        #expect(
            outcome.failures.map { $0.place.prefix + $0.text } == [
                "ci/a.json:3:25: golden 'ci/nonexistent/a.json' does not exist. Write it with --update"
            ])
        #expect(outcome.document.isEmpty)
        let updated = try CheckRun(check: check, updates: true).outcome(WarmCost.Shelf())
        #expect(updated.hasPassed)
        #expect(updated.document.hasPrefix("{\n  \"schema\": \"wattline.run\""))
    }

    @Test("A summary counts figures and settings")
    func summary() throws {
        let file = GoldenFile(name: "a.json", folder: "", place: FilePlace(name: "", bytes: [], offset: 0))
        let figure = GoldenDifference(key: "a", golden: .whole(1), now: .whole(2), isSetting: false)
        let setting = GoldenDifference(key: "b", golden: .whole(1), now: .whole(2), isSetting: true)
        #expect(CheckOutcome.summary(file, [figure], 9) == "golden 'a.json': 1 of 9 figures differs")
        #expect(
            CheckOutcome.summary(file, [figure, figure, setting], 9)
                == "golden 'a.json': 2 of 9 figures differ, and 1 setting of the run")
    }
}
