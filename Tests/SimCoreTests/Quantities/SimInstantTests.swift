import SimCore
import Testing

@Suite struct SimInstantTests {
    @Test func pointsAndSpans() {
        let start = SimInstant(picoseconds: 5)
        let end = start + .nanoseconds(1)
        #expect(end.picoseconds == 1_005)
        #expect(end - start == .nanoseconds(1))
        #expect(start - end == .nanoseconds(-1))
        #expect(start < end)
    }

    @Test func arithmeticClampsInsteadOfTrapping() {
        let first = SimInstant(picoseconds: .min)
        let last = SimInstant(picoseconds: .max)
        #expect(last + .nanoseconds(1) == last)
        #expect(first + .nanoseconds(-1) == first)
        #expect(last - first == SimDuration(picoseconds: .max))
        #expect(first - last == SimDuration(picoseconds: .min))
        #expect(first - SimDuration.nanoseconds(1) == first)
        #expect(last - SimDuration.nanoseconds(-1) == last)
        #expect(SimInstant.zero + .seconds(3) - SimDuration.seconds(1) == .zero + .seconds(2))
    }

    @Test func printsAsTheTimeSinceTheStart() {
        #expect("\(SimInstant(picoseconds: 7_730_000_000))" == "7.730 ms")
        #expect("\(SimInstant(picoseconds: .min))" == "-9223372 s")
        #expect("\(SimInstant(picoseconds: .max))" == "9223372 s")
    }

    @Test func theLimitLeavesRoomForOneMoreStep() {
        #expect((SimInstant.limit + .seconds(200_000)).picoseconds < Int64.max)
    }
}
