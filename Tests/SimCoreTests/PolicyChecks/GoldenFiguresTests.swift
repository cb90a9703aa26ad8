import Testing

@testable import SimCore

@Suite struct GoldenFiguresTests {
    private func figures() throws -> GoldenFigures {
        GoldenFigures(try PolicyTrial(ChunkedPrefill(), on: .lone).run())
    }

    /// By hand: 1 s idle at 100 W; a prefill of 10 tokens and four decode steps, at 500 W.
    @Test func theTextIsIntegersThatCanBeCheckedByHand() throws {
        let steps: [Int64] = [10_200, 10_010, 10_010, 10_010, 10_010]
        let context: Int64 = (11 + 12 + 13 + 14) * 50_000
        let busy = steps.reduce(0, +) * 1_000_000 + context
        let text = try figures().text
        #expect(text.hasPrefix("completed 1\nfailed 0\nsteps 5\nduration_ps \(1_000_000_000_000 + busy)\n"))
        #expect(
            text.hasSuffix(
                "energy_fj \(100_000_000_000_000_000 + busy * 500_000)\nidle_energy_fj 100000000000000000\n"))
    }

    @Test func itsOwnTextIsNoDifference() throws {
        let figures = try figures()
        #expect(figures.differences(from: figures.text) == [])
        #expect(figures.differences(from: "\n  steps 5  \n\n") == [])
        #expect(figures.differences(from: "completed 1\r\nsteps 5\r\n") == [])
    }

    @Test(arguments: [
        ("steps 10", "steps: golden 10, now 5 (-5, -50.00 %)"),
        ("preemptions 3", "preemptions: golden 3, now 0 (-3, -100.00 %)"),
        ("failed 0\nsteps 0", "steps: golden 0, now 5 (+5)"),
        (
            "steps -170141183460469231731687303715884105728",
            "steps: golden -170141183460469231731687303715884105728, now 5"
        ),
        ("pasos 5", "there is no figure 'pasos' in this run"),
        ("steps five", "the line 'steps five' is no figure; one is a name and a whole number"),
        ("steps", "the line 'steps' is no figure; one is a name and a whole number"),
        ("", "the golden has no figures"),
    ])
    func whatDiffersIsSaid(golden: String, expected: String) throws {
        let differences = try figures().differences(from: golden)
        #expect(differences.first == expected)
        #expect(differences.last == "if that is meant, the golden is now:\n" + (try figures().text))
    }
}
