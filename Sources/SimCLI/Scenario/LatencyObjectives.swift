import SimCore

/// The limits that a request must meet to count as good, as `--goodput ttft:500 tpot:50 e2el:20000` writes them.
struct LatencyObjectives: Equatable {
    var ttft: SimDuration?
    var tpot: SimDuration?
    var e2el: SimDuration?

    static let names = ["ttft", "tpot", "e2el"]

    /// Reads one or more `name:limit`, separated by blanks; a limit is in milliseconds unless it has a unit.
    init(parsing text: String) throws(BadValue) {
        var isEmpty = true
        guard !text.utf8.contains(UInt8(ascii: ",")) else {
            throw .predicate(
                "takes limits with blanks between, such as ttft:500 tpot:50 (ms), each once, got \(quoted(text))"
            )
        }
        for part in text.split(separator: " ") {
            guard let colon = part.firstIndex(of: ":") else {
                throw .must("pairs such as ttft:500 tpot:50 e2el:20000 (ms), got \(quoted(text))")
            }
            let name = String(part[..<colon])
            let limit = try ValueKind.readDuration(String(part[part.index(after: colon)...]))
            guard limit > .zero else { throw .must("limits > 0, got \(quoted(String(part)))") }
            guard limits[name] == nil else { throw .predicate("has \(name) twice, got \(quoted(text))") }
            switch name {
            case "ttft": ttft = limit
            case "tpot": tpot = limit
            case "e2el": e2el = limit
            default:
                let hint = NearMiss.hint(for: name, among: LatencyObjectives.names)
                throw .predicate(
                    "knows \(LatencyObjectives.names.joined(separator: ", ")), got \(quoted(String(part)))\(hint.isEmpty ? "" : "." + hint)"
                )
            }
            isEmpty = false
        }
        guard !isEmpty else { throw .must("pairs such as ttft:500 tpot:50 e2el:20000 (ms), got ''") }
    }

    /// Those that are set, by name.
    var limits: [String: SimDuration] {
        var limits: [String: SimDuration] = [:]
        limits["ttft"] = ttft
        limits["tpot"] = tpot
        limits["e2el"] = e2el
        return limits
    }

    /// These limits, and those of `earlier` that these do not name.
    func joined(after earlier: LatencyObjectives) -> LatencyObjectives {
        var joined = self
        joined.ttft = ttft ?? earlier.ttft
        joined.tpot = tpot ?? earlier.tpot
        joined.e2el = e2el ?? earlier.e2el
        return joined
    }

    /// `{"ttft": 500}`, in milliseconds.
    var json: JSON {
        var members: [(key: String, value: JSON)] = []
        for (name, limit) in [("ttft", ttft), ("tpot", tpot), ("e2el", e2el)] {
            if let limit { members.append((name, FlagValue.json(limit))) }
        }
        return .object(members)
    }
}
