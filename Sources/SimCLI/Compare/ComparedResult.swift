/// One side of a comparison: a result's figures and its configuration.
struct ComparedResult: Sendable {
    /// A file, or what was asked of the run.
    var name: String
    /// How well its figures are known.
    let note: ProvenanceNote
    /// Every figure in the order of the result; nil where there was none.
    let figures: [(key: String, value: Double?)]
    let configuration: [(key: String, value: JSON)]
    let warnings: [String]
    /// Sixteen digits of the whole run, finer than its figures.
    let fingerprint: String

    func value(_ key: String) -> Double? { figures.first { $0.key == key }?.value ?? nil }

    /// Numbers of a result that are no figures.
    private static let identity: Set<String> = ["schema_version", "seed"]

    /// A result that `run` wrote.
    ///
    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one that is no result of `run`.
    init(path: String) throws(CLIError) {
        let noun = "a result of 'wattline run --json'"
        let object = try JSONObject(path: path, called: noun)
        guard try object.text("schema") == "wattline.run" else {
            if let other = ForeignFile(names: object.members.map(\.key)), other != .ownResult {
                throw CLIError.usage(
                    "\(path) is \(other.noun); compare reads two files that 'wattline run -o NAME.json' wrote. "
                        + other.hint(for: .trace))
            }
            let found = try object.text("schema").map { "is \(quoted($0))" } ?? "is missing"
            throw object.refusal(
                "schema",
                "\(noun) has the schema 'wattline.run', here it \(found). Write one with -o FILE.json")
        }
        guard let version = try object.whole("schema_version", in: 0...Int.max),
            version == ResultDocument.schemaVersion
        else {
            throw object.refusal(
                "schema_version",
                "this version reads results of schema_version \(ResultDocument.schemaVersion), here it is "
                    + (try object.whole("schema_version", in: 0...Int.max).map { String($0) } ?? "missing"))
        }
        name = Scenario.lastPathComponent(path)
        var figures: [(key: String, value: Double?)] = []
        for member in object.members where !ComparedResult.identity.contains(member.key) {
            switch member.node.value {
            case .number(let text): figures.append((member.key, NumberText.decimal(text)))
            case .null: figures.append((member.key, nil))
            default: break
            }
        }
        self.figures = figures
        configuration = try object.object("configuration")?.members.map { ($0.key, JSON($0.node)) } ?? []
        warnings = try object.texts("warnings") ?? []
        fingerprint = try object.text("fingerprint") ?? ""
        note = try ProvenanceNote(object)
    }

    /// Paths without the folders that they have in common at their ends: `a/r.json` and `b/r.json` where both are called
    /// `r.json`, and the name alone where that tells them apart.
    static func names(_ left: String, _ right: String) -> (String, String) {
        let (one, other) = (left.split(separator: "/"), right.split(separator: "/"))
        guard one != other else {
            let name = Scenario.lastPathComponent(left)
            return left == right ? (name, name) : (left, right)
        }
        var count = 1
        while count < max(one.count, other.count), one.suffix(count) == other.suffix(count) { count += 1 }
        return (one.suffix(count).joined(separator: "/"), other.suffix(count).joined(separator: "/"))
    }

    /// A run that was simulated just now.
    init(_ outcome: RunOutcome, name: String) {
        self.name = name
        var figures: [(key: String, value: Double?)] = []
        if case .object(let members) = ResultDocument.json(outcome) {
            for member in members where !ComparedResult.identity.contains(member.key) {
                if member.value == .null {
                    figures.append((member.key, nil))
                } else if member.value.real != nil, member.value != .text("inf") {
                    figures.append((member.key, member.value.real))
                }
            }
        }
        self.figures = figures
        if case .object(let members) = outcome.scenario.publicConfiguration {
            configuration = members
        } else {
            configuration = []
        }
        warnings = outcome.warnings
        note = ProvenanceNote(outcome)
        fingerprint = outcome.result.fingerprint.hexadecimal
    }
}
