import SimCore

/// Where the energy of a run went: by phase, and what would have been drawn anyway.
struct EnergyPicture {
    private let outcome: RunOutcome

    init(_ outcome: RunOutcome) { self.outcome = outcome }

    /// `isAlone`: not on a page that says what was run.
    func chart(width: Double, isAlone: Bool = true) -> Chart {
        Chart(
            title: isAlone ? "Energy: \(RunTable(outcome).title)" : "Energy by phase",
            description: description, panels: [panel], width: width,
            footer: isAlone ? RunPicture.footer(outcome) : "")
    }

    private struct Part {
        let name: String
        let energy: Energy
        let colour: Int
        let meaning: String
    }

    private var parts: [Part] {
        let ledger = outcome.result.energy
        let colours = RunPicture.colours
        var parts = [
            Part(
                name: "prefill", energy: ledger.prefill, colour: colours.prefill,
                meaning: "steps' shares for prompts"),
            Part(
                name: "decode", energy: ledger.decode, colour: colours.decode,
                meaning: "steps' shares for answers"),
            Part(name: "idle", energy: ledger.idle, colour: colours.idle, meaning: "while no step ran"),
        ]
        if ledger.paddingWaste != .zero {
            parts.append(
                Part(
                    name: "padding", energy: ledger.paddingWaste, colour: 5,
                    meaning: "part of prefill and decode"))
        }
        if ledger.recomputeWaste != .zero {
            parts.append(
                Part(
                    name: "recomputing", energy: ledger.recomputeWaste, colour: 3, meaning: "part of prefill")
            )
        }
        parts.append(
            Part(
                name: "static", energy: ledger.staticPart, colour: 6,
                meaning: "idle power over the whole run, busy or not: part of all phases"))
        return parts
    }

    private var description: String {
        let total = outcome.result.energy.total.joules
        let list = parts.map { "\($0.name) \(Figures.percent($0.energy.joules, of: total)) (\($0.meaning))" }
        return "Of \(Figures.joules(total)): \(list.joined(separator: ", "))."
    }

    private var panel: ChartPanel {
        let total = outcome.result.energy.total.joules
        let isLarge = total >= Figures.kilowattHourJoules
        let parts = parts
        let series = parts.enumerated().map { index, part in
            let joules = part.energy.joules
            let share = Figures.percent(joules, of: total)
            return ChartSeries(
                "", .stackedBar, colour: part.colour,
                [
                    ChartSeries.Point(
                        Double(index), isLarge ? joules / Figures.kilowattHourJoules : joules,
                        note: "\(part.name): \(Figures.joules(joules, of: total)), \(share), \(part.meaning)",
                        label: share)
                ])
        }
        let waste = parts.filter { $0.meaning.hasPrefix("part of") }.map(\.name)
        let areOutside = waste.isEmpty ? "" : "; \(waste.joined(separator: " and ")) is part of these"
        return ChartPanel(
            x: ChartAxis(
                "prefill + decode + idle = \(Figures.joules(total))\(areOutside); static is idle power all the time",
                .names(parts.map(\.name))),
            y: ChartAxis("energy of all GPUs, \(isLarge ? "kWh" : "J")", including: [0]), series: series,
            height: 220, hasLegend: false)
    }
}
