/// Joins the files of a sweep's shards to what one sweep of all points would have written.
struct SweepMerge {
    let header: SweepHeader
    let rows: [SweepRow]
    /// The same bytes as an unsharded `.jsonl`.
    let text: String

    /// - Throws: `CLIError`: exit code 4 for files that cannot be read; 2 for parts of different sweeps, torn parts,
    ///   points that are there twice or not at all.
    init(_ paths: [String]) throws(CLIError) {
        var parts: [(path: String, file: SweepFile)] = []
        for path in paths {
            // A shard that has no points leaves an empty file.
            guard let file = try SweepFile.read(path) else { continue }
            guard !file.isTorn else {
                throw CLIError.usage(
                    "\(quoted(path)) ends in a torn line: its sweep was interrupted. Run that again, and it goes on "
                        + "from there")
            }
            if let first = parts.first, !SweepMerge.areOfOneSweep(file.header, first.file.header) {
                throw CLIError.usage(
                    "\(quoted(path)) belongs to another sweep than \(quoted(first.path)): they differ in "
                        + SweepMerge.differences(first.file.header, file.header))
            }
            parts.append((path, file))
        }
        guard let first = parts.first else {
            throw CLIError.usage(
                (paths.isEmpty
                    ? "merge needs files" : "there is no row in \(paths.map(quoted).joined(separator: ", "))")
                    + ". Try: wattline merge part-*.jsonl -o all.jsonl")
        }
        var header = first.file.header
        header.shard = nil
        var owners: [(part: Int, row: Int)?] = Array(repeating: nil, count: header.points)
        for (index, part) in parts.enumerated() {
            for (place, row) in part.file.rows.enumerated() {
                if let owner = owners[row.point] {
                    let other = parts[owner.part].path
                    throw CLIError.usage(
                        owner.part == index
                            ? "\(quoted(part.path)) has point \(row.point) twice"
                            : "point \(row.point) is in \(quoted(other)) and in \(quoted(part.path)). Name each part once"
                    )
                }
                owners[row.point] = (index, place)
            }
        }
        let missing = owners.indices.filter { owners[$0] == nil }
        guard missing.isEmpty else {
            throw SweepMerge.gap(missing, parts.map(\.file.header), of: header.points)
        }
        var rows: [SweepRow] = []
        var text = ""
        for case .some(let owner) in owners {
            let line = parts[owner.part].file.lines[owner.row]
            text += (rows.isEmpty ? header.leading(line) : line) + "\n"
            rows.append(parts[owner.part].file.rows[owner.row])
        }
        self.header = header
        self.rows = rows
        self.text = text
    }

    private static func areOfOneSweep(_ left: SweepHeader, _ right: SweepHeader) -> Bool {
        var left = left
        left.shard = right.shard
        return left == right
    }

    /// What two headers disagree on: `axes and seed`.
    static func differences(_ left: SweepHeader, _ right: SweepHeader) -> String {
        guard case .object(let old) = left.json, case .object(let new) = right.json else { return "" }
        let names = zip(old, new).filter { $0.value != $1.value && $0.key != "sweep" }.map { pair in
            pair.0.key == "version" ? "the version of wattline" : pair.0.key
        }
        return names.joined(separator: ", ")
    }

    private static func gap(_ missing: [Int], _ headers: [SweepHeader], of total: Int) -> CLIError {
        let list =
            missing.prefix(8).map { String($0) }.joined(separator: ", ") + (missing.count > 8 ? ", ..." : "")
        var details: [String] = []
        let counts = Set(headers.compactMap { $0.shard?.count })
        if let count = counts.first, counts.count == 1 {
            let needed = Set(missing.map { $0 % count + 1 }).sorted()
            let names = needed.prefix(8).map { "\($0)/\(count)" }.joined(separator: ", ")
            details.append(
                "They belong to \(needed.count == 1 ? "shard" : "shards") \(names)\(needed.count > 8 ? ", ..." : "")"
            )
        }
        return CLIError.usage(
            "\(missing.count) of \(Figures.count(total, "point")) \(missing.count == 1 ? "is" : "are") in no part: \(list)",
            details: details)
    }
}
