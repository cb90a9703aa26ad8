/// Reads and writes constants as JSON: an object with the names of ``Constant``, its parts either joined by dots or as
/// objects in objects.
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
        func set(_ members: [JSONMember], under prefix: String) throws(CLIError) {
            for member in members where prefix + member.key != SchemaDocument.keyword {
                let name = prefix + member.key
                if case .object(let inner) = member.node.value {
                    try set(inner, under: name + ".")
                    continue
                }
                do throws(BadValue) {
                    let constant = try Constant.named(name)
                    values.set(constant, to: try constant.checked(number(member.node)))
                } catch {
                    throw refuse(member.keyOffset, error.message(for: Subject(name: name)))
                }
            }
        }
        try set(members, under: "")
        return values
    }

    static func number(_ node: JSONNode) throws(BadValue) -> Double {
        switch node.value {
        case .number(let text):
            guard let value = Double(text), value.isFinite else {
                throw .must("a finite number, got \(text)")
            }
            return value
        case .string("inf"): return .infinity
        case .bool(let isTrue): return isTrue ? 1 : 0
        default: throw .must("a number, got \(node.kindName)")
        }
    }

    /// The document that ``read(_:)`` understands. An exponent without limit is "inf": JSON has no such number.
    static func json(_ values: ConstantValues) -> JSON {
        .object(
            values.entries.map {
                ($0.constant.name, $0.value == .infinity ? .text("inf") : .number($0.value))
            })
    }
}
