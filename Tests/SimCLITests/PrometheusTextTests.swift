import Testing

@testable import SimCLI

@Suite("Results for Prometheus")
struct PrometheusTextTests {
    @Test("Every line is a comment or a sample of a family that was announced, and no family comes twice")
    func format() throws {
        let text = PrometheusText(try PictureFixture.outcome("--num-prompts 5 --grid 380")).text
        var families: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                #expect(words.count == 4 && words[3] == "gauge")
                #expect(!families.contains(words[2]))
                families.append(words[2])
            } else if !line.hasPrefix("# HELP ") {
                let name = line.prefix { $0 != "{" }
                #expect(name == families.last, "\(line)")
                #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
                let value = line.split(separator: " ").last ?? ""
                #expect(Double(value) != nil, "\(line)")
            }
        }
        #expect(text.hasSuffix("\n"))
        #expect(families.contains("wattline_gco2e_per_request"))
        #expect(!families.contains("wattline_request_goodput"))
        #expect(text.contains("wattline_ttft_ms{model=\"Llama-3.1-8B\","))
        #expect(text.contains("seed=\"0\",statistic=\"p99\"} "))
    }

    @Test("Runs that differ in policy or in how they are split have different labels")
    func labels() throws {
        let text = PrometheusText(
            try PictureFixture.outcome(
                "-m qwen3-30b-a3b --num-prompts 4 --tp 2 --ep 2 --dp 3 --policy continuous")
        ).text
        #expect(text.contains(",policy=\"continuous\",tp=\"2\",pp=\"1\",ep=\"2\",dp=\"3\","))
    }

    @Test("Values are those of the result, and the file is written")
    func values() {
        let folder = TemporaryFolder()
        #expect(Invocation("run --num-prompts 5 -q -o \(folder.file("a.prom"))").code == 0)
        #expect(folder.text(of: "a.prom").contains("seed=\"0\"} 5\n"))
    }
}
