import WattlineLab
import WattlineText

/// A JSON Schema (draft 2020-12) in the making: the keywords that Wattline's own documents need, and no more.
///
///     Schema.object([.required("n", .whole(0...9)), .optional("note", .text().orNull)])
struct Schema {
    /// A member of an object.
    struct Property {
        let key: String
        let schema: Schema
        let isRequired: Bool

        static func required(_ key: String, _ schema: Schema) -> Property {
            Property(key: key, schema: schema, isRequired: true)
        }

        static func optional(_ key: String, _ schema: Schema) -> Property {
            Property(key: key, schema: schema, isRequired: false)
        }
    }

    /// The keywords, in the order in which they are written.
    private(set) var members: [(key: String, value: JSON)]

    private init(_ members: [(key: String, value: JSON)]) { self.members = members }

    var json: JSON { .object(members) }

    /// Whatever stands there.
    static let anything = Schema([])

    static let bool = Schema([("type", .text("boolean"))])

    /// A whole number; a bound that is the largest or smallest of `Int` is none.
    static func whole(_ range: ClosedRange<Int> = Int.min...Int.max) -> Schema {
        var schema = Schema([("type", .text("integer"))])
        if range.lowerBound > .min { schema.members.append(("minimum", .whole(range.lowerBound))) }
        if range.upperBound < .max { schema.members.append(("maximum", .whole(range.upperBound))) }
        return schema
    }

    static let number = Schema([("type", .text("number"))])

    static func number(_ range: ClosedRange<Double>) -> Schema {
        Schema([
            ("type", .text("number")), ("minimum", JSON.plain(range.lowerBound)),
            ("maximum", JSON.plain(range.upperBound)),
        ])
    }

    /// The numbers that a flag takes, and `"inf"` where it does.
    static func number(_ range: NumberRange) -> Schema {
        let finite = Schema([
            ("type", .text("number")),
            (range.includesLower ? "minimum" : "exclusiveMinimum", JSON.plain(range.lower)),
            ("maximum", JSON.plain(range.upper)),
        ])
        return range.allowsInfinity ? .either([finite, .constant("inf")]) : finite
    }

    /// Above `low`, and below or at `high`.
    static func number(above low: Double, upTo high: Double) -> Schema {
        Schema([
            ("type", .text("number")), ("exclusiveMinimum", JSON.plain(low)),
            ("maximum", JSON.plain(high)),
        ])
    }

    /// `pattern` is a regular expression in the part of the language that ECMA-262 and Swift share.
    static func text(_ pattern: String? = nil) -> Schema {
        Schema([("type", .text("string"))] + (pattern.map { [("pattern", .text($0))] } ?? []))
    }

    /// A text of at least one character.
    static let name = Schema([("type", .text("string")), ("minLength", .whole(1))])

    /// Sixteen hexadecimal digits.
    static let hash = Schema.text("^[0-9a-f]{16}$")

    static func constant(_ text: String) -> Schema { Schema([("const", .text(text))]) }

    static func constant(_ number: Int) -> Schema { Schema([("const", .whole(number))]) }

    static func choice(_ words: [String]) -> Schema { choice(words.map { .text($0) }) }

    static func choice(_ values: [JSON]) -> Schema { Schema([("enum", .list(values))]) }

    /// `count` limits how many elements there are.
    static func list(
        _ element: Schema, count: ClosedRange<Int> = 0...Int.max, areUnique: Bool = false
    ) -> Schema {
        var schema = Schema([("type", .text("array")), ("items", element.json)])
        if count.lowerBound > 0 { schema.members.append(("minItems", .whole(count.lowerBound))) }
        if count.upperBound < .max { schema.members.append(("maxItems", .whole(count.upperBound))) }
        if areUnique { schema.members.append(("uniqueItems", .bool(true))) }
        return schema
    }

    /// An object that has no other keys than these, those that match one of `patterns`, and, unless `rest` is nil,
    /// those whose values are as `rest` says.
    static func object(
        _ properties: [Property], patterns: [(pattern: String, schema: Schema)] = [], rest: Schema? = nil,
        leastCount: Int = 0
    ) -> Schema {
        var schema = Schema([("type", .text("object"))])
        let required = properties.filter(\.isRequired).map { JSON.text($0.key) }
        if !properties.isEmpty {
            schema.members.append(("properties", .object(properties.map { ($0.key, $0.schema.json) })))
        }
        if !patterns.isEmpty {
            schema.members.append(
                ("patternProperties", .object(patterns.map { ($0.pattern, $0.schema.json) })))
        }
        schema.members.append(("additionalProperties", rest?.json ?? .bool(false)))
        if !required.isEmpty { schema.members.append(("required", .list(required))) }
        if leastCount > 0 { schema.members.append(("minProperties", .whole(leastCount))) }
        return schema
    }

    /// An object in which these keys stand among others.
    static func having(_ keys: [String]) -> Schema {
        Schema([("type", .text("object")), ("required", .list(keys.map { .text($0) }))])
    }

    static func either(_ schemas: [Schema]) -> Schema { Schema([("anyOf", .list(schemas.map(\.json)))]) }

    static func all(_ schemas: [Schema]) -> Schema { Schema([("allOf", .list(schemas.map(\.json)))]) }

    /// One of the document's definitions.
    static func reference(_ name: String) -> Schema { Schema([("$ref", .text("#/$defs/\(name)"))]) }

    /// The same, or null.
    var orNull: Schema {
        if case .list(let values)? = json["enum"], members.count == 1 {
            return .choice(values + [.null])
        }
        let null = Schema([("type", .text("null"))])
        if case .list(let values)? = json["anyOf"], members.count == 1 {
            return Schema([("anyOf", .list(values + [null.json]))])
        }
        guard case .text(let type)? = json["type"], json["enum"] == nil, json["const"] == nil else {
            return .either([self, null])
        }
        // The other keywords say nothing of null.
        var schema = self
        schema.members = members.map { member in
            member.key == "type" ? ("type", .list([.text(type), .text("null")])) : member
        }
        return schema
    }

    /// The same with a sentence for readers and editors.
    func described(_ text: String) -> Schema { with("description", .text(text)) }

    /// The same with what counts where the key is left out, or null.
    func defaulting(to value: JSON?) -> Schema { value.map { with("default", $0) } ?? self }

    /// The same, with a key and its value behind the others.
    func with(_ key: String, _ value: JSON) -> Schema {
        var schema = self
        schema.members.append((key, value))
        return schema
    }
}
