import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("The tests' validator of JSON Schema")
struct SchemaCheckTests {
    private func accepts(_ schema: String, _ document: String) throws -> Bool {
        try SchemaCheck(JSON(text: schema)).accepts(JSON(text: document))
    }

    /// A schema, documents that it accepts and documents that it refuses, as draft 2020-12 says.
    static let cases: [(schema: String, good: [String], bad: [String])] = [
        (#"{}"#, ["null", "1", "\"x\"", "[]", "{}"], []),
        (#"{"type": "integer"}"#, ["1", "-3", "1.0", "1e3"], ["1.5", "\"1\"", "null", "true"]),
        (#"{"type": "number"}"#, ["1", "1.5"], ["\"1\"", "null"]),
        (#"{"type": ["string", "null"]}"#, ["\"\"", "null"], ["1", "[]", "{}"]),
        (#"{"type": "boolean"}"#, ["true", "false"], ["0", "null"]),
        (#"{"minimum": 1, "maximum": 3}"#, ["1", "3", "2.5", "\"x\""], ["0", "3.01"]),
        (#"{"exclusiveMinimum": 0}"#, ["0.001"], ["0", "-1"]),
        (#"{"enum": [1, "a", null]}"#, ["1", "1.0", "\"a\"", "null"], ["2", "\"1\"", "\"b\"", "[]"]),
        (#"{"const": "inf"}"#, ["\"inf\""], ["1", "\"info\"", "null"]),
        (#"{"const": 1}"#, ["1", "1.0"], ["2", "\"1\"", "true"]),
        (#"{"pattern": "^a+$"}"#, ["\"aa\"", "1"], ["\"ab\"", "\"\""]),
        (#"{"pattern": "b"}"#, ["\"abc\""], ["\"ac\""]),
        (#"{"minLength": 1, "maxLength": 2}"#, ["\"a\"", "\"\u{e9}\u{e9}\""], ["\"\"", "\"abc\""]),
        (#"{"items": {"type": "integer"}}"#, ["[]", "[1, 2]", "{}"], ["[1, \"2\"]"]),
        (#"{"minItems": 1, "maxItems": 2}"#, ["[1]", "[1, 2]"], ["[]", "[1, 2, 3]"]),
        (#"{"uniqueItems": true}"#, ["[1, 2]", "[1, \"1\"]"], ["[1, 1.0]", "[[1], [1]]"]),
        (#"{"required": ["a"]}"#, [#"{"a": null}"#, "[]"], ["{}", #"{"b": 1}"#]),
        (#"{"minProperties": 1}"#, [#"{"a": 1}"#], ["{}"]),
        (
            #"{"properties": {"a": {"type": "null"}}, "additionalProperties": false}"#,
            ["{}", #"{"a": null}"#], [#"{"a": 1}"#, #"{"b": null}"#]
        ),
        (
            #"{"patternProperties": {"^p[0-9]+$": {"type": "number"}}, "additionalProperties": {"type": "string"}}"#,
            [#"{"p1": 1, "q": "x"}"#], [#"{"p1": "x"}"#, #"{"q": 1}"#, #"{"xp1": 1}"#]
        ),
        (#"{"anyOf": [{"type": "null"}, {"minimum": 3}]}"#, ["null", "3", "\"x\""], ["2"]),
        (#"{"allOf": [{"type": "number"}, {"minimum": 3}]}"#, ["3"], ["2", "\"x\""]),
        (
            ##"{"$ref": "#/$defs/n", "$defs": {"n": {"type": "array", "items": {"$ref": "#/$defs/n"}}}}"##,
            ["[]", "[[], [[]]]"], ["1", "[[1]]"]
        ),
    ]

    @Test("Each keyword means what the draft says", arguments: cases.indices)
    func keywords(index: Int) throws {
        let (schema, good, bad) = Self.cases[index]
        for document in good { #expect(try accepts(schema, document), "\(schema) accepts \(document)") }
        for document in bad { #expect(try !accepts(schema, document), "\(schema) refuses \(document)") }
    }

    @Test(
        "What it does not know is refused, and not passed over",
        arguments: [
            #"{"oneOf": []}"#, #"{"properties": {"a": {"not": {}}}}"#, ##"{"$ref": "#/$defs/a"}"##,
            ##"{"$ref": "other.json"}"##, #"{"items": 3}"#, #"{"pattern": "(("}"#, #"{"multipleOf": 2}"#,
            #"{"$defs": {"a": {"dependentRequired": {}}}}"#, #"{"anyOf": [{"if": {}}]}"#,
        ])
    func unknown(schema: String) throws {
        let json = try JSON(text: schema)
        #expect(throws: (any Error).self) { try SchemaCheck(json) }
    }

    @Test("A complaint names the place and the rule")
    func complaints() throws {
        let check = try SchemaCheck(
            JSON(text: #"{"properties": {"a": {"items": {"type": "integer"}}}}"#))
        #expect(
            check.complaints(try JSON(text: #"{"a": [1, "x"]}"#)) == [#"/a/1: type "integer", got "x""#])
    }

    @Test("Spoilt documents differ from the whole one")
    func spoilt() throws {
        let document = try JSON(text: #"{"a": 1, "b": {"c": 2}}"#)
        let spoilt = SchemaCheck.spoilt(document)
        #expect(spoilt.count == 7)
        #expect(spoilt.allSatisfy { $0.json != document })
    }
}
