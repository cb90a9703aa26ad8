import SimCore

/// Which sweep rows belong to, and all that reading, resuming and merging need to know: the last member of the first row of a
/// `.jsonl`, so that every line of the file is a row.
struct SweepHeader: Equatable, Sendable {
    struct Axis: Equatable, Sendable {
        let name: String
        let values: [JSON]
    }

    static let schema = "wattline.sweep"
    /// Raised when a key changes its meaning or goes away.
    static let schemaVersion = 2
    /// Under which the first row has it.
    static let rowKey = "header"

    let version: String
    let points: Int
    /// nil for all points.
    var shard: Shard?
    let axes: [Axis]
    let isZipped: Bool
    /// `{"flag": ..., "low": ..., "high": ..., "goal": "max", "subject_to": [...]}`, or null.
    let search: JSON
    let replications: Int
    let seed: Int
    let percentiles: [Double]
    /// What was set beside the axes.
    let configuration: JSON
    /// Digests of the files that points read, by flag and name: a file that changed makes another sweep. Null for none.
    var files: JSON = .null

    /// The columns before the figures: the axes, then the flag that is searched.
    var axisNames: [String] {
        var names = axes.map(\.name)
        if case .text(let name)? = search["flag"] { names.append(name) }
        return names
    }

    var isSearch: Bool { search != .null }

    /// Sixteen hexadecimal digits, the same for every shard of a sweep and for no other sweep.
    var identity: String {
        var hash = Fingerprint()
        hash.combine(JSON.object(content).compact)
        return hash.hexadecimal
    }

    var json: JSON {
        .object(
            [
                ("schema", .text(SweepHeader.schema)), ("sweep", .text(identity)),
                ("shard", shard.map { .text($0.description) } ?? .null),
            ] + content)
    }

    /// The line of a file's first row: that row with this header in it.
    func leading(_ line: String) -> String { "\(line.dropLast()),\"\(SweepHeader.rowKey)\":\(json.compact)}" }

    private var content: [(key: String, value: JSON)] {
        let always: [(key: String, value: JSON)] = [
            ("schema_version", .whole(SweepHeader.schemaVersion)),
            ("version", .text(version)),
            ("points", .whole(points)),
            ("axes", .object(axes.map { ($0.name, .list($0.values)) })),
            ("zip", .bool(isZipped)),
            ("search", search),
            ("replications", .whole(replications)),
            ("seed", .whole(seed)),
            ("percentiles", .list(percentiles.map(FlagValue.json))),
            ("configuration", configuration),
        ]
        return files == .null ? always : always + [("files", files)]
    }
}

extension SweepHeader {
    /// Reads what ``json`` wrote; nil for anything else, also for the header of another version of the schema.
    init?(_ json: JSON) {
        guard json["schema"] == .text(SweepHeader.schema),
            json["schema_version"] == .whole(SweepHeader.schemaVersion),
            case .text(let version)? = json["version"], case .whole(let points)? = json["points"],
            points >= 0, points <= SweepFlags.pointLimit,
            case .object(let axes)? = json["axes"], case .bool(let isZipped)? = json["zip"],
            let search = json["search"], case .whole(let replications)? = json["replications"],
            case .whole(let seed)? = json["seed"], case .list(let percentiles)? = json["percentiles"],
            let configuration = json["configuration"]
        else { return nil }
        self.version = version
        self.points = points
        self.axes = axes.map { axis in
            if case .list(let values) = axis.value { return Axis(name: axis.key, values: values) }
            return Axis(name: axis.key, values: [])
        }
        self.isZipped = isZipped
        self.search = search
        self.replications = replications
        self.seed = seed
        self.percentiles = percentiles.compactMap(\.real)
        self.configuration = configuration
        files = json["files"] ?? .null
        shard = nil
        if case .text(let text)? = json["shard"] {
            guard let shard = try? Shard(parsing: text) else { return nil }
            self.shard = shard
        }
        guard json["sweep"] == .text(identity) else { return nil }
    }
}
