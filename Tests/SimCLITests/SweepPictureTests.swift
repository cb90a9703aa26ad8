import Testing

@testable import SimCLI

@Suite("Pictures of sweeps")
struct SweepPictureTests {
    private func svg(_ line: String, _ rows: [SweepRow]) throws -> String {
        SweepPicture(SweepReport(SweepFixture.header, try SweepFixture.view(line), rows)).svg
    }

    private let rows = [
        SweepFixture.row(0, ["p99_ttft_ms": 9, "duration": 1]), SweepFixture.refused(1, "does not fit"),
        SweepFixture.row(2, ["p99_ttft_ms": 4, "duration": 2]),
        SweepFixture.row(3, ["p99_ttft_ms": 4.5, "duration": 3]),
    ]

    /// Every element is closed, in order: enough to tell that nothing unescaped stands in the text.
    private func isBalanced(_ svg: String) -> Bool {
        var open: [Substring] = []
        for piece in svg.split(separator: "<") {
            guard let end = piece.firstIndex(of: ">") else { return false }
            let tag = piece[..<end]
            if tag.last == "/" { continue }
            if tag.first == "/" {
                guard open.popLast() == tag.dropFirst() else { return false }
            } else {
                open.append(tag.prefix { $0 != " " })
            }
        }
        return open.isEmpty
    }

    private func count(_ text: String, in svg: String) -> Int {
        svg.split(separator: text, omittingEmptySubsequences: false).count - 1
    }

    @Test("A panel for each figure, a point for each row that ran, a line for each policy")
    func curves() throws {
        let picture = try svg("--metrics p99_ttft_ms,duration", rows)
        #expect(isBalanced(picture))
        #expect(picture.contains("<title>Sweep of tp x policy</title>"))
        #expect(picture.contains("<desc>3 points of 4: p99 TTFT, simulated time over tp</desc>"))
        #expect(count("<title>--tp", in: picture) == 2 * 3)
        #expect(picture.contains("<title>--tp 2 --policy static: p99_ttft_ms 4.000</title>"))
        #expect(picture.contains(">policy static</text>"))
        #expect(picture.contains(">policy chunked</text>"))
    }

    @Test("The front is joined and its points are marked")
    func pareto() throws {
        let picture = try svg("--pareto p99_ttft_ms,duration", rows)
        #expect(isBalanced(picture))
        #expect(picture.contains(">no other point beats it in both (tp, policy)</text>"))
        #expect(picture.contains(">1, static</text>") && picture.contains(">2, static</text>"))
        #expect(!picture.contains(">2, chunked</text>") && !picture.contains(">*</text>"))
        #expect(picture.contains(">p99 TTFT, ms</text>") && picture.contains(">simulated time, s</text>"))
    }

    @Test("The best point is called that, on a front with its settings")
    func best() throws {
        let curves = try svg("--metrics duration --goal max:duration", rows)
        #expect(count(">best</text>", in: curves) == 1)
        let front = try svg("--pareto p99_ttft_ms,duration --goal min:duration", rows)
        #expect(count(">best: 1, static</text>", in: front) == 1)
    }

    @Test("Where nothing ran it says so")
    func empty() throws {
        let picture = try svg("", [rows[1]])
        #expect(isBalanced(picture))
        #expect(picture.contains("No point to show"))
    }

    @Test("Many series are drawn and a dozen of them named")
    func manySeries() {
        let sweep = "sweep --num-prompts 2 --seed 0:29:1 --tp 1,2"
        let folder = TemporaryFolder()
        #expect(Invocation("\(sweep) -q -o \(folder.file("a.svg"))").code == 0)
        let picture = folder.text(of: "a.svg")
        #expect(isBalanced(picture))
        let other = Invocation(
            "sweep --num-prompts 2 --tp 1,2 --policy static,chunked --seed 0:6:1 -q -o \(folder.file("b.svg"))"
        )
        #expect(other.code == 0)
        #expect(!folder.text(of: "b.svg").contains("more: stay on a point"))
        #expect(
            Invocation("sweep --num-prompts 2 --tp 1,2 --dp 1:7:1 --rate 1:8:1 -q -o \(folder.file("c.svg"))")
                .code == 0)
        #expect(folder.text(of: "c.svg").contains(">and 2 more: stay on a point to see which it is</text>"))
    }

    @Test("The same sweep is the same picture")
    func deterministic() throws {
        #expect(try svg("--pareto p99_ttft_ms,duration", rows) == svg("--pareto p99_ttft_ms,duration", rows))
    }
}
