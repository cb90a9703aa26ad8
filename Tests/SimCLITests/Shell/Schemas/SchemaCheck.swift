@testable import WattlineText
@testable import WattlineShell

/// A validator for the part of JSON Schema (draft 2020-12) that ``Schema`` writes. It refuses a schema with a keyword
/// that it does not know, so that no rule is passed over in silence.
struct SchemaCheck {
    struct Unknown: Error, Equatable {
        let path: String
        let what: String
    }

    private let root: JSON
    private let patterns: [String: Regex<AnyRegexOutput>]

    private static let annotations: Set = [
        "$schema", "$id", "$comment", "title", "description", "default", "$defs",
    ]
    private static let rules: Set = [
        "type", "properties", "patternProperties", "additionalProperties", "required", "minProperties",
        "items", "minItems", "maxItems", "uniqueItems", "enum", "const", "minimum", "maximum",
        "exclusiveMinimum", "pattern", "minLength", "maxLength", "anyOf", "allOf", "$ref",
    ]

    /// - Throws: ``Unknown`` for a keyword, a reference or a regular expression that means nothing here.
    init(_ schema: JSON) throws {
        root = schema
        var patterns: [String: Regex<AnyRegexOutput>] = [:]
        try SchemaCheck.survey(schema, at: "#", root: schema, &patterns)
        self.patterns = patterns
    }

    init(_ document: SchemaDocument) throws { try self.init(document.json) }

    private static func survey(
        _ schema: JSON, at path: String, root: JSON, _ patterns: inout [String: Regex<AnyRegexOutput>]
    ) throws {
        if case .bool = schema { return }
        guard case .object(let members) = schema else { throw Unknown(path: path, what: schema.compact) }
        for (key, value) in members {
            let here = "\(path)/\(key)"
            guard annotations.contains(key) || rules.contains(key) else {
                throw Unknown(path: path, what: key)
            }
            switch (key, value) {
            case ("properties", .object(let inner)), ("$defs", .object(let inner)):
                for (name, schema) in inner {
                    try survey(schema, at: "\(here)/\(name)", root: root, &patterns)
                }
            case ("patternProperties", .object(let inner)):
                for (pattern, schema) in inner {
                    patterns[pattern] = try Regex(pattern)
                    try survey(schema, at: "\(here)/\(pattern)", root: root, &patterns)
                }
            case ("additionalProperties", _), ("items", _):
                try survey(value, at: here, root: root, &patterns)
            case ("anyOf", .list(let inner)), ("allOf", .list(let inner)):
                for schema in inner { try survey(schema, at: here, root: root, &patterns) }
            case ("pattern", .text(let pattern)): patterns[pattern] = try Regex(pattern)
            case ("$ref", .text(let reference)):
                guard resolve(reference, in: root) != nil else { throw Unknown(path: here, what: reference) }
            default: break
            }
        }
    }

    private static func resolve(_ reference: String, in root: JSON) -> JSON? {
        guard reference.hasPrefix("#/$defs/") else { return nil }
        return root["$defs"]?[String(reference.dropFirst("#/$defs/".count))]
    }

    /// What is wrong with a document: a line for each rule that it breaks, with the place.
    func complaints(_ document: JSON) -> [String] { check(document, root, "") }

    func accepts(_ document: JSON) -> Bool { complaints(document).isEmpty }

    private func check(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        guard case .object(let rules) = schema else {
            return schema == .bool(false) ? ["\(place): nothing may stand here"] : []
        }
        var wrong: [String] = []
        for (key, rule) in rules {
            if !holds(key, rule, value, schema, place, &wrong) {
                wrong.append("\(place): \(key) \(rule.compact.prefix(80)), got \(value.compact.prefix(80))")
            }
        }
        return wrong
    }

    /// False where a rule is broken at this very place; what is wrong deeper goes to `wrong`.
    private func holds(
        _ key: String, _ rule: JSON, _ value: JSON, _ schema: JSON, _ place: String, _ wrong: inout [String]
    ) -> Bool {
        switch (key, rule) {
        case ("type", .text(let type)): return SchemaCheck.isOf(type, value)
        case ("type", .list(let types)):
            return types.contains {
                if case .text(let type) = $0 { SchemaCheck.isOf(type, value) } else { false }
            }
        case ("enum", .list(let values)): return values.contains { SchemaCheck.isSame($0, value) }
        case ("const", _): return SchemaCheck.isSame(rule, value)
        case ("anyOf", .list(let choices)):
            return choices.contains { check(value, $0, place).isEmpty }
        case ("allOf", .list(let parts)):
            for part in parts { wrong += check(value, part, place) }
            return true
        case ("$ref", .text(let reference)):
            wrong += check(value, SchemaCheck.resolve(reference, in: root) ?? .bool(false), place)
            return true
        default: break
        }
        switch value {
        case .whole, .number: return SchemaCheck.isWithin(key, rule, value.real ?? .nan)
        case .text(let text): return isText(key, rule, text)
        case .list(let elements): return isList(key, rule, elements, place, &wrong)
        case .object(let members): return isObject(key, rule, members, schema, place, &wrong)
        default: return true
        }
    }

