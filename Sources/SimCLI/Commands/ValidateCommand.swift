/// `wattline validate`: measurements beside predictions.
enum ValidateCommand {
    /// What a power trace needs to know of the run that it belongs to.
    private static let runFlags: [FlagKey] = [
        .trace, .timeScale, .traceTimeUnit, .rebase, .model, .gpu, .tp, .pp, .dp, .ep, .engine, .dtype,
        .quantization, .kvCacheDtype, .expertRouting, .sampling, .powerCap, .clock, .maxConcurrency, .policy,
        .maxNumSeqs,
        .maxNumBatchedTokens, .gpuMemoryUtilization, .routing,
    ]

    static let flags: [Flag] =
        [
            CalibrationFlags.data, CalibrationFlags.maxMAPE, CalibrationFlags.constants,
            CalibrationFlags.rows, RunFlags.flag(.json),
        ] + RunFlags.all.filter { runFlags.contains($0.key) }

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: flags, verb: "validate")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.validate)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let given = try CalibrationFlags.Values(parsed.given)
        let paths = given.texts(.data)
        guard let path = paths.last else {
            throw CLIError.usage("validate needs measurements. Try: wattline validate --data serving.csv")
        }
        guard paths.count == 1 else {
            throw CLIError.usage("validate takes one --data, got \(paths.count). Run it once for each file")
        }
        let inputs = InputFiles(parsed.given)
        try inputs.refuseRepeatedStreams()
        let constants = try given.texts(.constants).last.map(ConstantsFile.read) ?? ConstantValues()
        try OutputFile.refuseRepeats(given.texts(.output))
        try inputs.refuseOutputs(given.texts(.output))
        for path in given.texts(.output) { try OutputFile.check(path) }
        let table = try DataTable(path: path)
        let kind = try MeasuredFile.recognise(table)
        let report: ValidationReport
        let ofRun = parsed.given.filter { runFlags.contains($0.flag.key) || $0.flag.key == .constants }
        if case .powerTrace = kind, ofRun.contains(where: { $0.flag.key == .trace }) {
            report = try PowerTraceValidation.report(table, try Settings(ofRun))
        } else {
            if let stray = ofRun.first(where: { $0.flag.key != .constants }) {
                throw CLIError.usage(
                    "\(stray.spelling) belongs to a power trace (t_s,gpu,power_w); \(path) is none")
            }
            report = try kind.report(table, constants)
        }
        guard !report.rows.isEmpty else {
            let count = report.skipped.count
            throw CLIError.usage(
                count == 0
                    ? "\(path) has a header and no rows"
                    : count == 1
                        ? "the only row of \(path) cannot be compared"
                        : "none of the \(count) rows of \(path) can be compared",
                details: report.reasons)
        }
        for path in given.texts(.output) { try OutputFile.write(report.csv, to: path) }
        terminal.output.write(given.isOn(.json) ? report.json.pretty : report.text)
        for warning in report.warnings { terminal.warn(warning) }
        guard let limit = given.number(.maxMAPE) else { return }
        guard let largest = report.largestMAPE else {
            throw CLIError(
                .thresholdFailed, "--max-mape \(Figures.plain(limit)) has no row to judge: all were skipped")
        }
        if largest.value > limit {
            throw CLIError(
                .thresholdFailed,
                "the MAPE of \(largest.metric.rawValue) is \(Figures.short(largest.value)) %, above --max-mape "
                    + Figures.plain(limit))
        }
    }
}
