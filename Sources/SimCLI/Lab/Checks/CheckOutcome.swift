import WattlineText

/// A check that was run.
package struct CheckOutcome: Sendable {
    /// An expectation and what came of it.
    struct Judgement: Sendable {
        let expectation: Expectation
        let value: Double?
        /// nil where it holds.
        let complaint: String?
        /// Which request it is about, where one can be named.
        let story: String?
    }

    /// Something that is not as expected: where that stands, what it is in one line, and lines that explain it.
    package struct Failure: Sendable {
        let place: FilePlace
        let text: String
        var details: [String] = []
    }

    package let check: CheckSpec
    let judgements: [Judgement]
    package let golden: GoldenFile.Verdict?
    package let warnings: [String]
    /// Empty where the run was refused.
    let configurationHash: String
    let fingerprint: String
    /// Why there was no run.
    let refusal: String?
    /// The new golden, where one is to be written.
    package let document: String
    package let failures: [Failure]

    var hasPassed: Bool { failures.isEmpty }

    /// A run that is not possible; right if that was expected.
    init(refused reason: String, _ check: CheckSpec) {
        self.check = check
        judgements = []
        golden = nil
        warnings = []
        configurationHash = ""
        fingerprint = ""
        document = ""
        refusal = reason
        guard let expected = check.refusal else {
            failures = [Failure(place: check.place, text: "the run is not possible: \(reason)")]
            return
        }
        failures =
            reason.contains(expected.text)
            ? []
            : [
                Failure(
                    place: expected.place,
                    text: "error: expected one with \(quoted(expected.text)), got: \(reason)")
            ]
    }

    init(
        _ check: CheckSpec, judgements: [Judgement], golden: GoldenFile.Verdict?, updates: Bool,
        warnings: [String], configurationHash: String, fingerprint: String, document: String
    ) {
        self.check = check
        self.judgements = judgements
        self.golden = golden
        self.warnings = warnings
        self.configurationHash = configurationHash
        self.fingerprint = fingerprint
        self.document = document
        refusal = nil
        var failures: [Failure] = []
        if let expected = check.refusal {
            failures.append(
                Failure(
                    place: expected.place,
                    text: "error: expected one with \(quoted(expected.text)), but the run is possible"))
        }
        for judgement in judgements {
            guard let complaint = judgement.complaint else { continue }
            failures.append(
                Failure(
                    place: judgement.expectation.place, text: "\(judgement.expectation.metric): \(complaint)",
                    details: judgement.story.map { [$0] } ?? []))
        }
        if let file = check.golden, let golden, !updates {
            switch golden {
            case .same: break
            case .missing:
                failures.append(
                    Failure(
                        place: file.place,
                        text: "golden \(quoted(file.path)) does not exist. Write it with --update"))
            case .different(let differences, let count):
                failures.append(
                    Failure(
                        place: file.place, text: CheckOutcome.summary(file, differences, count),
                        details: GoldenDifference.table(differences)))
            }
        }
        self.failures = failures
    }

    /// `golden goldens/chat.json: 3 of 61 figures differ, and 1 setting`.
    package static func summary(_ file: GoldenFile, _ differences: [GoldenDifference], _ count: Int) -> String
    {
        let settings = differences.filter(\.isSetting).count
        let figures = differences.count - settings
        return "golden \(quoted(file.path)): \(figures) of \(Figures.count(count, "figure")) "
            + (figures == 1 ? "differs" : "differ")
            + (settings > 0 ? ", and \(Figures.count(settings, "setting")) of the run" : "")
    }
}
