import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("Building a JSON Schema")
struct SchemaTests {
    @Test("Each form is written with the draft's keywords")
    func forms() {
        #expect(Schema.anything.json.compact == "{}")
        #expect(Schema.whole(1...8).json.compact == #"{"type":"integer","minimum":1,"maximum":8}"#)
        #expect(Schema.whole().json.compact == #"{"type":"integer"}"#)
        #expect(Schema.whole(0...Int.max).json.compact == #"{"type":"integer","minimum":0}"#)
        #expect(
            Schema.number(NumberRange.fraction).json.compact
                == #"{"type":"number","exclusiveMinimum":0,"maximum":1}"#)
        #expect(
            Schema.number(NumberRange.positiveOrInfinite).json.compact
                == #"{"anyOf":[{"type":"number","exclusiveMinimum":0,"maximum":1000000000000000},{"const":"inf"}]}"#
        )
        #expect(Schema.text("^a$").json.compact == #"{"type":"string","pattern":"^a$"}"#)
        #expect(Schema.list(.bool, count: 1...2, areUnique: true).json["uniqueItems"] == .bool(true))
        #expect(
            Schema.object([.required("a", .bool), .optional("b", .anything)]).json.compact
                == #"{"type":"object","properties":{"a":{"type":"boolean"},"b":{}},"additionalProperties":false,"#
                + #""required":["a"]}"#)
        #expect(Schema.reference("x").json.compact == ##"{"$ref":"#/$defs/x"}"##)
    }

    @Test("orNull lets null in, whatever the form")
    func orNull() throws {
        let forms: [(Schema, JSON)] = [
            (.bool, .bool(true)), (.whole(1...2), .whole(1)), (.choice(["a"]), .text("a")),
            (.either([.bool, .constant("x")]), .text("x")), (.constant(3), .whole(3)),
            (.all([.number]), .whole(1)), (.text("^a$"), .text("a")),
            (.object([.required("a", .bool)]), .object([("a", .bool(true))])),
        ]
        for (schema, value) in forms {
            let strict = try SchemaCheck(schema.json)
            let patient = try SchemaCheck(schema.orNull.json)
            #expect(strict.accepts(value) && !strict.accepts(.null), "\(schema.json.compact)")
            #expect(patient.accepts(value) && patient.accepts(.null), "\(schema.orNull.json.compact)")
            #expect(!patient.accepts(.list([.null])))
        }
    }

    @Test("A description and a default stand behind the rules")
    func notes() {
        #expect(
            Schema.bool.described("Why").defaulting(to: .bool(false)).json.compact
                == #"{"type":"boolean","description":"Why","default":false}"#)
        #expect(Schema.bool.defaulting(to: nil).json.compact == #"{"type":"boolean"}"#)
    }
}
