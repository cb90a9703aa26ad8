import HardwareModels
import Testing

@Suite struct NearestNameTests {
    @Test func keyIsBlindToCaseAndSeparators() {
        #expect(NearestName.key("H100-SXM") == NearestName.key("h100_sxm"))
        #expect(NearestName.key("H100 sxm") == "h100sxm")
        #expect(NearestName.key("3.1") != NearestName.key("31"))
    }

    @Test func sameNamesAreSpelledManyWays() {
        #expect(NearestName.areSame("Llama-3.1_8B", "llama 3.1-8b"))
        #expect(!NearestName.areSame("a", "b"))
    }

    @Test func nearestComesFirst() {
        let known = ["vllm", "tgi", "ideal", "transformers"]
        #expect(NearestName.suggestions(for: "vlm", among: known) == ["vllm"])
        #expect(NearestName.suggestions(for: "transfomer", among: known) == ["transformers"])
        #expect(NearestName.suggestions(for: "idael", among: known).isEmpty)
        #expect(NearestName.suggestions(for: "idea", among: known) == ["ideal"])
    }

    @Test func tiesKeepTheirOrderAndTheLimit() {
        let known = ["aab", "aac", "aad", "aae"]
        #expect(NearestName.suggestions(for: "aaa", among: known) == ["aab", "aac", "aad"])
        #expect(NearestName.suggestions(for: "aaa", among: known, limit: 1) == ["aab"])
    }

    @Test func nothingNearIsNothing() {
        #expect(NearestName.suggestions(for: "", among: ["a long name"]).isEmpty)
        #expect(NearestName.suggestions(for: "h100", among: []).isEmpty)
        #expect(NearestName.suggestions(for: "zzzz", among: ["vllm"]).isEmpty)
    }
}
