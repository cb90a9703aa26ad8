import HardwareModels
import SimCore

/// The report of a run, `-o report.html`: what came out and how well it is known, when it happened, where the energy
/// went, and how to repeat it. It names no time of day, no machine and no folder.
struct RunPage {
    private let outcome: RunOutcome
    private let table: RunTable
    private var scenario: Scenario { outcome.scenario }

    /// Of a picture: half a desktop's page, and all of a phone's.
    static let chartWidth = 440.0

    init(_ outcome: RunOutcome) {
        self.outcome = outcome
        table = RunTable(outcome)
    }

    var html: String {
        var page = HTMLPage(title: table.title, summary: headline)
        page.paragraph("Load: \(table.load).")
        if !outcome.warnings.isEmpty {
            page.section("Warnings")
            page.list(outcome.warnings)
        }
        keyFigures(&page)
        overTime(&page)
        let sections = table.sections
        latency(&page, sections.first { $0.name == "Latency" })
        energy(&page, sections.first { $0.name == "Energy" })
        roofline(&page)
        page.section("Serving")
        for section in sections where section.name == "Serving" {
            page.table(section.table, caption: "Requests, batches and cache", hasHead: section.hasHead)
        }
        configuration(&page)
        repetition(&page)
        page.embed(ResultDocument.json(outcome), id: "result")
        if let timeline = outcome.timeline {
            page.embed(TimelineSeries(timeline, duration: outcome.result.duration).json, id: "timeline")
        }
        return page.text
    }

    /// What came out, in one sentence.
    var headline: String {
        let result = outcome.result
        guard result.completed > 0 else { return "No request was answered." }
        var text =
            "\(Figures.count(Int(result.completed), "request")) answered in \(Figures.short(outcome.seconds)) s of simulated "
            + "time"
        if let throughput = table.number("output_throughput"),
            let energy = table.number("energy_per_output_token_j")
        {
            text +=
                ": \(Figures.short(throughput)) output tokens a second at \(Figures.short(energy)) J each, idle power "
                + "included"
        }
        if let ttft = result.ttft.quantile(0.99) {
            text += "; 99 % had their first token within \(Figures.short(ttft.milliseconds)) ms"
        }
        return text + (outcome.warnings.isEmpty ? "." : ". There are warnings.")
    }

    private func keyFigures(_ page: inout HTMLPage) {
        let band = outcome.errorBand
        let result = outcome.result
        var table = TextTable()
        table.leftColumns = [2, 3]
        table.add(["figure", "value", "unit", "error band"])
        func add(_ label: String, _ value: Double?, _ unit: String, _ percent: Double? = nil) {
            guard let value else { return }
            let range = percent.map { percent in
                let (low, high) = (value * (1 - percent / 100), value * (1 + percent / 100))
                return "\(Figures.plain(percent)) %: \(Figures.short(low)) to \(Figures.short(high))"
            }
            table.add([label, Figures.short(value), unit, range ?? Figures.none])
        }
        let number = self.table.number
        add(
            "energy per output token", number("energy_per_output_token_j"), "J, idle included",
            band?.energyPerOutputTokenPercent)
        add("energy per request", number("energy_per_request_j"), "J, idle included")
        add("mean power of a GPU", number("avg_gpu_power_w"), "W", band?.powerPercent)
        add("output throughput", number("output_throughput"), "tokens/s")
        add("request throughput", number("request_throughput"), "requests/s")
        add("request goodput", number("request_goodput"), "requests/s within every limit")
        add("p99 TTFT", result.ttft.quantile(0.99)?.milliseconds, "ms")
        add("mean TPOT", result.tpot.mean?.milliseconds, "ms")
        add("p99 E2EL", result.e2e.quantile(0.99)?.milliseconds, "ms")
        if let wattHours = number("facility_energy_wh") {
            let energy = RunTable.parts(Figures.wattHours(wattHours))
            table.add(["facility energy", energy.value, energy.unit, Figures.none])
        }
        add("carbon", number("gco2e_per_request"), "gCO2e a request")
        add("price", number("usd_per_1m_output_tokens"), "USD per 1M output tokens")
        page.section("Key figures")
        page.table(table, caption: "Key figures, and how far runs of this kind were from measured ones")
        page.paragraph("Energy figures: \(scenario.provenance.rawValue). \(provenance)")
        page.paragraph(
            ProvenanceNote(outcome).sentence
                + (band == nil
                    ? ""
                    : " Figures without a band were not compared with measured ones by themselves; that of the step time is of "
                        + "the mean step, which is no figure of a request."))
    }

    private var provenance: String {
        switch scenario.provenance {
        case .calibrated: "The constants of this GPU, engine and kind of model were fitted to measurements."
        case .transferred:
            "The constants were fitted to measurements of another GPU, engine or kind of model."
        case .datasheet: "The constants are those of the datasheet; nothing was fitted to measurements."
        case .defined: "The GPU is imaginary: its figures are true by definition."
        }
    }

