import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("explain defaults")
struct DefaultsExplanationTests {
    @Test("Every flag that changes a run has a default and a reason, and no reason is of another flag")
    func complete() {
        for entry in DefaultsExplanation.entries {
            #expect(!entry.reason.isEmpty, "\(entry.flag.name)")
            #expect(!entry.value.isEmpty, "\(entry.flag.name)")
        }
        let keys = Set(DefaultsExplanation.entries.map(\.flag.key))
        #expect(Set(DefaultsExplanation.reasons.keys) == keys)
    }

    @Test("The page has the defaults of the table of flags")
    func page() throws {
        let page = Invocation("explain defaults").output
        for flag in RunFlags.all where flag.isConfiguration { #expect(page.contains("--\(flag.name) ")) }
        let document = JSON(try JSONReader.read(Array(Invocation("explain defaults --json").output.utf8)))
        #expect(document["request-rate"]?["default"] == .text("4"))
        #expect(document["grid"]?["is_set"] == .bool(false))
    }
}
