import SimCore
import Testing

@testable import SimCLI

@Suite("Reading JSON")
struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONNode.Value { try JSONReader.read(Array(text.utf8)).value }

    @Test("Every kind of value")
    func values() throws {
        #expect(try read("null") == .null)
        #expect(try read(" true ") == .bool(true))
        #expect(try read("-1.50e+3") == .number("-1.50e+3"))
        #expect(try read("\"a\\n\\u00e9\\ud83d\\ude00/\\/\"") == .string("a\né😀//"))
        #expect(try read("[]") == .array([]))
        #expect(try read("{}") == .object([]))
        guard case .object(let members) = try read("{\"a\": [1, {\"b\": false}]}") else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.key) == ["a"])
    }

    @Test("NaN and Infinity are passed over where they may stand, and no number to whoever asks")
    func nonFinite() throws {
        let text = "{\"a\": [0.0, Infinity, -Infinity, NaN], \"b\": 1}"
        #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) }
        let object = try JSONObject(Array(text.utf8), name: "x", called: "it", passesNonFinite: true)
        #expect(try object.whole("b", in: 0...2) == 1)
        for word in ["NaN", "Infinity", "-Infinity"] {
            let one = try JSONObject(
                Array("{\"a\": \(word)}".utf8), name: "x", called: "it", passesNonFinite: true)
            #expect(throws: CLIError.self) { try one.whole("a", in: -5...5) }
            #expect(throws: CLIError.self) { try one.real("a", in: 0...1) }
        }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("-Infinit".utf8), passesNonFinite: true) }
    }

    @Test("Comments, a byte order mark and CRLF are fine")
    func blanks() throws {
        let text = "\u{feff}// first\r\n{ /* two\r\n lines */ \"a\" : 1 } // end"
        guard case .object(let members) = try read(text) else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.key) == ["a"])
    }

    @Test(
        "What is wrong, and where",
        arguments: [
            ("", "1:1 the text ends where a value should stand"),
            ("  ", "1:3 the text ends where a value should stand"),
            ("{\"a\": 1, \"a\": 2}", "1:10 the key 'a' is given twice"),
            (
                "{\n  \"a\": NaN\n}",
                "2:8 NaN is not a number here; leave the key out, or write \"inf\" in quotes"
            ),
            (
                "[Infinity]",
                "1:2 Infinity is not a number here; leave the key out, or write \"inf\" in quotes"
            ),
            ("[-Infinity]", "1:2 expected digits after '-' (NaN and Infinity are not numbers here)"),
            ("[1,]", "1:4 remove the comma before this ']'"),
            ("{\"a\":1,}", "1:8 remove the comma before this '}'"),
            ("{a: 1}", "1:2 expected a key in double quotes"),
            ("{\"a\" 1}", "1:6 expected ':' after the key 'a'"),
            ("{\"a\": 1", "1:8 the text ends before '}'"),
            ("[1 2]", "1:4 expected ',' or ']'"),
            ("[01]", "1:2 a number does not start with 0"),
            ("[1.]", "1:4 expected digits after '.'"),
            ("[1e]", "1:4 expected digits in the exponent"),
            ("[+1]", "1:2 expected a value"),
            ("'a'", "1:1 expected a value"),
            ("yes", "1:1 unexpected 'yes'; a text stands in double quotes"),
            ("\"a", "1:1 the text is not closed with a double quote"),
            ("\"a\nb\"", "1:3 a text cannot hold a line break or control character; write \\n"),
            ("\"\\x\"", "1:2 unknown escape; known are \\\" \\\\ \\/ \\n \\t \\r \\b \\f \\uXXXX"),
            ("\"\\ud800\"", "1:2 half of a surrogate pair stands alone"),
            ("\"\\udc00\"", "1:2 half of a surrogate pair stands alone"),
            ("\"\\u12\"", "1:2 \\u needs four hexadecimal digits"),
            ("1 2", "1:3 there is more after the end of the document"),
            ("/* open", "1:1 the comment is not closed with */"),
            ("/ 1", "1:1 unexpected '/'; a comment starts with // or /*"),
            ("{\"é\": tru}", "1:7 unexpected 'tru'; a text stands in double quotes"),
        ])
    func errors(text: String, expected: String) {
        let bytes = Array(text.utf8)
        do {
            _ = try JSONReader.read(bytes)
            Issue.record("read without an error")
        } catch {
            let place = TextPosition(offset: error.offset, in: bytes)
            #expect("\(place.line):\(place.column) \(error.message)" == expected)
        }
    }

    @Test("Invalid UTF-8 in a text is refused")
    func invalidUTF8() {
        #expect(throws: JSONError(message: "the text is not valid UTF-8", offset: 0)) {
            try JSONReader.read([0x22, 0xff, 0x22])
        }
    }

    @Test("Nesting ends at 64 levels, however deep the text goes", arguments: [64, 65, 1_000_000])
    func depth(levels: Int) {
        let text = [UInt8](repeating: UInt8(ascii: "["), count: levels)
        let closed = text + [UInt8](repeating: UInt8(ascii: "]"), count: levels)
        if levels <= JSONReader.depthLimit {
            #expect(throws: Never.self) { try JSONReader.read(closed) }
        } else {
            #expect(throws: JSONError(message: "nested deeper than 64 levels", offset: 64)) {
                try JSONReader.read(closed)
            }
        }
    }

    /// 4,000 texts: valid ones with some bytes changed, added or lost, and plain noise.
    @Test("No bytes trap or hang, and what is read is written and read again the same")
    func fuzz() throws {
        let seeds = [
            "{\"tp\": 2, \"goodput\": {\"ttft\": 500}, \"list\": [1, -2.5e3, null, true], \"t\": \"a\\u00e9\\n\"}",
            "// c\n[[], {}, \"\\ud83d\\ude00\", /* x */ 0.5]",
        ].map { Array($0.utf8) }
        let marks = Array("{}[]\",:/*\\-.0eun".utf8)
        var stream = RandomStream(seed: 7, purpose: "json.fuzz")
        for round in 0..<4000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...stream.below(6) {
                switch stream.below(4) {
                case 0: bytes[stream.below(bytes.count)] = UInt8(stream.below(256))
                case 1: bytes.insert(marks[stream.below(marks.count)], at: stream.below(bytes.count + 1))
                case 2 where bytes.count > 1: bytes.remove(at: stream.below(bytes.count))
                default: bytes.removeLast(min(bytes.count - 1, stream.below(4)))
                }
            }
            do {
                let node = try JSONReader.read(bytes)
                let text = node.written.compact
                let again = try JSONReader.read(Array(text.utf8))
                #expect(again.written.compact == text)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }
}

extension JSONNode {
    /// The same value as one to be written; numbers by their nearest `Double`.
    var written: JSON {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .optional(Double(text))
        case .string(let text): .text(text)
        case .array(let nodes): .list(nodes.map(\.written))
        case .object(let members): .object(members.map { ($0.key, $0.node.written) })
        }
    }
}
