/// The kinds of measured files, told apart by their columns.
enum MeasuredFile: CaseIterable {
    case serving

    /// The columns that make a file one of this kind.
    var columns: [String] {
        switch self {
        case .serving: ServingRow.columns
        }
    }

    /// - Throws: `CLIError` for a header that is none of these.
    static func recognise(_ table: DataTable) throws(CLIError) -> MeasuredFile {
        if let kind = allCases.first(where: { table.has($0.columns) }) { return kind }
        throw CLIError.usage(
            "\(table.file):1: no known table of measurements: its columns are "
                + table.header.prefix(8).joined(separator: ","),
            details: allCases.map { "known: \($0.columns.joined(separator: ","))" })
    }

    /// Every row's prediction beside its measurement.
    func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        switch self {
        case .serving: try ServingValidation.report(try ServingRow.read(table), values)
        }
    }

    /// The rows that a fit can learn from.
    func cases(_ table: DataTable) throws(CLIError) -> [CalibrationCase] {
        switch self {
        case .serving: try ServingValidation.cases(try ServingRow.read(table))
        }
    }
}
