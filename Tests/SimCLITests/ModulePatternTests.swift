import Testing

@testable import SimCLI

@Suite("Names of modules, classes, patterns and expressions")
struct ModulePatternTests {
    @Test("The layer that a pattern names, and whether it may tell layers apart")
    func layers() throws {
        func layer(_ text: String) throws -> Int? { try #require(ModulePattern(text)).layer }
        #expect(try layer("model.layers.7.mlp") == 7)
        #expect(try layer("model.language_model.layers.7.mlp*") == 7)
        #expect(try layer("re:model\\.layers\\.31\\.mlp.*") == 31)
        #expect(try layer("model.layers.7*") == nil)
        #expect(try layer("re:.*self_attn.*") == nil)
        #expect(try #require(ModulePattern("re:.*layers\\.[0-4]\\..*")).knowsLayers)
        #expect(try !#require(ModulePattern("re:.*self_attn.*")).knowsLayers)
    }

    @Test("Names win over expressions, and these over classes")
    func ranks() throws {
        let ranks = try ["Linear", "re:.*", "*.mlp", "model.layers.0.mlp"].map {
            try #require(ModulePattern($0)).rank
        }
        #expect(ranks == [0, 1, 1, 2])
    }
}
