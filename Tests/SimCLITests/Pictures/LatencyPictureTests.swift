import Testing

@testable import SimCLI

@Suite("Pictures of latencies")
struct LatencyPictureTests {
    private func svg(_ flags: String) throws -> String {
        LatencyPicture(try PictureFixture.outcome(flags)).chart(width: 720).svg
    }

    @Test("The picture is the one that was looked at")
    func golden() throws {
        let outcome = try PictureFixture.outcome(
            "--num-prompts 60 --request-rate 6 --goodput ttft:100 --goodput tpot:20 --goodput e2el:3000")
        let svg = LatencyPicture(outcome).chart(width: 720).svg
        try PictureFixture.check(svg)
        let print = try PictureFixture.print(svg, of: outcome, called: "latency")
        #expect(print == "208de58af1ed920f")
        for text in ["TTFT", "TPOT", "E2EL", "TTFT limit 100 ms", "TPOT limit 20 ms", "E2EL limit 3000 ms"] {
            #expect(svg.contains(">\(text)</text>"), "\(text)")
        }
    }

    @Test("Limits are drawn only where they were asked for; one token has no TPOT")
    func without() throws {
        let svg = try svg("--num-prompts 5 --output-len 1")
        try PictureFixture.check(svg)
        #expect(!svg.contains(" limit "))
    }

    @Test("Shares rise to 100 % with the latency")
    func rising() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 50")
        for series in LatencyPicture(outcome).chart(width: 720).panels[0].series {
            #expect(series.points.last?.y == 100)
            for (left, right) in zip(series.points, series.points.dropFirst()) {
                #expect(left.x <= right.x && left.y < right.y, "\(series.name)")
            }
        }
    }
}
