/// Reads and writes constants as JSON: an object with the names of ``Constant``.
///
/// The layout of the reference study is read too: `c` holds kernel constants by short names, `fw` the step overhead
/// (us) and the sampler's ns per logit, `pw` the floor (W), pJ/FLOP, pJ/byte and nJ/logit.
enum ConstantsFile {
    /// - Throws: `CLIError` with `file:line:column` for what is no constant or no number.
    static func read(_ path: String) throws(CLIError) -> ConstantValues {
        try values(try InputFile.read(path), name: path == "-" ? "standard input" : path)
    }

    static func values(_ bytes: [UInt8], name: String) throws(CLIError) -> ConstantValues {
        func refuse(_ offset: Int, _ message: String) -> CLIError {
            let position = TextPosition(offset: offset, in: bytes)
            return CLIError.usage("\(name):\(position.line):\(position.column): \(message)")
        }
        let document: JSONNode
        do throws(JSONError) {
            document = try JSONReader.read(bytes)
        } catch {
            throw refuse(error.offset, error.message)
        }
        guard case .object(let members) = document.value else {
            throw refuse(
                document.offset, "constants are an object of names and numbers, got \(document.kindName)")
        }
        var values = ConstantValues()
        if members.contains(where: { $0.key == "c" }) {
            try ReferenceLayout.read(members, into: &values, refuse: refuse)
            return values
        }
        for member in members {
            do throws(BadValue) {
                let constant = try Constant.named(member.key)
                values.set(constant, to: try number(member.node))
            } catch {
                throw refuse(member.keyOffset, error.message(for: Subject(name: member.key)))
            }
        }
        return values
    }

    static func number(_ node: JSONNode) throws(BadValue) -> Double {
        switch node.value {
        case .number(let text):
            guard let value = Double(text), value.isFinite else {
                throw .must("a finite number, got \(text)")
            }
            return value
        case .bool(let isTrue): return isTrue ? 1 : 0
        default: throw .must("a number, got \(node.kindName)")
        }
    }

    /// The document that ``read(_:)`` understands.
    static func json(_ values: ConstantValues) -> JSON {
        .object(values.entries.map { ($0.constant.name, .number($0.value)) })
    }
}

/// The layout of the reference study's constants.json.
enum ReferenceLayout {
    /// Short names in `c` and the constants they are, with the factor between them. `bar` is bytes a second of a link
    /// of 450 GB/s, `bsmp` passes over logits of 4 bytes.
    private static let names: [(short: String, long: String, factor: Double)] = [
        ("ec", "gemmComputeEfficiency", 1), ("em", "gemmMemoryEfficiency", 1),
        ("t0", "gemmLaunchMicroseconds", 1), ("tau", "gemmMicrosecondsPer1024Depth", 1),
        ("ks", "gemmDepthLimit", 1), ("p", "cornerExponent", 1),
        ("ea", "prefillAttentionComputeEfficiency", 1), ("eam", "prefillAttentionMemoryEfficiency", 1),
        ("ta", "prefillAttentionLaunchMicroseconds", 1), ("eg", "decodeAttentionMemoryEfficiency", 1),
        ("tg", "decodeAttentionLaunchMicroseconds", 1), ("cg", "decodeAttentionMicrosecondsPerHead", 1),
        ("tel", "elementwiseMicroseconds", 1), ("eel", "elementwiseMemoryEfficiency", 1),
        ("nel", "elementwiseKernels", 1), ("aar", "allReduceMicroseconds", 1),
        ("bar", "allReduceEfficiency", 1 / 450e9), ("tsmp", "samplerLaunchMicroseconds", 1),
        ("bsmp", "samplerBytesPerLogit", 4),
    ]

    private static let lists = [
        "fw": ["stepOverheadMicroseconds", "samplerNanosecondsPerLogit"],
        "pw": ["activeFloorWatts", "picojoulesPerFlop", "picojoulesPerByte", "samplerNanojoulesPerLogit"],
    ]

    static func read(
        _ members: [JSONMember], into values: inout ConstantValues,
        refuse: (Int, String) -> CLIError
    ) throws(CLIError) {
        for member in members {
            do throws(BadValue) {
                switch (member.key, member.node.value) {
                case ("c", .object(let constants)):
                    for entry in constants {
                        guard let known = names.first(where: { $0.short == entry.key }) else { continue }
                        let value = try ConstantsFile.number(entry.node) * known.factor
                        values.set(try Constant.named(known.long), to: value)
                    }
                case (let key, .array(let numbers)):
                    guard let list = lists[key], list.count == numbers.count else {
                        throw .predicate("is not a list of the reference's constants")
                    }
                    for (name, node) in zip(list, numbers) {
                        values.set(try Constant.named(name), to: try ConstantsFile.number(node))
                    }
                default: throw .predicate("does not belong beside \"c\": the reference has c, fw and pw")
                }
            } catch {
                throw refuse(member.keyOffset, error.message(for: Subject(name: member.key)))
            }
        }
    }
}
