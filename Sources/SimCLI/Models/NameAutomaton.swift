/// A regular expression as a finite automaton, of the syntax that names are matched with: characters, `.`, classes,
/// groups, `|`, `*`, `+`, `?`, `^`, `$`, `\d`, `\w`, and escaped punctuation.
struct NameAutomaton {
    private enum Instruction {
        case character(Set<Character>?, isInverted: Bool)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case match
    }

    private var program: [Instruction] = []
    private let isWhole: Bool

    /// `isWhole` where all of a name must match, or all up to a dot. nil for what is not understood, or longer than 1,000
    /// characters.
    init?(expression: String, isWhole: Bool) {
        self.isWhole = isWhole
        var parser = Parser(rest: Array(expression))
        guard expression.utf8.count <= 1000, let tree = parser.alternatives(), parser.rest.isEmpty else {
            return nil
        }
        emit(tree)
        program.append(.match)
    }

    /// Whether it matches from the start of a name.
    func matches(_ name: String) -> Bool {
        var current: Set<Int> = []
        let characters = Array(name)
        add(0, at: 0, of: characters.count, to: &current)
        if accepts(current, before: characters.first) { return true }
        for (index, character) in characters.enumerated() {
            var next: Set<Int> = []
            for state in current {
                guard case .character(let set, let isInverted) = program[state] else { continue }
                if set.map({ $0.contains(character) != isInverted }) ?? true {
                    add(state + 1, at: index + 1, of: characters.count, to: &next)
                }
            }
            current = next
            let following = index + 1 < characters.count ? characters[index + 1] : nil
            if accepts(current, before: following) { return true }
        }
        return false
    }

    private func accepts(_ states: Set<Int>, before following: Character?) -> Bool {
        guard !isWhole || following == nil || following == "." else { return false }
        return states.contains { if case .match = program[$0] { true } else { false } }
    }

    private func add(_ state: Int, at index: Int, of count: Int, to states: inout Set<Int>) {
        var waiting = [state]
        while let state = waiting.popLast() {
            guard states.insert(state).inserted else { continue }
            switch program[state] {
            case .split(let first, let second): waiting += [first, second]
            case .jump(let target): waiting.append(target)
            case .start where index == 0: waiting.append(state + 1)
            case .end where index == count: waiting.append(state + 1)
            default: continue
            }
        }
    }

    private mutating func emit(_ node: Node) {
        switch node {
        case .empty: break
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .character(let set, let isInverted): program.append(.character(set, isInverted: isInverted))
        case .sequence(let nodes): for node in nodes { emit(node) }
        case .either(let left, let right):
            let split = program.count
            program.append(.match)
            emit(left)
            let jump = program.count
            program.append(.match)
            program[split] = .split(split + 1, program.count)
            emit(right)
            program[jump] = .jump(program.count)
        case .repeated(let inner, let isOptional, let isMany):
            let split = program.count
            if isOptional { program.append(.match) }
            emit(inner)
            if isMany { program.append(isOptional ? .jump(split) : .split(split, program.count + 1)) }
            if isOptional { program[split] = .split(split + 1, program.count) }
        }
    }

    private indirect enum Node {
        case empty, start, end
        case character(Set<Character>?, isInverted: Bool)
        case sequence([Node])
        case either(Node, Node)
        case repeated(Node, isOptional: Bool, isMany: Bool)
    }

    private struct Parser {
        var rest: [Character]
        var depth = 0

        private var next: Character? { rest.first }

        mutating func alternatives() -> Node? {
            guard var node = sequence() else { return nil }
            while next == "|" {
                rest.removeFirst()
                guard let other = sequence() else { return nil }
                node = .either(node, other)
            }
            return node
        }

        private mutating func sequence() -> Node? {
            var nodes: [Node] = []
            while let character = next, character != "|", character != ")" {
                guard let node = repetition() else { return nil }
                nodes.append(node)
            }
            return .sequence(nodes)
        }

        private mutating func repetition() -> Node? {
            guard var node = atom() else { return nil }
            while let character = next, "*+?".contains(character) {
                rest.removeFirst()
                // A lazy repetition matches the same names.
                if next == "?" { rest.removeFirst() }
                node = .repeated(node, isOptional: character != "+", isMany: character != "?")
            }
            return node
        }

        private mutating func atom() -> Node? {
            let character = rest.removeFirst()
            switch character {
            case ".": return .character(nil, isInverted: false)
            case "^": return .start
            case "$": return .end
            case "(":
                depth += 1
                guard depth < 50 else { return nil }
                if next == "?" {
                    guard rest.count > 1, rest[1] == ":" else { return nil }
                    rest.removeFirst(2)
                }
                guard let inner = alternatives(), next == ")" else { return nil }
                rest.removeFirst()
                depth -= 1
                return inner
            case "[": return set()
            case "\\": return escaped().map { .character($0, isInverted: false) }
            case "*", "+", "?", "{", "}", "]", ")": return nil
            default: return .character([character], isInverted: false)
            }
        }

        private mutating func escaped() -> Set<Character>? {
            guard !rest.isEmpty else { return nil }
            let character = rest.removeFirst()
            switch character {
            case "d": return Set("0123456789")
            case "w": return Set("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
            default: return character.isLetter || character.isNumber ? nil : [character]
            }
        }

        private mutating func set() -> Node? {
            var members: Set<Character> = []
            let isInverted = next == "^"
            if isInverted { rest.removeFirst() }
            while let character = next, character != "]" {
                rest.removeFirst()
                if character == "\\" {
                    guard let more = escaped() else { return nil }
                    members.formUnion(more)
                } else if rest.count > 1, rest[0] == "-", rest[1] != "]",
                    let low = character.asciiValue, let high = rest[1].asciiValue, low <= high
                {
                    rest.removeFirst(2)
                    members.formUnion((low...high).map { Character(Unicode.Scalar($0)) })
                } else {
                    members.insert(character)
                }
            }
            guard next == "]" else { return nil }
            rest.removeFirst()
            return .character(members, isInverted: isInverted)
        }
    }
}
