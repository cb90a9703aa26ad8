/// What checks came to, for people and for programs.
struct CheckReport {
    let outcomes: [CheckOutcome]

    var passed: Int { outcomes.filter(\.hasPassed).count }
    var failed: Int { outcomes.count - passed }

    /// The closing line; scripts look for it, so it stands alone and keeps its form.
    var closing: String { "\(passed) passed, \(failed) failed\n" }

    /// A line a check, and what is wrong below those that failed.
    func text(hasColour: Bool) -> String {
        var text = ""
        for outcome in outcomes {
            let word = outcome.hasPassed ? "PASS" : "FAIL"
            let mark = hasColour ? "\u{1b}[\(outcome.hasPassed ? 32 : 31)m\(word)\u{1b}[0m" : word
            text += "\(mark)  \(VisibleText.line(outcome.check.name))\n"
            for failure in outcome.failures {
                text += "      \(VisibleText.line(failure.place.prefix + failure.text))\n"
                for line in failure.details { text += "        \(VisibleText.line(line))\n" }
            }
        }
        return text
    }

    var json: JSON {
        .object([
            ("schema", .text("wattline.check")), ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)), ("passed", .whole(passed)),
            ("failed", .whole(failed)),
            ("checks", .list(outcomes.map(json))),
        ])
    }

    private func json(_ outcome: CheckOutcome) -> JSON {
        .object([
            ("name", .text(outcome.check.name)), ("file", .text(outcome.check.place.name)),
            ("line", .whole(outcome.check.place.position.line)), ("passed", .bool(outcome.hasPassed)),
            ("configuration_hash", outcome.refusal == nil ? .text(outcome.configurationHash) : .null),
            ("fingerprint", outcome.refusal == nil ? .text(outcome.fingerprint) : .null),
            ("refusal", outcome.refusal.map { .text($0) } ?? .null),
            ("expectations", .list(outcome.judgements.map(json))), ("golden", golden(outcome)),
            (
                "failures",
                .list(
                    outcome.failures.map { failure in
                        let position = failure.place.position
                        return .object([
                            ("line", .whole(position.line)), ("column", .whole(position.column)),
                            ("message", .text(failure.text)),
                            ("details", .list(failure.details.map { .text($0) })),
                        ])
                    })
            ),
            ("warnings", .list(outcome.warnings.map { .text($0) })),
        ])
    }

    private func json(_ judgement: CheckOutcome.Judgement) -> JSON {
        .object([
            ("metric", .text(judgement.expectation.metric)), ("expected", .text(judgement.expectation.text)),
            ("value", .optional(judgement.value)), ("holds", .bool(judgement.complaint == nil)),
        ])
    }

    private func golden(_ outcome: CheckOutcome) -> JSON {
        guard let file = outcome.check.golden, let verdict = outcome.golden else { return .null }
        let (status, differences): (String, [GoldenDifference]) =
            switch verdict {
            case .same: ("same", [])
            case .missing: ("missing", [])
            case .different(let differences, _): ("different", differences)
            }
        return .object([
            ("file", .text(file.path)), ("status", .text(status)),
            (
                "differences",
                .list(
                    differences.map {
                        .object([("key", .text($0.key)), ("golden", $0.golden), ("now", $0.now)])
                    })
            ),
        ])
    }
}
