import Testing

@testable import SimCore

@Suite struct ExactTimeTests {
    @Test func femtosecondsAreCarried() {
        var time = ExactTime(.zero)
        for _ in 0..<1_000 { time = time.advanced(byFemtoseconds: 1_001) }
        #expect(time.instant.picoseconds == 1_001)
        #expect(time == ExactTime(.zero).advanced(byFemtoseconds: 1_001_000))
        #expect(time.femtoseconds(since: ExactTime(.zero)) == 1_001_000)
    }

    @Test func advancingInPartsIsAdvancingAtOnce() {
        var stream = RandomStream(seed: 41, purpose: "time")
        for _ in 0..<10_000 {
            let start = ExactTime(SimInstant(picoseconds: stream.whole(in: 0...1 << 60)))
                .advanced(byFemtoseconds: stream.whole(in: 0...999))
            let one = stream.whole(in: 0...1 << 60)
            let two = stream.whole(in: 0...1 << 60)
            let parts = start.advanced(byFemtoseconds: one).advanced(byFemtoseconds: two)
            #expect(parts == start.advanced(byFemtoseconds: one + two))
            #expect(parts.femtoseconds(since: start) == Int128(one + two))
            #expect((0..<1_000).contains(parts.femtoseconds))
            #expect(one + two == 0 || start < parts)
        }
    }

    @Test func theLongestSpanDoesNotOverflow() {
        let time = ExactTime(.zero).advanced(byFemtoseconds: 999).advanced(byFemtoseconds: .max)
        #expect(time.femtoseconds(since: ExactTime(.zero)) == Int128(Int64.max) + 999)
    }

    /// The span until an instant is the least after which the whole picoseconds have reached it.
    @Test func untilAnInstantIsTheLeastSpan() {
        var stream = RandomStream(seed: 42, purpose: "time")
        for _ in 0..<10_000 {
            let start = ExactTime(SimInstant(picoseconds: stream.whole(in: 0...1_000)))
                .advanced(byFemtoseconds: stream.whole(in: 0...999))
            let goal = start.instant + SimDuration(picoseconds: stream.whole(in: 1...1_000))
            let span = Int64(start.femtosecondsUntil(goal))
            #expect(start.advanced(byFemtoseconds: span).instant == goal)
            #expect(start.advanced(byFemtoseconds: span - 1).instant < goal)
        }
    }
}
