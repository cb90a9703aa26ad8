import HardwareModels
import Testing

@testable import SimCLI

@Suite("explain model")
struct ModelExplanationTests {
    @Test("It names assumptions, omissions and the error of this very system")
    func page() {
        let page = Invocation("explain model").output
        for heading in ["Assumed:", "Not modelled:", "Known:"] { #expect(page.contains("\n\(heading)\n")) }
        #expect(page.contains("provenance  calibrated"))
        #expect(page.contains("43 measured runs"))
        #expect(page.contains("200.0 W while there is work, 120.0 W idle"))
    }

    @Test("What depends on the flags does so")
    func flags() {
        func page(_ flags: String) -> String { Invocation("explain model --json " + flags).output }
        #expect(page("--engine ideal").contains("no measured run of this kind"))
        #expect(page("--engine transformers").contains("launched one by one"))
        #expect(page("--engine tgi").contains("greedy sampling"))
        #expect(page("--power-cap 450").contains("more than 450 W runs at a lower clock"))
    }

    @Test("What it says of the host is what show says", arguments: EngineProfile.all.map(\.name))
    func host(engine: String) throws {
        let shown = try JSON(text: Invocation("show \(engine) --json").output)
        let explained = try JSON(text: Invocation("explain model --json --engine \(engine)").output)
        #expect(explained["assumed"]?["host"] == shown["host"])
        guard case .text(let words)? = shown["host"] else { return }
        for key in ["step_overhead_us", "host_us_per_step", "host_us_per_kernel", "ungraphed_layer_us"] {
            guard let number = shown[key]?.real, number > 0 else { continue }
            #expect(words.contains("\(Figures.short(number)) us"), "\(key)")
        }
        #expect(!words.contains(" 0 us"))
    }

    @Test("JSON has the same three parts")
    func json() throws {
        let document = JSON(try JSONReader.read(Array(Invocation("explain model --json").output.utf8)))
        #expect(document["assumed"]?["step_time"] != nil)
        #expect(document["not_modelled"]?["prefix_cache"] != nil)
        #expect(document["known"]?["provenance"] == .text("calibrated"))
    }
}
