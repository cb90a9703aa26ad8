import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Points of a sweep")
struct SweepGridTests {
    private func axis(_ key: FlagKey, _ text: String) throws -> SweepAxis {
        guard
            case .axis(let axis) = try SweepAxis.read(RunFlags.flag(key), spelling: "--\(key.rawValue)", text)
        else { throw BadValue.must("an axis") }
        return axis
    }

    @Test("The last axis is the fastest")
    func order() throws {
        let grid = try SweepGrid([axis(.tp, "1,2"), axis(.seed, "0,1,2")], isZipped: false, limit: 6)
        #expect(grid.count == 6)
        #expect((0..<6).map(grid.choices) == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    }

    @Test func zipped() throws {
        let grid = try SweepGrid([axis(.tp, "1,2"), axis(.seed, "5,6")], isZipped: true, limit: 6)
        #expect((0..<grid.count).map(grid.choices) == [[0, 0], [1, 1]])
    }

    @Test func noAxisIsOnePoint() throws {
        #expect(try SweepGrid([], isZipped: false, limit: 1).count == 1)
        #expect(try SweepGrid([], isZipped: false, limit: 1).choices(0).isEmpty)
    }

    @Test func lengthsDiffer() throws {
        let axes = [try axis(.tp, "1,2"), try axis(.seed, "0,1,2")]
        #expect(
            throws: CLIError.usage("--zip needs lists of one length: --tp has 2 values, --seed has 3")
        ) { try SweepGrid(axes, isZipped: true, limit: 10) }
    }

    @Test func tooLarge() throws {
        let axes = [try axis(.tp, "1,2"), try axis(.seed, "0:2999:1")]
        #expect(
            throws: CLIError.usage(
                "this sweep has 6000 points (--tp 2 x --seed 3000), more than 100. Narrow it, or raise --max-points"
            )
        ) { try SweepGrid(axes, isZipped: false, limit: 100) }
        let wide = try axis(.seed, "0:99999:1")
        let many = Array(repeating: wide, count: 4)
        #expect(throws: CLIError.self) { try SweepGrid(many, isZipped: false, limit: 100) }
    }
}
