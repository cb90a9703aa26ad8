import HardwareModels

/// How well the figures of a result are known: where its constants come from, and how far runs of its kind were from
/// measured ones. The one source of what run, sweep, compare and the report say of it.
struct ProvenanceNote: Equatable, Sendable {
    /// Mean absolute errors in percent over so many measured runs of the same kind.
    struct Band: Equatable, Sendable {
        let kind: String
        let runs: Int
        let timePercent: Double
        let powerPercent: Double
        let energyPerOutputTokenPercent: Double

        init(_ band: ErrorBand) {
            kind = band.kind.rawValue
            runs = band.runs
            timePercent = band.timePercent
            powerPercent = band.powerPercent
            energyPerOutputTokenPercent = band.energyPerOutputTokenPercent
        }
    }

    let provenance: String
    /// nil where none was compared, or nothing was answered.
    let band: Band?
    /// Whether a request was answered: without one there is no figure that a band could be of.
    let hasAnswers: Bool

    init(_ outcome: RunOutcome) {
        provenance = outcome.scenario.provenance.rawValue
        band = outcome.errorBand.map(Band.init)
        hasAnswers = outcome.result.completed > 0
    }

    /// Of a result that was written.
    ///
    /// - Throws: `CLIError` (exit code 2) for members that are no such thing.
    init(_ object: JSONObject) throws(CLIError) {
        provenance = try object.text("energy_provenance") ?? "not said"
        band = try object.object("energy_error_band").map { (object) throws(CLIError) in try Band(object) }
        hasAnswers = try object.whole("completed", in: 0...Int.max) != 0
    }

    /// Of a row of a sweep, which names the kind of its band alone. nil where it did not run.
    init?(_ row: SweepRow, _ completed: Double?) {
        guard let provenance = row.provenance else { return nil }
        self.provenance = provenance
        band = row.errorBand.flatMap { kind in ErrorBand.all.first { $0.kind.rawValue == kind } }
            .map(Band.init)
        hasAnswers = completed != 0
    }

    /// The band as a result has it; null for none.
    var json: JSON {
        guard let band else { return .null }
        return .object([
            ("class", .text(band.kind)),
            ("measured_runs", .whole(band.runs)),
            ("time_percent", .number(band.timePercent)),
            ("power_percent", .number(band.powerPercent)),
            ("energy_per_output_token_percent", .number(band.energyPerOutputTokenPercent)),
        ])
    }

    /// `Energy figures: calibrated.`
    var origin: String { "Energy figures: \(provenance)." }

    /// How far runs of this kind were from measured ones, as a sentence.
    var sentence: String {
        guard let band else {
            return hasAnswers
                ? "Error band: none, no measured run of this kind was compared."
                : "Error band: none, no request was answered."
        }
        return
            "Error band (\(band.kind)): step time \(band.timePercent) %, power \(band.powerPercent) %, energy per output "
            + "token \(band.energyPerOutputTokenPercent) % (mean of \(band.runs) measured runs of this kind)."
    }

    /// Of several results, each named: one pair of lines where they are alike, else a line for each kind.
    static func lines(_ notes: [(name: String, note: ProvenanceNote)]) -> [String] {
        var kinds: [(names: [String], note: ProvenanceNote)] = []
        for (name, note) in notes {
            if let known = kinds.firstIndex(where: { $0.note == note }) {
                kinds[known].names.append(name)
            } else {
                kinds.append(([name], note))
            }
        }
        if kinds.count == 1, let (_, note) = kinds.first { return [note.origin, note.sentence] }
        return kinds.map { names, note in
            let shown = names.prefix(3).joined(separator: ", ")
            let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
            return "\(shown)\(rest): \(note.origin) \(note.sentence)"
        }
    }
}

extension ProvenanceNote.Band {
    fileprivate init(_ object: JSONObject) throws(CLIError) {
        func percent(_ key: String) throws(CLIError) -> Double {
            guard let value = try object.real(key, in: 0...1e6) else { throw object.missing(key) }
            return value
        }
        kind = try object.required("class")
        guard let runs = try object.whole("measured_runs", in: 1...Int.max) else {
            throw object.missing("measured_runs")
        }
        self.runs = runs
        timePercent = try percent("time_percent")
        powerPercent = try percent("power_percent")
        energyPerOutputTokenPercent = try percent("energy_per_output_token_percent")
    }
}

extension RunOutcome {
    /// How far runs of this kind were from measured ones; nil where none was compared, or nothing was answered.
    var errorBand: ErrorBand? { result.completed > 0 ? scenario.errorBand : nil }
}
