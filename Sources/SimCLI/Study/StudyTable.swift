import SimCore

/// A study's cells, simulated.
struct StudyTable: Sendable {
    /// In a claim: the sum of all series.
    static let allSeries = "+"

    struct Cell: Sendable {
        let values: [String: StudyValue]
        let configurationHash: String
        let fingerprint: String
    }

    let series: [String]
    let points: [(label: String, x: Double?)]
    /// Series after series, points within.
    private let cells: [Cell]

    /// Simulates every cell, on several threads.
    ///
    /// - Throws: `CLIError` for the first setting that is no run.
    init(_ study: Study, threads: Int) throws(CLIError) {
        series = study.series.map(\.label)
        points = study.points.map { ($0.label, $0.x) }
        let measures = study.measures
        let settings = study.series.flatMap { line in study.points.map { study.base.then(line).then($0) } }
        let shelves = (0..<max(1, threads)).map { _ in WarmCost.Shelf() }
        let name = study.name
        var cells: [Cell] = []
        try Workers.run(count: settings.count, threads: threads) {
            (index: Int, thread: Int) throws(CLIError) -> Cell in
            let run: StudyRun
            do throws(CLIError) {
                run = try StudyRun(settings[index], of: name, shelf: shelves[thread])
            } catch {
                // What does not fit is an empty cell; what is wrong ends the study.
                guard error.code == .infeasible else { throw error }
                return Cell(values: [:], configurationHash: "", fingerprint: "")
            }
            var values: [String: StudyValue] = [:]
            for measure in measures { values[measure.name] = measure.value(run) }
            return Cell(
                values: values, configurationHash: run.outcome.configurationHash,
                fingerprint: run.result.fingerprint.hexadecimal)
        } consume: { (cell: Cell) throws(CLIError) in
            cells.append(cell)
        }
        self.cells = cells
    }

    func cell(_ series: Int, _ point: Int) -> Cell { cells[series * points.count + point] }

    func value(_ measure: StudyMeasure, series: String, point: String) -> StudyValue {
        if series == StudyTable.allSeries {
            let parts = self.series.compactMap { value(measure, series: $0, point: point).number }
            return parts.isEmpty ? .none : .number(parts.reduce(0, +))
        }
        guard let row = self.series.firstIndex(of: series),
            let column = points.firstIndex(where: { $0.label == point })
        else { return .none }
        return cell(row, column).values[measure.name] ?? .none
    }

    /// A series' figures along the axis: where a point has no place on it, its number counts.
    func line(_ measure: StudyMeasure, series: String) -> [(x: Double, y: Double)] {
        points.enumerated().compactMap { index, point in
            value(measure, series: series, point: point.label).number.map { (point.x ?? Double(index), $0) }
        }
    }

    /// The place of the first point whose word is not that of the first point; nil where there is none.
    func turn(_ measure: StudyMeasure, series: String) -> Double? {
        guard let first = points.first else { return nil }
        let word = value(measure, series: series, point: first.label)
        let turn = points.first { value(measure, series: series, point: $0.label) != word }
        return turn.flatMap(\.x)
    }

    /// Three significant digits, whole from 100 up; a word as it is.
    static func shown(_ value: StudyValue) -> String {
        switch value {
        case .none: return Figures.none
        case .word(let word): return word
        case .number(let number):
            let size = number.magnitude
            if size == 0 { return "0" }
            if size >= 100 { return Figures.fixed(number, 0) }
            return Figures.fixed(number, size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4)
        }
    }
}

extension Study {
    /// Every measure that columns, claims, sentences and pictures ask for, each once.
    var measures: [StudyMeasure] {
        var measures: [StudyMeasure] = []
        let all =
            columns.map(\.measure) + charts.flatMap(\.measures) + claims.flatMap { $0.quantity.measures }
            + claims.flatMap { $0.mechanism.measures } + discussion.flatMap(\.measures)
        for measure in all where !measures.contains(where: { $0.name == measure.name }) {
            measures.append(measure)
        }
        return measures
    }
}

extension StudyQuantity {
    /// What it is made of.
    var measures: [StudyMeasure] {
        switch self {
        case .constant: []
        case .cell(let measure, _, _): [measure]
        case .over(_, let measure, _): [measure]
        case .combined(_, let left, let right): left.measures + right.measures
        }
    }
}

extension StudySentence {
    /// What its numbers are made of.
    var measures: [StudyMeasure] { quantities.flatMap(\.measures) }
}
