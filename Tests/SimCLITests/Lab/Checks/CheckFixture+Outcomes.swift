import SimCLITestSupport

@testable import WattlineText
@testable import WattlineLab

extension CheckFixture {
    /// The checks of a text that is one file.
    static func read(_ text: String) throws -> CheckFile {
        try CheckFile(
            JSONObject(Array(text.utf8), name: "ci/a.json", called: "a file of checks"), path: "ci/a.json")
    }

    /// Outcomes of the checks, on one thread.
    static func outcomes(_ checks: String) throws -> [CheckOutcome] {
        try read(file(checks)).checks.map {
            try CheckRun(check: $0, updates: false).outcome(WarmCost.Shelf())
        }
    }
}
