import WattlineText

/// The rows that no other row beats in both of two measures: `--pareto energy_per_output_token_j,p99_tpot_ms`.
struct ParetoFront: Equatable, Sendable {
    struct Side: Equatable, Sendable {
        let measure: SweepMeasure
        let wantsMore: Bool
    }

    let first: Side
    let second: Side

    /// Reads `A,B`; which direction is better follows from the metric, or is said: `A:max,B:min`.
    ///
    /// - Throws: `BadValue` for anything but two different columns.
    init(parsing text: String, _ layout: SweepLayout) throws(BadValue) {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
            throw .must(
                "two metrics such as energy_per_output_token_j,p99_tpot_ms, got \(quoted(text))")
        }
        first = try ParetoFront.side(names[0], layout)
        second = try ParetoFront.side(names[1], layout)
        guard first.measure != second.measure else {
            throw .must("two different metrics, got \(quoted(text))")
        }
    }

    private static func side(_ text: String, _ layout: SweepLayout) throws(BadValue) -> Side {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let measure = try layout.measure(named: String(parts[0]))
        guard parts.count == 2 else { return Side(measure: measure, wantsMore: measure.wantsMore) }
        guard parts[1] == "min" || parts[1] == "max" else {
            throw .predicate("knows the directions min and max, got \(quoted(text))")
        }
        return Side(measure: measure, wantsMore: parts[1] == "max")
    }

    /// The points on the front; equal rows are on it together. O(rows log rows).
    func points(_ rows: [SweepRow]) -> Set<Int> {
        var candidates: [(point: Int, x: Double, y: Double)] = []
        for row in rows where row.status == .ok {
            guard let x = first.measure.value(row), let y = second.measure.value(row) else { continue }
            candidates.append((row.point, first.wantsMore ? -x : x, second.wantsMore ? -y : y))
        }
        candidates.sort { ($0.x, $0.y, $0.point) < ($1.x, $1.y, $1.point) }
        var front: Set<Int> = []
        var last: (x: Double, y: Double)?
        for candidate in candidates {
            if let last, candidate.y > last.y || (candidate.y == last.y && candidate.x > last.x) { continue }
            front.insert(candidate.point)
            last = (candidate.x, candidate.y)
        }
        return front
    }

    /// `lowest energy_per_output_token_j, highest output_throughput`.
    var summary: String {
        [first, second].map { "\($0.wantsMore ? "highest" : "lowest") \($0.measure.name)" }
            .joined(separator: ", ")
    }
}