    private static func isOf(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .text), ("array", .list), ("object", .object),
            ("number", .whole), ("number", .number), ("integer", .whole):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private static func isSame(_ left: JSON, _ right: JSON) -> Bool {
        if case .text = left { return left == right }
        if case .text = right { return false }
        if let first = left.real, let second = right.real { return first == second }
        return left == right
    }

    private static func isWithin(_ key: String, _ rule: JSON, _ value: Double) -> Bool {
        guard let limit = rule.real else { return true }
        return switch key {
        case "minimum": value >= limit
        case "maximum": value <= limit
        case "exclusiveMinimum": value > limit
        default: true
        }
    }

    private func isText(_ key: String, _ rule: JSON, _ text: String) -> Bool {
        switch (key, rule) {
        case ("pattern", .text(let pattern)):
            guard let regex = patterns[pattern] else { return false }
            return text.firstMatch(of: regex) != nil
        case ("minLength", .whole(let count)): return text.unicodeScalars.count >= count
        case ("maxLength", .whole(let count)): return text.unicodeScalars.count <= count
        default: return true
        }
    }

    private func isList(
        _ key: String, _ rule: JSON, _ elements: [JSON], _ place: String, _ wrong: inout [String]
    ) -> Bool {
        switch (key, rule) {
        case ("items", _):
            for (index, element) in elements.enumerated() {
                wrong += check(element, rule, "\(place)/\(index)")
            }
            return true
        case ("minItems", .whole(let count)): return elements.count >= count
        case ("maxItems", .whole(let count)): return elements.count <= count
        case ("uniqueItems", .bool(true)):
            return elements.indices.allSatisfy { index in
                !elements[..<index].contains { SchemaCheck.isSame($0, elements[index]) }
            }
        default: return true
        }
    }

    private func isObject(
        _ key: String, _ rule: JSON, _ members: [(key: String, value: JSON)], _ schema: JSON, _ place: String,
        _ wrong: inout [String]
    ) -> Bool {
        switch (key, rule) {
        case ("required", .list(let keys)):
            return keys.allSatisfy { key in members.contains { .text($0.key) == key } }
        case ("minProperties", .whole(let count)): return members.count >= count
        case ("properties", _):
            for member in members {
                guard let schema = rule[member.key] else { continue }
                wrong += check(member.value, schema, "\(place)/\(member.key)")
            }
            return true
        case ("patternProperties", .object(let choices)):
            for member in members {
                for (pattern, schema) in choices where matches(member.key, pattern) {
                    wrong += check(member.value, schema, "\(place)/\(member.key)")
                }
            }
            return true
        case ("additionalProperties", _):
            for member in members where schema["properties"]?[member.key] == nil {
                if case .object(let choices)? = schema["patternProperties"],
                    choices.contains(where: { matches(member.key, $0.key) })
                {
                    continue
                }
                wrong += check(member.value, rule, "\(place)/\(member.key)")
            }
            return true
        default: return true
        }
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        patterns[pattern].map { text.firstMatch(of: $0) != nil } ?? false
    }
}

extension SchemaCheck {
    /// Documents that differ from a valid object in one place and must be refused: every member left out, under
    /// another name, and with a value of another type.
    static func spoilt(_ document: JSON) -> [(what: String, json: JSON)] {
        guard case .object(let members) = document else { return [] }
        var spoilt: [(what: String, json: JSON)] = [("with 'x'", .object(members + [("x", .whole(1))]))]
        for index in members.indices {
            let key = members[index].key
            var changed = members
            changed.remove(at: index)
            spoilt.append(("without \(key)", .object(changed)))
            changed = members
            changed[index].key = key + "x"
            spoilt.append(("\(key) renamed", .object(changed)))
            changed = members
            changed[index].value = .list([.list([.object([])])])
            spoilt.append(("\(key) of another type", .object(changed)))
        }
        return spoilt
    }
}
