import Testing

@testable import SimCLI

@Suite("Pictures of energy")
struct EnergyPictureTests {
    private func chart(_ flags: String) throws -> (chart: Chart, outcome: RunOutcome) {
        let outcome = try PictureFixture.outcome(flags)
        return (EnergyPicture(outcome).chart(width: 720), outcome)
    }

    @Test("The picture is the one that was looked at")
    func golden() throws {
        let (chart, outcome) = try chart("--num-prompts 40 --policy static --output-len lognormal:100,0.5")
        let svg = chart.svg
        try PictureFixture.check(svg)
        let print = try PictureFixture.print(svg, of: outcome, called: "energy")
        #expect(print == "31250fa5f82acae5")
        #expect(svg.contains(">padding</text>"))
    }

    @Test("Prefill, decode and idle add up to the total; waste and static power are said to be part of them")
    func sums() throws {
        let (chart, outcome) = try chart("--num-prompts 40 --request-rate 1")
        let values = chart.panels[0].series.map { $0.points[0].y }
        #expect(abs((values[0] + values[1] + values[2]) / outcome.joules - 1) < 1e-12)
        #expect(
            chart.panels[0].x.label.contains("prefill + decode + idle = \(Figures.joules(outcome.joules))"))
        #expect(chart.panels[0].x.scale == .names(["prefill", "decode", "idle", "static"]))
    }
}
