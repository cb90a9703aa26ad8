import SimCore
import Testing

@testable import WattlineLab

@Suite("Values that hold")
struct HeldValueTests {
    private func samples(_ changes: [(Int64, Int)], from start: Int64 = 0, to end: Int64 = .max) -> [String] {
        var held = HeldValue<Int>()
        let window = TimelineWindow(
            start: SimInstant(picoseconds: start), end: SimInstant(picoseconds: end))
        var samples: [HeldValue<Int>.Sample] = []
        for (instant, value) in changes {
            samples += held.set(value, at: SimInstant(picoseconds: instant), in: window)
        }
        samples += held.rest()
        #expect(held.rest().isEmpty)
        return samples.map { "\($0.value) at \($0.instant.picoseconds)" }
    }

    @Test("Every change is a sample, the same value again is none")
    func changes() {
        #expect(samples([(0, 1), (5, 1), (6, 2), (9, 1)]) == ["1 at 0", "2 at 6", "1 at 9"])
        #expect(samples([(0, 1)]) == ["1 at 0"])
        #expect(samples([]) == [])
    }

    @Test("Of two values at the start the last one holds")
    func start() { #expect(samples([(0, 1), (0, 2), (4, 3)]) == ["2 at 0", "3 at 4"]) }

    @Test("Before a window only the last value is kept, after it none")
    func window() {
        #expect(
            samples([(0, 1), (3, 2), (12, 3), (15, 4), (20, 5)], from: 10, to: 15) == ["2 at 3", "3 at 12"])
        #expect(samples([(0, 1), (30, 5)], from: 10, to: 15) == ["1 at 0"])
    }
}
