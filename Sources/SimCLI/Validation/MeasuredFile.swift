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
}
