import SimCLITestSupport
import Testing
import Workloads

@testable import WattlineLab

@Suite("Lengths on the command line")
struct LengthSpecTests {
    @Test("Numbers, laws and presets")
    func forms() throws {
        #expect(try LengthSpec(parsing: "512").promptTokens == .constant(512))
        #expect(try LengthSpec(parsing: "1e3").json == .whole(1000))
        #expect(try LengthSpec(parsing: "uniform:10,20").outputTokens == .uniform(10...20))
        #expect(try LengthSpec(parsing: "Azure_Chat").outputTokens == LengthPreset.azureChat.outputTokens)
        #expect(try LengthSpec(parsing: "Azure_Chat").json == .text("azure-chat"))
        #expect(try LengthSpec(parsing: "lognormal:512,0.8").json == .text("lognormal:512,0.8"))
    }

    @Test("What is no length says what is one")
    func errors() {
        let text = Invocation("run --input-len azure-chatt").errors
        #expect(text.hasPrefix("wattline: error: --input-len must be a length >= 1 such as 512, "))
        #expect(text.hasSuffix("got 'azure-chatt'. Did you mean azure-chat?\n"))
        #expect(Invocation("run --input-len normal:5").errors.contains("unknown law 'normal'"))
    }
}
