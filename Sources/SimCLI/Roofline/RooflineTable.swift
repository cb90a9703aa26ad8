import HardwareModels

/// What `roofline` prints: the table, the same as Markdown, and JSON.
struct RooflineTable {
    let study: RooflineStudy

    init(_ study: RooflineStudy) { self.study = study }

    func text(hasColour: Bool) -> String {
        let name = VisibleText.line(study.title)
        let title = hasColour ? "\u{1b}[1m\(name)\u{1b}[0m" : name
        return "\(title)\n\(study.ridgeLine)\n\n" + table.rendered() + "\n\(study.verdict)\n\(footer)\n"
    }

    func markdown() -> String {
        "# \(MarkdownText.line(study.title))\n\n\(study.ridgeLine)\n\n" + table.markdown()
            + "\n\(study.verdict)\n\n\(footer)\n"
    }

    private var footer: String { "Energy figures: \(study.scenario.provenance.rawValue)." }

    private var table: TextTable {
        var table = TextTable()
        table.leftColumns = [8]
        table.add([
            "step", "GFLOP", "GB", "FLOP/byte", "of roof", "ms", "W", "J/token", "waits for",
        ])
        for step in study.steps {
            table.add([
                "\(step.phase.rawValue) \(step.count)", Figures.short(step.flop / 1e9),
                Figures.short(step.bytes / 1e9), Figures.short(step.intensity),
                Figures.percent(step.share, of: 1), Figures.short(step.microseconds / 1e3),
                Figures.short(step.estimate.watts), Figures.short(step.joulesPerToken), step.bound.rawValue,
            ])
        }
        return table
    }

    var json: JSON {
        let model = study.model
        return .object([
            ("schema", .text("wattline.roofline")),
            ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)),
            ("system", .text(study.title)),
            ("gpus", .whole(model.sharding.devices)),
            ("unit", .text(model.mainUnit.rawValue)),
            ("peak_flop_per_s", .number(model.peakFlopPerSecond)),
            ("memory_bytes_per_s", .number(model.device.memoryBytesPerSecond)),
            ("ridge_flop_per_byte", .number(study.ridge)),
            ("context_tokens", .whole(study.context)),
            ("compute_bound_batch", study.crossover.map { .whole($0) } ?? .null),
            ("compute_bound_batch_of_products", study.weightCrossover.map { .whole($0) } ?? .null),
            ("memory_full_batch", .whole(study.cacheCapacity)),
            ("energy_provenance", .text(study.scenario.provenance.rawValue)),
            ("steps", .list(study.steps.map(json))),
        ])
    }

    /// FLOP, bytes and power of one GPU, energy of all.
    private func json(_ step: RooflineStep) -> JSON {
        .object([
            ("phase", .text(step.phase.rawValue)),
            ("count", .whole(step.count)),
            ("context_tokens", .whole(step.context)),
            ("flop", .number(step.flop)),
            ("bytes", .number(step.bytes)),
            ("flop_per_byte", .number(step.intensity)),
            ("flop_per_s", .number(step.rate)),
            ("time_ms", .number(step.microseconds / 1e3)),
            ("compute_floor_ms", .number(step.computeFloor / 1e3)),
            ("memory_floor_ms", .number(step.memoryFloor / 1e3)),
            ("share_of_roofline", .number(step.share)),
            ("waits_for", .text(step.bound.rawValue)),
            ("gpu_power_w", .number(step.estimate.watts)),
            ("energy_j", .number(step.joules)),
            ("energy_per_token_j", .number(step.joulesPerToken)),
            ("flop_per_joule", .number(step.flopPerJoule)),
        ])
    }
}
