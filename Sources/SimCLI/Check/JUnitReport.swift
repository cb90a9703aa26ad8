/// Checks as JUnit XML, which CI systems read: a suite a file, a case a check; a file that is wrong is a case with an error.
///
/// Times are left out: they would be those of this machine, and a report is the same bytes on every one.
struct JUnitReport {
    let outcomes: [CheckOutcome]
    /// Files that are no checks, and why.
    var invalid: [(file: String, error: CLIError)] = []

    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"wattline check\" \(counts(outcomes, errors: invalid.count))>\n"
        var files: [String] = []
        for outcome in outcomes where !files.contains(outcome.check.place.name) {
            files.append(outcome.check.place.name)
        }
        for file in files {
            let suite = outcomes.filter { $0.check.place.name == file }
            text += "  <testsuite name=\"\(SVGText.escaped(file))\" \(counts(suite))>\n"
            for outcome in suite { text += testCase(outcome, file) }
            text += "  </testsuite>\n"
        }
        for (file, error) in invalid {
            let name = SVGText.escaped(file)
            let body = ([error.message] + error.details).map(SVGText.escaped).joined(separator: "\n")
            text += "  <testsuite name=\"\(name)\" \(counts([], errors: 1))>\n"
            text += "    <testcase name=\"the file can be read\" classname=\"\(name)\">\n"
            text +=
                "      <error message=\"\(SVGText.escaped(error.message))\" type=\"invalid\">\(body)</error>\n"
                + "    </testcase>\n  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private func counts(_ outcomes: [CheckOutcome], errors: Int = 0) -> String {
        let failed = outcomes.filter { !$0.hasPassed }.count
        return "tests=\"\(outcomes.count + errors)\" failures=\"\(failed)\" errors=\"\(errors)\""
    }

    private func testCase(_ outcome: CheckOutcome, _ file: String) -> String {
        let start =
            "    <testcase name=\"\(SVGText.escaped(outcome.check.name))\" classname=\"\(SVGText.escaped(file))\""
        guard let first = outcome.failures.first else { return start + "/>\n" }
        // One element: readers differ on what a second one means.
        var lines: [String] = []
        for failure in outcome.failures {
            lines.append(failure.place.prefix + failure.text)
            lines += failure.details.map { "  " + $0 }
        }
        let body = lines.map(SVGText.escaped).joined(separator: "\n")
        return start
            + ">\n      <failure message=\"\(SVGText.escaped(first.text))\" type=\"check\">\(body)</failure>\n"
            + "    </testcase>\n"
    }
}