    private func overTime(_ page: inout HTMLPage) {
        guard outcome.timeline != nil else { return }
        let picture = PowerPicture(outcome)
        let gpus = scenario.deviceCount == 1 ? "one GPU" : "all \(scenario.deviceCount) GPUs"
        page.section("Over time")
        page.figures([
            (
                picture.chart(width: Self.chartWidth, hasLoad: false),
                "Power of \(gpus) by phase, piled up; the dashed line is what they sustain. \(picture.binning)"
            ),
            (
                picture.loadChart(width: Self.chartWidth),
                "Waiting and running requests, rows of decoding steps (0 between them), and the part of the KV cache "
                    + "in use."
            ),
        ])
    }

    private typealias Section = (name: String, table: TextTable, hasHead: Bool)

    private func latency(_ page: inout HTMLPage, _ section: Section?) {
        page.section("Latency")
        page.figures(
            [
                (
                    LatencyPicture(outcome).chart(width: Self.chartWidth, isAlone: false),
                    "How many requests had at most which latency. TTFT: arrival to first token, queueing included; TPOT: "
                        + "mean gap between a request's tokens; E2EL: arrival to last token."
                )
            ], table: section.map { ($0.table, "Latencies in milliseconds", $0.hasHead) })
    }

    private func energy(_ page: inout HTMLPage, _ section: Section?) {
        page.section("Energy")
        page.figures(
            [
                (
                    EnergyPicture(outcome).chart(width: Self.chartWidth, isAlone: false),
                    "Energy of all GPUs. Prefill and decode are the steps' shares, static power included; idle is what was "
                        + "drawn while no step ran."
                )
            ], table: section.map { ($0.table, "Energy of all GPUs, and what it means outside", $0.hasHead) })
    }

    private func roofline(_ page: inout HTMLPage) {
        guard let batches = outcome.timeline?.batches else { return }
        page.section("Roofline")
        let context = max(1, Int((batches.meanContext ?? 1).rounded()))
        let study: RooflineStudy
        do throws(CLIError) {
            study = try RooflineStudy(scenario, context: context)
        } catch {
            page.paragraph("No picture: \(error.message).")
            return
        }
        var ran: [RooflineStep] = []
        if let rows = batches.meanDecodeRows {
            ran.append(
                RooflineStep(.decode, count: max(1, Int(rows.rounded())), context: context, of: scenario.cost)
            )
        }
        if let (tokens, prompts) = batches.medianPrefill {
            ran.append(
                RooflineStep(
                    .prefill, count: Int(tokens), context: 0, prompts: Int(prompts), of: scenario.cost))
        }
        let chart = RooflineChart(study, ran: ran).chart
        let captions = [
            "FLOP/s against FLOP/byte of one GPU: what the datasheet allows, what the calibrated model gives, and where this "
                + "run's usual steps lie.",
            "Work for a joule of one GPU, with the same steps.",
        ]
        page.figures(
            zip(chart.panels, captions).map { panel, caption in
                var single = chart
                single.title = panel.title
                single.panels = [panel]
                single.panels[0].title = ""
                single.width = Self.chartWidth
                single.footer = ""
                return (single, caption)
            })
        page.paragraph(
            "The mean decode step and the median prefill step of this run, each phase by itself, without what the other does "
                + "in the same step:")
        page.list(ran.map(sentence))
        page.paragraph("\(study.ridgeLine) \(study.verdict)")
    }

    private func sentence(_ step: RooflineStep) -> String {
        let what =
            step.phase == .decode
            ? "a decode step of \(Figures.count(step.count, "row")) that read \(step.context) tokens each"
            : step.shape.prefillChunks > 1
                ? "\(Figures.count(step.count, "prompt token")) of \(step.shape.prefillChunks) equal prompts in a step"
                : "\(Figures.count(step.count, "token")) of a prompt"
        return
            "\(what): \(Figures.short(step.intensity)) FLOP/byte, \(Figures.percent(step.share, of: 1)) of the roofline, "
            + "\(Figures.short(step.joulesPerToken)) J a token; most of its time goes to \(step.bound.rawValue)."
    }

    private func configuration(_ page: inout HTMLPage) {
        guard case .object(let members) = scenario.publicConfiguration else { return }
        var table = TextTable()
        table.leftColumns = [1]
        table.add(["setting", "value"])
        for (name, value) in members where value != .null {
            switch value {
            case .object(let parts):
                for part in parts { table.add(["\(name) \(part.key)", part.value.flagText]) }
            case .list(let values): table.add([name, values.map(\.flagText).joined(separator: ", ")])
            default: table.add([name, value.flagText])
            }
        }
        page.section("Configuration")
        page.table(table, caption: "Every setting, resolved; what is not listed does not apply")
    }

    private func repetition(_ page: inout HTMLPage) {
        page.section("How to repeat it")
        page.code(scenario.commandLine)
        page.paragraph(
            "The same command with the same version gives the same figures, to the last digit. Files are named without their "
                + "folders.")
        page.list([
            "seed \(scenario.load.seed), replication \(scenario.load.replication)",
            "configuration \(outcome.configurationHash)",
            "run \(outcome.result.fingerprint.hexadecimal)",
            "Wattline \(CommandLineTool.version)",
        ])
    }
}
