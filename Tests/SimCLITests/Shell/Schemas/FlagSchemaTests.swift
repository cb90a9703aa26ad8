import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("Schemas of flags")
struct FlagSchemaTests {
    @Test(
        "Every default is accepted, and null, and nothing of another type",
        arguments: ConfigFile.keys.map(\.name))
    func defaults(name: String) throws {
        let flag = try #require(RunFlags.named(name))
        let check = try SchemaCheck(flag.schema.json)
        #expect(check.accepts(.null))
        #expect(!check.accepts(.list([.list([])])))
        guard let text = flag.defaultText else { return }
        #expect(check.accepts(try flag.kind.read(text).json))
    }

    @Test("Values at and past the limits")
    func limits() throws {
        func accepts(_ name: String, _ text: String) throws -> Bool {
            try SchemaCheck(#require(RunFlags.named(name)).schema.json).accepts(JSON(text: text))
        }
        #expect(try accepts("dp", "1024") && !accepts("dp", "1025") && !accepts("dp", "0"))
        #expect(try accepts("tp", "8") && !accepts("tp", "3"))
        #expect(try accepts("request-rate", "\"inf\"") && !accepts("request-rate", "0"))
        #expect(try accepts("power-cap", "\"0.6 kW\"") && !accepts("power-cap", "\"600\""))
        #expect(try accepts("input-len", "\"lognormal:1,2\"") && !accepts("input-len", "\"long\""))
        #expect(try accepts("shape", "\"window:1s\"") && !accepts("shape", "\"windows\""))
        #expect(try accepts("metric-percentiles", "[50, 99.9]") && !accepts("metric-percentiles", "[0]"))
        #expect(try accepts("goodput", "{\"ttft\": 5}") && !accepts("goodput", "{\"itl\": 5}"))
        #expect(try accepts("metadata", "{\"a\": \"b\"}") && !accepts("metadata", "{\"a\": []}"))
        #expect(try accepts("expert-routing", "\"skewed:1\"") && !accepts("expert-routing", "\"skewed\""))
        #expect(try accepts("model", "\"mine/config.json\"") && !accepts("model", "\"\""))
        #expect(try accepts("policy", "\"static\"") && !accepts("policy", "\"statics\""))
    }

    @Test("The pattern of spellings takes what the reader of configurations takes")
    func spellings() throws {
        for flag in ConfigFile.keys {
            let names = [flag.name] + flag.aliases
            guard let pattern = flag.spellingPattern else {
                #expect(names.count == 1 && !flag.name.contains("-"))
                continue
            }
            let regex = try Regex(pattern)
            for name in names {
                #expect(name.wholeMatch(of: regex) != nil)
                #expect(String(name.map { $0 == "-" ? "_" : $0 }).wholeMatch(of: regex) != nil)
            }
            #expect("x\(flag.name)".firstMatch(of: regex) == nil)
        }
    }
}
