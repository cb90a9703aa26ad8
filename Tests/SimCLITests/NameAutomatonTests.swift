import Testing

@testable import SimCLI

@Suite("Regular expressions of names")
struct NameAutomatonTests {
    private func matches(_ expression: String, _ name: String) throws -> Bool {
        try #require(NameAutomaton(expression: expression, isWhole: false)).matches(name)
    }

    private static let name = "model.layers.12.self_attn.q_proj"

    @Test(
        "Expressions match from the start, as Python's re.match",
        arguments: [
            (".*self_attn.*", true), (".*self_attn", true), (".*q_proj$", true), (".*self_attn$", false),
            ("self_attn", false), ("model", true), ("^model", true), ("$", false), ("", true),
            (".*\\.(q|k|v)_proj", true), (".*\\.(k|v)_proj", false), (".*layers\\.\\d+\\.", true),
            (".*layers\\.\\d\\.", false), (".*layers\\.[0-9][0-9]\\.self", true), (".*layers\\.[^1]", false),
            (".*layers\\.1?2\\.", true), (".*(mlp|attn)\\..*", true), ("(?:model|x)\\.lay+ers", true),
            ("model\\.\\w+\\.12", true), (".*self.attn", true), ("(model|).*?proj$", true), ("a|b|mod", true),
            (".*layers.(?:1[0-5]|2\\d).self", true), ("(((m)))odel", true), ("[a-m]odel", true),
        ])
    func expressions(expression: String, isMatch: Bool) throws {
        #expect(try matches(expression, Self.name) == isMatch)
    }

    @Test(
        "What is not understood is no expression",
        arguments: ["(?!x)", "a{2}", "(", ")", "[a", "*", "\\1", "\\", "(?<n>a)"])
    func unknown(expression: String) {
        #expect(NameAutomaton(expression: expression, isWhole: false) == nil)
        #expect(ModulePattern("re:" + expression) == nil)
    }

    @Test("Expressions on which others never end do end, and deep or long ones are refused")
    func hostile() throws {
        #expect(try !matches("(a*)*(a*)*(.*)*x", String(repeating: "a", count: 60)))
        #expect(try !matches("(.*)*(.*)+(.*)*(.*)*!", Self.name))
        #expect(NameAutomaton(expression: String(repeating: "(", count: 400), isWhole: false) == nil)
        #expect(NameAutomaton(expression: String(repeating: "a", count: 1001), isWhole: false) == nil)
    }
}
