import HardwareModels

/// `wattline calibrate`: measurements in, constants out, with the error on what was not fitted.
enum CalibrateCommand {
    /// What serving runs can tell: the step's host time, the sampler, and where the power goes.
    static let servingConstants = [
        "stepOverheadMicroseconds", "sampler.nanosecondsPerLogit", "activeFloorWatts", "picojoulesPerFlop",
        "picojoulesPerByte", "sampler.nanojoulesPerLogit",
    ]

    static let flags: [Flag] = [
        CalibrationFlags.data, CalibrationFlags.fit, CalibrationFlags.only, CalibrationFlags.constants,
        CalibrationFlags.constantsFile, RunFlags.flag(.json),
    ]

    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: flags, verb: "calibrate")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(HelpCommand.calibrate)
            return
        }
        try parser.refuseExtra(parsed.positionals, after: 0)
        let given = try CalibrationFlags.Values(parsed.given)
        guard !given.texts(.data).isEmpty else {
            throw CLIError.usage("calibrate needs measurements. Try: wattline calibrate --data serving.csv")
        }
        let inputs = InputFiles(parsed.given)
        try inputs.refuseRepeatedStreams()
        try OutputFile.refuseRepeats(given.texts(.output))
        try inputs.refuseOutputs(given.texts(.output))
        for path in given.texts(.output) { try OutputFile.check(path) }
        let start = try given.texts(.constants).last.map(ConstantsFile.read) ?? ConstantValues()
        let only = given.texts(.only).last.flatMap(WorkloadClass.init(rawValue:))
        var cases: [CalibrationCase] = []
        let paths = given.texts(.data)
        for (index, path) in paths.enumerated() {
            // Its rows would count twice, and the standard errors come out too small.
            for other in paths[..<index] where FileIdentity(path) == FileIdentity(other) {
                throw CLIError.usage(
                    "--data \(quoted(path)) is the file \(quoted(other)) again. Name it once")
            }
        }
        for path in paths {
            let table = try DataTable(path: path)
            cases += try MeasuredFile.recognise(table).cases(table, only: only)
        }
        let problem = CalibrationProblem(
            constants: try constants(given.texts(.fit)), fixed: start, cases: cases)
        guard !cases.isEmpty else {
            throw CLIError.usage("no row of the data can be predicted: 'wattline validate' says why")
        }
        let calibration = try Calibration(problem)
        for path in given.texts(.output) {
            try OutputFile.write(ConstantsFile.json(calibration.values).pretty, to: path)
        }
        terminal.output.write(given.isOn(.json) ? calibration.json.pretty : calibration.text)
        for warning in calibration.warnings { terminal.warn(warning) }
    }

    private static func constants(_ lists: [String]) throws(CLIError) -> [Constant] {
        let names = lists.flatMap { $0.split(separator: ",").map(String.init) }
        var constants: [Constant] = []
        for name in names.isEmpty ? servingConstants : names {
            do throws(BadValue) {
                let constant = try Constant.named(name)
                guard !constants.contains(where: { $0.name == constant.name }) else {
                    throw .predicate("names \(constant.name) twice")
                }
                constants.append(constant)
            } catch {
                throw error.error(for: Subject(name: "--fit"))
            }
        }
        return constants
    }
}
