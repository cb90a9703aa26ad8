import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("The report of checks")
struct CheckReportTests {
    private func report() throws -> CheckReport {
        CheckReport(
            outcomes: try CheckFixture.outcomes(
                """
                {"name": "good", "expect": {"completed": 10}},
                {"name": "bad\\u001b[2J", "expect": {"completed": 11}}
                """))
    }

    @Test("A line a check, what is wrong below it, and a closing line")
    func text() throws {
        let report = try report()
        #expect(
            report.text(hasColour: false) == """
                PASS  good
                FAIL  bad\\u{1B}[2J
                      ci/a.json:4:50: completed: expected 11, got 10, 1 (9.1 %) too low

                """)
        #expect(report.closing == "1 passed, 1 failed\n")
        #expect(
            report.text(hasColour: true).hasPrefix("\u{1b}[32mPASS\u{1b}[0m  good\n\u{1b}[31mFAIL\u{1b}[0m"))
    }

    @Test("JSON has every value and every place")
    func json() throws {
        let json = try report().json
        #expect(json["schema"] == .text("wattline.check"))
        #expect(json["passed"]?.real == 1)
        #expect(json["failed"]?.real == 1)
        guard case .list(let checks)? = json["checks"], checks.count == 2,
            case .list(let failures)? = checks[1]["failures"], let failure = failures.first,
            case .list(let expectations)? = checks[0]["expectations"]
        else { return #expect(Bool(false), "\(json.compact)") }
        #expect(failure["line"]?.real == 4 && failure["column"]?.real == 50)
        #expect(failure["message"] == .text("completed: expected 11, got 10, 1 (9.1 %) too low"))
        #expect(expectations[0]["value"]?.real == 10)
        #expect(expectations[0]["holds"] == .bool(true))
        #expect(checks[0]["golden"] == .null)
    }
}
