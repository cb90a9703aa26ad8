/// Checks as JUnit XML, which CI systems read: a suite a file, a case a check.
///
/// Times are left out: they would be those of this machine, and a report is the same bytes on every one.
struct JUnitReport {
    let outcomes: [CheckOutcome]

    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"wattline check\" \(counts(outcomes))>\n"
        var files: [String] = []
        for outcome in outcomes where !files.contains(outcome.check.place.name) {
            files.append(outcome.check.place.name)
        }
        for file in files {
            let suite = outcomes.filter { $0.check.place.name == file }
            text += "  <testsuite name=\"\(XMLText.escaped(file))\" \(counts(suite))>\n"
            for outcome in suite { text += testCase(outcome, file) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private func counts(_ outcomes: [CheckOutcome]) -> String {
        let failed = outcomes.filter { !$0.hasPassed }.count
        return "tests=\"\(outcomes.count)\" failures=\"\(failed)\" errors=\"0\""
    }

    private func testCase(_ outcome: CheckOutcome, _ file: String) -> String {
        let start =
            "    <testcase name=\"\(XMLText.escaped(outcome.check.name))\" classname=\"\(XMLText.escaped(file))\""
        guard let first = outcome.failures.first else { return start + "/>\n" }
        // One element: readers differ on what a second one means.
        var lines: [String] = []
        for failure in outcome.failures {
            lines.append(failure.place.prefix + failure.text)
            lines += failure.details.map { "  " + $0 }
        }
        let body = lines.map(XMLText.escaped).joined(separator: "\n")
        return start
            + ">\n      <failure message=\"\(XMLText.escaped(first.text))\" type=\"check\">\(body)</failure>\n"
            + "    </testcase>\n"
    }
}
