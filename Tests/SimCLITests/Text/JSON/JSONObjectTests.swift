import Testing

@testable import WattlineText

@Suite("An object of a JSON file")
struct JSONObjectTests {
    private func object() throws -> JSONObject {
        try JSONObject(
            Array(
                """
                {"whole": 4096.0, "real": 0.5, "flag": true,
                 "text": "a", "none": null, "inner": {"x": -1}, "list": ["p", "q"], "mixed": ["p", 1]}
                """.utf8), name: "f.json", called: "it")
    }

    @Test("Values by key; null is absent")
    func values() throws {
        let object = try object()
        #expect(try object.whole("whole", in: 1...5000) == 4096)
        #expect(try object.real("real", in: 0...1) == 0.5)
        #expect(try object.flag("flag") == true)
        #expect(try object.text("text") == "a")
        #expect(try object.texts("list") == ["p", "q"])
        #expect(object.has("text"))
        #expect(!object.has("none"))
        #expect(try object.whole("none", in: 0...1) == nil)
        #expect(try object.object("absent") == nil)
    }

    @Test("A wrong value says where it stands and what should")
    func refusals() throws {
        let object = try object()
        func message<Value>(_ read: () throws -> Value) -> String {
            do {
                _ = try read()
                return ""
            } catch { return (error as? CLIError)?.message ?? "\(error)" }
        }
        #expect(
            message { try object.whole("whole", in: 1...9) }
                == "f.json:1:11: whole must be at most 9, got 4096.0")
        #expect(
            message { try object.real("real", in: 1...2) } == "f.json:1:27: real must be from 1 to 2, got 0.5"
        )
        #expect(
            message { try object.flag("text") } == "f.json:2:10: text must be true or false, got a text")
        #expect(message { try object.text("flag") } == "f.json:1:40: flag must be a text, got true or false")
        #expect(message { try object.object("list") } == "f.json:2:57: list must be an object, got a list")
        #expect(
            message { try object.texts("mixed") }
                == "f.json:2:78: mixed must be a list of texts, got a number inside")
        #expect(message { try object.list("flag") } == "f.json:1:40: flag must be a list, got true or false")
        #expect(
            message { try object.object("inner")?.whole("x", in: 1...2) }
                == "f.json:2:44: x must be a whole number >= 1, got -1")
        #expect(object.missing("y").message == "f.json:1:1: the key 'y' is missing")
    }
}
