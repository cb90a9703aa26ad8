import Testing

@testable import WattlineText
@testable import WattlineShell

@Suite("Documents that have a schema")
struct SchemaDocumentTests {
    @Test("Every schema is one that a validator understands, and says what it is", arguments: names)
    func understood(name: String) throws {
        let document = try SchemaDocument.named(name)
        _ = try SchemaCheck(document)
        #expect(document.json["$schema"] == .text("https://json-schema.org/draft/2020-12/schema"))
        #expect(document.json["$id"] == .text("urn:wattline:schema:\(name)"))
        #expect(!document.summary.isEmpty)
        #expect(!(try SchemaCheck(document)).accepts(.whole(1)))
    }

    static let names = SchemaDocument.all.map(\.name)

    @Test("Names are unique, and found blind to case, - and _")
    func named() throws {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(try SchemaDocument.named("Sweep_Row").name == "sweep-row")
        #expect(throws: CLIError.self) { try SchemaDocument.named("results") }
    }

    @Test("Every default that a schema names is one that it accepts", arguments: names)
    func defaults(name: String) throws {
        let parts = Self.parts(try SchemaDocument.named(name).json).filter { $0["default"] != nil }
        for part in parts {
            let check = try SchemaCheck(part)
            #expect(check.accepts(try #require(part["default"])), "\(part.compact)")
        }
        if name == "config" { #expect(parts.count > 20) }
    }

    /// Every object in a schema.
    private static func parts(_ json: JSON) -> [JSON] {
        switch json {
        case .object(let members): [json] + members.flatMap { parts($0.value) }
        case .list(let elements): elements.flatMap(parts)
        default: []
        }
    }
}
