/// A file of checks: named runs with what is expected of them.
///
///     {
///       "defaults": {"model": "llama-3.1-8b"},
///       "checks": [
///         {"name": "chat", "run": {"request-rate": 8}, "expect": {"p99_ttft_ms": "<=500"}, "golden": "chat.json"}
///       ]
///     }
///
/// JSON with comments. `defaults` and `run` have the keys of `wattline run -c` files, `expect` those of a result.
struct CheckFile: Sendable {
    /// As it was named.
    let path: String
    let checks: [CheckSpec]

    /// - Throws: `CLIError` with `file:line:column`: exit code 4 for a file that cannot be read, 2 for a wrong one.
    init(path: String) throws(CLIError) {
        try self.init(
            JSONObject(path: path, called: "a file of checks"),
            path: path == "-" ? "standard input" : path)
    }

    init(_ file: JSONObject, path: String) throws(CLIError) {
        self.path = path
        try file.refuseKeys(notAmong: ["$schema", "defaults", "checks"])
        let defaults = try file.object("defaults").map(CheckFile.entries) ?? []
        guard let objects = try file.objects("checks") else { throw file.missing("checks") }
        guard !objects.isEmpty else {
            throw file.refusal(
                "checks", "checks has none in it. A file of checks that checks nothing passes always")
        }
        var names: Set<String> = []
        var checks: [CheckSpec] = []
        for object in objects {
            let check = try CheckSpec(object, defaults: defaults, folder: CheckFile.folder(of: path))
            guard names.insert(check.name).inserted else {
                throw object.refusal("name", "there are two checks called \(quoted(check.name))")
            }
            checks.append(check)
        }
        self.checks = checks
    }

    /// Settings of a run, and none that say where results go.
    static func entries(_ object: JSONObject) throws(CLIError) -> [ConfigFile.Entry] {
        let entries = try ConfigFile.entries(of: object.members) { object.place(at: $0).prefix }
        for entry in entries {
            guard entry.flag.isConfiguration else {
                throw BadValue.predicate("says where a result goes, and is no setting of a check")
                    .error(for: entry.subject)
            }
            if [.trace, .constants].contains(entry.flag.key), case .text(let path)? = entry.value,
                InputFile.isStream(path)
            {
                let source = path == "-" ? "standard input" : "no regular file"
                throw BadValue.predicate("is \(source), which is read once. Write it to a file")
                    .error(for: entry.subject)
            }
        }
        return entries
    }

    /// `ci/` of `ci/checks.json`; golden files are named from there.
    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }
}

/// One check.
struct CheckSpec: Sendable {
    let name: String
    /// Of its name.
    let place: FilePlace
    let settings: Settings
    let expectations: [Expectation]
    /// A part of the message with which the run must be refused.
    let refusal: (text: String, place: FilePlace)?
    let golden: GoldenFile?

    init(_ object: JSONObject, defaults: [ConfigFile.Entry], folder: String) throws(CLIError) {
        try object.refuseKeys(notAmong: ["name", "run", "expect", "golden"])
        name = try object.required("name")
        guard !name.isEmpty else { throw object.refusal("name", "name is empty") }
        place = object.place("name")
        let run = try object.object("run").map(CheckFile.entries) ?? []
        settings = Settings(files: [defaults, run])
        var expectations: [Expectation] = []
        var refusal: (text: String, place: FilePlace)?
        if let expect = try object.object("expect") {
            let keys = CheckRun.keys(settings)
            for member in expect.members {
                if member.key == "error" {
                    guard let text = try expect.text("error"), !text.isEmpty else {
                        throw expect.refusal(
                            at: member.node, "error must be a part of the message, such as \"does not fit\"")
                    }
                    refusal = (text, expect.place(at: member.node.offset))
                } else {
                    expectations += try CheckSpec.expectations(member, expect, keys)
                }
            }
        }
        golden = try object.text("golden").map {
            GoldenFile(name: $0, folder: folder, place: object.place("golden"))
        }
        if let golden, golden.name.isEmpty { throw object.refusal("golden", "golden is empty. Name a file") }
        if refusal != nil, !expectations.isEmpty || golden != nil {
            throw object.refusal(
                "expect",
                "a run that is refused has no figures: error goes with no other expectation and no golden")
        }
        if refusal == nil, expectations.isEmpty, golden == nil {
            throw object.refusal(
                "name",
                "the check \(quoted(name)) expects nothing, so it cannot fail. Give it expect or golden")
        }
        self.expectations = expectations
        self.refusal = refusal
    }

    /// One condition, or a list of them that must all hold.
    private static func expectations(
        _ member: JSONMember, _ expect: JSONObject, _ keys: [String]
    ) throws(CLIError) -> [Expectation] {
        let wanted = NearMiss.folded(member.key)
        guard let metric = keys.first(where: { NearMiss.folded($0) == wanted }) else {
            throw expect.refusal(at: member, FailCondition.unknown(member.key, keys, inFile: true).text)
        }
        let nodes: [JSONNode]
        if case .array(let elements) = member.node.value, !elements.isEmpty {
            nodes = elements
        } else {
            nodes = [member.node]
        }
        var expectations: [Expectation] = []
        for node in nodes {
            let place = expect.place(at: node.offset)
            let subject = Subject(name: metric, place: place.prefix)
            do throws(BadValue) {
                switch node.value {
                case .string(let text), .number(let text):
                    expectations.append(try Expectation(metric: metric, text, at: place))
                default:
                    throw .must("such as \"<=500\" or a list of these, got \(node.kindName)")
                }
            } catch {
                throw error.error(for: subject)
            }
        }
        return expectations
    }
}
