/// Finds names by meaning rather than by spelling, and the nearest ones when none matches.
public enum NearestName {
    /// Lower case without `-`, `_` and blanks: two names with equal keys are the same name.
    public static func key(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether two names have the same key. Compares bytes: Unicode's tables stay out of an embedded build.
    public static func areSame(_ left: String, _ right: String) -> Bool {
        key(left).utf8.elementsEqual(key(right).utf8)
    }

    /// Up to `limit` of the candidates that are within a third of the name's length, the nearest first and in the
    /// order given where equally near.
    ///
    /// O(candidates x length squared); a name is read up to its 64th byte.
    public static func suggestions(for name: String, among candidates: [String], limit: Int = 3) -> [String] {
        let wanted = Array(key(name).utf8.prefix(64))
        let tolerance = max(1, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in candidates {
            let distance = distance(wanted, Array(key(candidate).utf8.prefix(64)))
            guard distance <= tolerance else { continue }
            let position = found.firstIndex { $0.distance > distance } ?? found.count
            found.insert((distance, candidate), at: position)
        }
        // Names twice as far off as the best are noise beside it.
        let best = found.first?.distance ?? 0
        let reach = max(best, 2 * best - 1)
        return found.filter { $0.distance <= reach }.prefix(limit).map { $0.name }
    }

    /// Levenshtein's edit distance: insertions, deletions and substitutions from one to the other.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substitution = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
