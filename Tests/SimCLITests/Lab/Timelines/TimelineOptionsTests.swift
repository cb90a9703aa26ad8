import SimCore
import Testing

@testable import WattlineLab

@Suite("Windows of a timeline")
struct TimelineOptionsTests {
    @Test(
        "A window shows what reaches into it, its end excluded",
        arguments: [
            (0, 10, false), (0, 11, true), (5, 30, true), (12, 13, true), (19, 25, true), (20, 25, false),
            (10, 10, true),
            (9, 9, false),
        ])
    func shows(start: Int64, end: Int64, isShown: Bool) {
        let window = TimelineWindow(
            start: SimInstant(picoseconds: 10), end: SimInstant(picoseconds: 20))
        #expect(
            window.shows(from: SimInstant(picoseconds: start), to: SimInstant(picoseconds: end)) == isShown)
    }
}
