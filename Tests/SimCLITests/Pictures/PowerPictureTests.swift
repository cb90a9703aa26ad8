import Testing

@testable import SimCLI

@Suite("Pictures of power")
struct PowerPictureTests {
    private func svg(_ flags: String) throws -> String {
        PowerPicture(try PictureFixture.outcome(flags)).chart(width: 720, hasLoad: true).svg
    }

    @Test("The picture is the one that was looked at")
    func golden() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 60 --request-rate 6")
        let svg = PowerPicture(outcome).chart(width: 720, hasLoad: true).svg
        try PictureFixture.check(svg)
        let print = try PictureFixture.print(svg, of: outcome, called: "power")
        #expect(print == "20d70a8b18a0d2f2")
    }

    @Test("Three phases under the cap of all GPUs, with the load below")
    func content() throws {
        let svg = try svg("--num-prompts 30 --tp 2 --dp 2 --power-cap 500")
        for text in [
            "idle", "decode", "prefill", "running", "waiting", "power of all 4 GPUs together, W",
            "cap 4 x 500 W = 2000 W",
        ] { #expect(svg.contains(">\(text)</text>"), "\(text)") }
    }

    @Test("Runs of a single step and of a single request are drawn")
    func small() throws {
        try PictureFixture.check(try svg("--num-prompts 1 --output-len 1 --input-len 1"))
        try PictureFixture.check(try svg("--num-prompts 1 --request-rate inf"))
    }
}
