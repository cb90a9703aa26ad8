import Testing

@testable import SimCLI

@Suite("--sampling")
struct SamplingSpecTests {
    @Test("A draw makes steps longer, and a greedy run is the default")
    func effect() throws {
        let load = "run --num-prompts 20 --request-rate inf --output-len 20 --json"
        func number(_ line: String) throws -> Double {
            let output = Invocation(line).output
            let value = try #require(output.firstMatch(of: /"duration": ([0-9.]+)/)?.output.1)
            return try #require(Double(value))
        }
        let greedy = try number(load)
        #expect(try number(load + " --sampling greedy") == greedy)
        #expect(try number(load + " --sampling top-p") > greedy)
        #expect(try number(load + " --sampling penalties+top-p") > number(load + " --sampling top-p"))
        #expect(try number(load + " --sampling Top-K-Top-P") == number(load + " --sampling top-p"))
    }

    @Test(
        "What is no way is refused by its name",
        arguments: [
            (
                "topp",
                "--sampling must be greedy, top-p, top-k, top-k-top-p, penalties, joined by +, got 'topp'. Did you mean top-p?"
            ),
            (
                "greedy+penalties",
                "--sampling must be greedy alone, or one of top-p, top-k and top-k-top-p, + penalties, got 'greedy+penalties'"
            ),
        ])
    func refusals(text: String, message: String) {
        #expect(Invocation("run --sampling \(text)").errors == "wattline: error: \(message)\n")
    }
}
