import SimCLITestSupport
import Testing

@testable import WattlineText

@Suite("Writing JSON")
struct JSONTests {
    @Test("Numbers are the shortest that read back the same; what is no number is null")
    func numbers() {
        #expect(JSON.number(0.1).compact == "0.1")
        #expect(JSON.number(1e-7).compact == "1e-07")
        #expect(JSON.number(1e20).compact == "1e+20")
        #expect(JSON.number(.leastNonzeroMagnitude).compact == "5e-324")
        #expect(JSON.number(.nan).compact == "null")
        #expect(JSON.number(-.infinity).compact == "null")
        #expect(JSON.optional(nil).compact == "null")
        #expect(JSON.whole(.min).compact == "-9223372036854775808")
    }

    @Test("Texts are escaped")
    func texts() {
        #expect(JSON.text("a\"b\\c\n\t\r\u{1}\u{7f}é😀").compact == "\"a\\\"b\\\\c\\n\\t\\r\\u0001\\u007fé😀\"")
    }

    @Test("Members keep their order, and pretty text is the same value")
    func layout() throws {
        let value = JSON.object([
            ("b", .list([.number(1.5), .null])), ("a", .object([])),
            ("c", .list([.object([("d", .bool(true))])])),
        ])
        #expect(value.compact == "{\"b\":[1.5,null],\"a\":{},\"c\":[{\"d\":true}]}")
        #expect(
            value.pretty == """
                {
                  "b": [1.5, null],
                  "a": {},
                  "c": [
                    {
                      "d": true
                    }
                  ]
                }

                """)
        #expect(try JSONReader.read(Array(value.pretty.utf8)).written == value)
    }
}
