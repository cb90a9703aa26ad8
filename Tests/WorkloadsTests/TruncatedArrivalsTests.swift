import SimCore
import Testing

@testable import Workloads

@Suite struct TruncatedArrivalsTests {
    @Test func whatArrivesBeforeTheEnd() throws {
        let end = SimInstant.zero + .milliseconds(100)
        #expect(
            milliseconds(try drain(TruncatedArrivals(listed([0, 99, 100, 101]), before: end))) == [0, 99])
        #expect(try drain(TruncatedArrivals(listed([0]), before: .zero)).isEmpty)
    }

    @Test func theEndIsForGood() throws {
        var truncated = TruncatedArrivals(listed([0, 200, 50]), before: .zero + .milliseconds(100))
        #expect(try truncated.next() != nil)
        #expect(try truncated.next() == nil)
        #expect(try truncated.next() == nil)
    }
}
