import HardwareModels

/// What the simulation assumes and what it leaves out, with this system's own constants where they matter.
struct ModelExplanation {
    let scenario: Scenario

    init(_ scenario: Scenario) { self.scenario = scenario }

    var sections: [(heading: String, rows: [(String, String)])] {
        [("Assumed", assumptions), ("Not modelled", omissions), ("Known", known)]
    }

    private var assumptions: [(String, String)] {
        let device = scenario.device
        let engine = scenario.engine
        return [
            (
                "step time",
                "the sum of its kernels, one after the other, and the host's time; a kernel takes the longer of its FLOP "
                    + "and its bytes, each at a share of the datasheet's rate, and a launch"
            ),
            ("host", engine.hostWords),
            (
                "energy",
                "\(Figures.short(device.activeFloorPower.watts)) W while there is work, "
                    + "\(Figures.short(device.idlePower.watts)) W idle, \(Figures.short(device.picojoulesPerFlop)) pJ a "
                    + "16-bit FLOP, \(Figures.short(device.picojoulesPerByte)) pJ a byte of device memory"
            ),
            (
                "other formats",
                "an 8-bit FLOP draws \(Figures.short(ComputeUnit.fp8.relativeEnergy)) of a 16-bit one, a tf32 one "
                    + "\(Figures.short(ComputeUnit.tf32.relativeEnergy)), an fp32 one "
                    + "\(Figures.short(ComputeUnit.fp32.relativeEnergy))"
            ),
            (
                "power cap",
                "a step that would draw more than \(Figures.plain(device.capPower.watts)) W "
                    + "runs at the highest clock at which it draws no more, and takes longer"
            ),
            (
                "clock",
                "the voltage is level up to \(Figures.short(device.voltage.knee * device.clockMegahertz)) MHz and "
                    + "\(Figures.short(device.voltage.topVoltage)) times that at the highest clock; energy on the chip "
                    + "goes with its square, standing power with the clock besides, energy of the memory with neither"
            ),
            (
                "memory",
                "weights, a reserve for activations and logits, and a KV cache in blocks of \(engine.blockSize) tokens"
            ),
            ("requests", "lengths are known to the simulator and not to the policy; no request stops early"),
            (
                "shares",
                "a mixed step's energy is divided between prompts and answers by what each computes and moves"
            ),
        ]
    }

    private var omissions: [(String, String)] {
        [
            (
                "prefix cache",
                "every prompt is computed in full; the prefix blocks of Mooncake traces are not reused"
            ),
            ("speculation", "a decode row makes one token a step"),
            ("disaggregation", "prefill and decode share their GPUs"),
            ("network", "no time between client and server, nor for tokenising"),
            ("temperature", "no leakage that grows with heat, no throttling but the power cap"),
            ("variation", "every GPU is alike, and every step of the same batch takes the same time"),
            ("values", "energy of a FLOP does not depend on the data that is multiplied"),
            ("failures", "no GPU fails, no request is cancelled"),
            ("several nodes", "all links are those of one machine"),
        ]
    }

    private var known: [(String, String)] {
        let band =
            scenario.errorBand.map {
                "mean absolute error of \($0.runs) measured runs of this kind: step time \($0.timePercent) %, power "
                    + "\($0.powerPercent) %, energy per output token \($0.energyPerOutputTokenPercent) %"
            } ?? "no measured run of this kind was compared"
        var rows = [("provenance", scenario.provenance.rawValue), ("error", band)]
        if !scenario.engine.assumptions.isEmpty { rows.append(("engine", scenario.engine.assumptions)) }
        return rows
    }

    var text: String {
        "\(scenario.model.name) \(scenario.format.name) on \(scenario.device.name), engine \(scenario.engine.name)\n"
            + sections.map { "\n\($0.heading):\n" + ExplainTopic.rows($0.rows) }.joined()
    }

    var json: JSON {
        .object(
            sections.map { section in
                (
                    key: section.heading.lowercased().replacingBlanks,
                    value: .object(section.rows.map { ($0.0.replacingBlanks, .text($0.1)) })
                )
            })
    }
}

extension String {
    /// `not modelled` as a key: `not_modelled`.
    fileprivate var replacingBlanks: String { String(map { $0 == " " ? "_" : $0 }) }
}
