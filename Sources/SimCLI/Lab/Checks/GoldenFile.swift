import WattlineText

/// A result that a run must repeat figure by figure: what `wattline run -o` writes, so that `wattline compare` reads
/// it too.
package struct GoldenFile: Sendable {
    /// As the check names it.
    let name: String
    /// Where it is, seen from the working folder.
    package let path: String
    package let place: FilePlace

    init(name: String, folder: String, place: FilePlace) {
        self.name = name
        path = name.hasPrefix("/") ? name : folder + name
        self.place = place
    }

    package enum Verdict: Sendable {
        case same
        case missing
        /// Of so many figures in all.
        case different([GoldenDifference], of: Int)
    }

    /// How a result lies to the golden.
    ///
    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one that is no result: it may be somebody's
    ///   only copy of something else, so that it is not replaced either.
    func verdict(_ now: ComparedResult) throws(CLIError) -> Verdict {
        guard InputFile.exists(path) else { return .missing }
        let golden: ComparedResult
        do throws(CLIError) {
            golden = try ComparedResult(path: path)
        } catch {
            throw CLIError(
                error.code, error.message,
                details: [
                    "It is the golden that \(place.text) names. If it may go, delete it and use --update"
                ])
        }
        var differences = ResultComparison(golden, now, asked: nil).differences.map {
            GoldenDifference(key: $0.key, golden: $0.a, now: $0.b, isSetting: true)
        }
        // What a newer version measures beside has no golden yet.
        let figures = golden.figures.filter { $0.value != now.value($0.key) }
        let keys = figures.map(\.key)
        // The most asked for first: a table shows no more than some.
        let usual = ResultComparison.usual.filter { keys.contains($0) }
        for key in usual + keys.filter({ !usual.contains($0) }) {
            differences.append(
                GoldenDifference(
                    key: key, golden: .optional(golden.value(key)), now: .optional(now.value(key)),
                    isSetting: false))
        }
        if figures.isEmpty, golden.fingerprint != now.fingerprint {
            differences.append(
                GoldenDifference(
                    key: "fingerprint", golden: .text(golden.fingerprint), now: .text(now.fingerprint),
                    isSetting: false))
        }
        return differences.isEmpty ? .same : .different(differences, of: golden.figures.count)
    }

    /// Writes the golden, whole or not at all; makes its folder where that is missing.
    ///
    /// - Throws: `CLIError` (exit code 4).
    package func write(_ document: String) throws(CLIError) {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            if !InputFile.exists(folder), unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
                throw CLIError.inputOutput("cannot make the folder \(quoted(folder)): \(lastSystemError())")
            }
        }
        try OutputFile.write(document, to: path)
    }
}

/// A figure, or a setting of the run, that is not what the golden has.
package struct GoldenDifference: Sendable {
    let key: String
    let golden: JSON
    let now: JSON
    let isSetting: Bool

    /// Rows of a table before it is cut.
    private static let limit = 16

    /// `+18.3 %`; empty for what is no figure.
    private var change: String {
        guard !isSetting, let golden = golden.real, let now = now.real, golden != 0 else { return "" }
        return ResultComparison.signed((now - golden) / golden.magnitude * 100) + " %"
    }

    /// Both with four digits, or with all of them where four would look alike.
    private var cells: (golden: String, now: String) {
        guard !isSetting else { return (golden.cell, now.cell) }
        func short(_ value: JSON) -> String { value.real.map(Expectation.number) ?? value.cell }
        let cells = (short(golden), short(now))
        return cells.0 == cells.1 ? (golden.cell, now.cell) : cells
    }

    /// As lines of a table, settings first, and how many more there are than it shows.
    package static func table(_ differences: [GoldenDifference]) -> [String] {
        var table = TextTable()
        table.add(["", "golden", "now", "change"])
        for difference in differences.prefix(limit) {
            let cells = difference.cells
            table.add([difference.key, cells.golden, cells.now, difference.change])
        }
        let rest = differences.count - limit
        return table.rendered().split(separator: "\n").map(String.init)
            + (rest > 0 ? ["and \(rest) more; --json shows all"] : [])
    }
}
