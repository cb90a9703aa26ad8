/// The kinds of measured files, told apart by their columns.
enum MeasuredFile {
    case serving
    case kernels(KernelTable)
    case own
    case batches
    case powerTrace

    private static let all = [serving, own] + KernelTable.allCases.map(kernels) + [batches, powerTrace]

    /// The columns that make a file one of this kind.
    var columns: [String] {
        switch self {
        case .serving: ServingRow.columns
        case .kernels(let table): table.columns
        case .own: OwnMeasurements.columns
        case .batches: BatchBenchmark.columns
        case .powerTrace: PowerTraceFile.columns
        }
    }

    /// - Throws: `CLIError` for a header that is none of these.
    static func recognise(_ table: DataTable) throws(CLIError) -> MeasuredFile {
        if let kind = all.first(where: { table.has($0.columns) }) { return kind }
        if let other = ForeignFile(names: table.header) {
            throw CLIError.usage("\(table.file) is \(other.noun). \(other.hint(for: .measurements))")
        }
        var nearest = all[0]
        var best = -1.0
        for kind in all {
            let found = kind.columns.filter(table.header.contains).count
            let share = Double(found) / Double(kind.columns.count)
            if share > best { (nearest, best) = (kind, share) }
        }
        let missing = nearest.columns.filter { !table.header.contains($0) }.joined(separator: ", ")
        throw CLIError.usage(
            "\(table.file):1: no table of measurements that is known. The nearest one needs \(missing)",
            details: ["its columns are " + shown(table.header)])
    }

    /// The names of columns, as many as fit a line.
    private static func shown(_ header: [String]) -> String {
        let scalars = header.prefix(64).joined(separator: ",").unicodeScalars
        let text = String(String.UnicodeScalarView(scalars.prefix(200)))
        return text.unicodeScalars.count < scalars.count || header.count > 64 ? text + "..." : text
    }

    /// Every row's prediction beside its measurement.
    func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        switch self {
        case .serving: return try ServingValidation.report(try ServingRow.read(table), values)
        case .kernels(let kernels): return try kernels.report(table, values)
        case .own: return try OwnMeasurements.report(table, values)
        case .batches: return try BatchBenchmark.report(table, values)
        case .powerTrace:
            throw CLIError.usage(
                "\(table.file) is a power trace (t_s,gpu,power_w): --trace FILE says what ran meanwhile, and run's flags "
                    + "on what"
            )
        }
    }

    /// The rows that a fit can learn from.
    func cases(_ table: DataTable, only: WorkloadClass? = nil) throws(CLIError) -> [CalibrationCase] {
        switch self {
        case .serving: return try ServingValidation.cases(try ServingRow.read(table), only: only)
        case .kernels(let kernels): return try kernels.cases(table)
        case .own: return try OwnMeasurements.cases(table)
        case .batches:
            throw CLIError.usage(
                "\(table.file) holds whole batches of other engines and devices, which calibrate does not learn "
                    + "from: validate reads it")
        case .powerTrace:
            throw CLIError.usage(
                "\(table.file) is a power trace, which calibrate cannot learn from: validate reads it")
        }
    }
}
