/// An object of a JSON file, asked for its values by key; what is wrong is told with `file:line:column`.
///
/// A key that is missing and one that is null are the same: absent.
struct JSONObject {
    let members: [JSONMember]
    private let offset: Int
    private let text: MarkedText
    private let name: String

    /// Reads a file whose whole content is an object; `called` says what that is, for messages.
    ///
    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one that is not such an object.
    init(path: String, called noun: String, passesNonFinite: Bool = false) throws(CLIError) {
        try self.init(
            try InputFile.read(path), name: path == "-" ? "standard input" : path, called: noun,
            passesNonFinite: passesNonFinite)
    }

    init(
        _ bytes: [UInt8], name: String, called noun: String, passesNonFinite: Bool = false
    ) throws(CLIError) {
        let document: JSONNode
        do throws(JSONError) {
            document = try JSONReader.read(bytes, passesNonFinite: passesNonFinite)
        } catch {
            throw CLIError.usage("\(JSONObject.place(error.offset, bytes, name))\(error.message)")
        }
        guard case .object(let members) = document.value else {
            throw CLIError.usage(
                "\(JSONObject.place(document.offset, bytes, name))\(noun) is an object, got \(document.kindName)"
            )
        }
        self.init(members: members, offset: document.offset, text: MarkedText(bytes), name: name)
    }

    private init(members: [JSONMember], offset: Int, text: MarkedText, name: String) {
        self.members = members
        self.offset = offset
        self.text = text
        self.name = name
    }

    private static func place(_ offset: Int, _ bytes: [UInt8], _ name: String) -> String {
        FilePlace(name: name, bytes: bytes, offset: offset).prefix
    }

    /// Where the value of a key stands, or the object where the key is absent.
    func place(_ key: String) -> FilePlace { place(at: node(key)?.offset ?? offset) }

    /// Where a value or a key of the file stands.
    func place(at offset: Int) -> FilePlace { FilePlace(name: name, text: text, offset: offset) }

    /// nil where the key is absent or null.
    private func node(_ key: String) -> JSONNode? {
        guard let node = members.first(where: { $0.key == key })?.node, node.value != .null else {
            return nil
        }
        return node
    }

    func has(_ key: String) -> Bool { node(key) != nil }

    /// A message at the value of a key, or at the object where the key is absent.
    func refusal(_ key: String, _ message: String) -> CLIError {
        CLIError.usage(place(key).prefix + message)
    }

    /// A message at a key.
    func refusal(at member: JSONMember, _ message: String) -> CLIError {
        CLIError.usage(place(at: member.keyOffset).prefix + message)
    }

    /// A message at a value, of whatever object of the file.
    func refusal(at node: JSONNode, _ message: String) -> CLIError {
        CLIError.usage(place(at: node.offset).prefix + message)
    }

    func missing(_ key: String) -> CLIError { refusal(key, "the key \(quoted(key)) is missing") }

    private func mistake(_ key: String, _ problem: BadValue) -> CLIError {
        let place = place(key).prefix
        return problem.error(for: Subject(name: key, place: place))
    }
}

extension JSONObject {
    func whole(_ key: String, in range: ClosedRange<Int>) throws(CLIError) -> Int? {
        guard let node = node(key) else { return nil }
        guard case .number(let text) = node.value else {
            throw mistake(key, .must("a whole number, got \(node.kindName)"))
        }
        do throws(BadValue) { return try NumberText.whole(text, in: range) } catch {
            throw mistake(key, error)
        }
    }

    func real(_ key: String, in range: ClosedRange<Double>) throws(CLIError) -> Double? {
        guard let node = node(key) else { return nil }
        guard case .number(let text) = node.value else {
            throw mistake(key, .must("a number, got \(node.kindName)"))
        }
        guard let value = NumberText.decimal(text), range.contains(value) else {
            func short(_ bound: Double) -> String { bound < 1e15 ? Figures.plain(bound) : bound.description }
            throw mistake(
                key, .must("from \(short(range.lowerBound)) to \(short(range.upperBound)), got \(text)"))
        }
        return value
    }

    func flag(_ key: String) throws(CLIError) -> Bool? {
        guard let node = node(key) else { return nil }
        guard case .bool(let value) = node.value else {
            throw mistake(key, .must("true or false, got \(node.kindName)"))
        }
        return value
    }

    func text(_ key: String) throws(CLIError) -> String? {
        guard let node = node(key) else { return nil }
        guard case .string(let text) = node.value else {
            throw mistake(key, .must("a text, got \(node.kindName)"))
        }
        return text
    }

    func object(_ key: String) throws(CLIError) -> JSONObject? {
        guard let node = node(key) else { return nil }
        guard case .object(let members) = node.value else {
            throw mistake(key, .must("an object, got \(node.kindName)"))
        }
        return JSONObject(members: members, offset: node.offset, text: text, name: name)
    }

    /// A list of objects, each of which tells its mistakes with its own place.
    func objects(_ key: String) throws(CLIError) -> [JSONObject]? {
        guard let nodes = try list(key) else { return nil }
        var objects: [JSONObject] = []
        for node in nodes {
            guard case .object(let members) = node.value else {
                throw mistake(key, .must("a list of objects, got \(node.kindName) inside"))
            }
            objects.append(JSONObject(members: members, offset: node.offset, text: text, name: name))
        }
        return objects
    }

    /// A number or an object of a list.
    enum Element {
        case number(Double)
        case object(JSONObject)
    }

    /// A list of numbers and objects.
    func elements(_ key: String) throws(CLIError) -> [Element]? {
        guard let nodes = try list(key) else { return nil }
        var elements: [Element] = []
        for node in nodes {
            switch node.value {
            case .object(let members):
                elements.append(
                    .object(JSONObject(members: members, offset: node.offset, text: text, name: name)))
            case .number(let text):
                guard let value = NumberText.decimal(text) else {
                    throw mistake(key, .must("numbers that can be held, got \(text)"))
                }
                elements.append(.number(value))
            default:
                throw mistake(key, .must("a list of numbers and objects, got \(node.kindName) inside"))
            }
        }
        return elements
    }

    func texts(_ key: String) throws(CLIError) -> [String]? {
        guard let nodes = try list(key) else { return nil }
        var texts: [String] = []
        for node in nodes {
            guard case .string(let text) = node.value else {
                throw mistake(key, .must("a list of texts, got \(node.kindName) inside"))
            }
            texts.append(text)
        }
        return texts
    }

    func list(_ key: String) throws(CLIError) -> [JSONNode]? {
        guard let node = node(key) else { return nil }
        guard case .array(let elements) = node.value else {
            throw mistake(key, .must("a list, got \(node.kindName)"))
        }
        return elements
    }
}
