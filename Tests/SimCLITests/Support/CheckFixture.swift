import WattlineLab
import WattlineText

/// Files of checks that need a few milliseconds.
package enum CheckFixture {
    /// Ten requests on an imaginary machine.
    package static let defaults =
        "\"defaults\": {\"num-prompts\": 10, \"model\": \"textbook-7b\", \"gpu\": \"textbook-gpu\", \"engine\": \"ideal\"}"

    package static func file(_ checks: String) -> String { "{\(defaults),\n\"checks\": [\n\(checks)\n]}\n" }

    /// The checks of a text that is one file.
    package static func read(_ text: String) throws -> CheckFile {
        try CheckFile(
            JSONObject(Array(text.utf8), name: "ci/a.json", called: "a file of checks"), path: "ci/a.json")
    }

    /// Outcomes of the checks, on one thread.
    package static func outcomes(_ checks: String) throws -> [CheckOutcome] {
        try read(file(checks)).checks.map {
            try CheckRun(check: $0, updates: false).outcome(WarmCost.Shelf())
        }
    }
}
