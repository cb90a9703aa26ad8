/// Finds the name that a misspelt one was meant to be.
package enum NearMiss {
    /// Lower case without `-`, `_` and blanks: names are compared blind to these.
    package static func folded(_ name: String) -> String {
        String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
    }

    /// The nearest of `names`, or nil when none is near. O(names x length^2).
    ///
    /// A name that continues what was typed is nearest of all; else the fewest edits win, at most a third of the
    /// letters. Of names with a path (`meta-llama/Llama-3.1-8B`) the last part alone counts too.
    package static func nearest(to typed: String, among names: [String]) -> String? {
        let wanted = Array(folded(typed).utf8.prefix(64))
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int, length: Int)?
        for name in names {
            var distance = Int.max
            for part in parts(of: name) {
                let candidate = Array(folded(part).utf8.prefix(64))
                if wanted.count >= 3, candidate.starts(with: wanted) {
                    distance = 0
                } else {
                    let edits = editDistance(wanted, candidate)
                    if edits <= max(1, max(wanted.count, candidate.count) / 3) {
                        distance = min(distance, edits)
                    }
                }
            }
            guard distance < Int.max else { continue }
            if let current = best, (current.distance, current.length) <= (distance, name.utf8.count) {
                continue
            }
            best = (name, distance, name.utf8.count)
        }
        return best?.name
    }

    /// ` Did you mean X?`, or nothing.
    package static func hint(for typed: String, among names: [String]) -> String {
        nearest(to: typed, among: names).map { " Did you mean \($0)?" } ?? ""
    }

    private static func parts(of name: String) -> [String] {
        guard let slash = name.lastIndex(of: "/") else { return [name] }
        return [name, String(name[name.index(after: slash)...])]
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    package static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let substitution = last[j] + (left[i] == right[j] ? 0 : 1)
                var edits = min(substitution, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    edits = min(edits, beforeLast[j - 1] + 1)
                }
                row.append(edits)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
