import SimCore
import Testing

@testable import Workloads

@Suite struct TimeScaledTests {
    @Test func arrivalsAreMultiplied() throws {
        let source = listed([0, 100, 100, 330])
        #expect(milliseconds(try drain(TimeScaled(source, factor: 2))) == [0, 200, 200, 660])
        #expect(milliseconds(try drain(TimeScaled(source, factor: 0.5))) == [0, 50, 50, 165])
        #expect(try drain(TimeScaled(source, factor: 1)) == drain(source))
    }

    /// Against whole-number arithmetic, on factors that are fractions of powers of two and arrivals of all sizes.
    @Test func productsAreExact() throws {
        var stream = RandomStream(seed: 11, purpose: "test.scale")
        for _ in 0..<2_000 {
            let arrival = stream.whole(in: 0...9_000_000_000_000_000_000) >> stream.whole(in: 0...62)
            let shift = stream.whole(in: 0...40)
            let numerator = stream.whole(in: 1...(Int64(1) << shift))
            let request = RequestSpec(
                arrival: SimInstant(picoseconds: arrival), promptTokens: 1, outputTokens: 1)
            let factor = Double(numerator) / Double(Int64(1) << shift)
            let scaled = try drain(TimeScaled(ListedArrivals([request]), factor: factor))
            let half = (Int128(1) << Int128(shift)) / 2
            let expected = (Int128(arrival) * Int128(numerator) + half) >> Int128(shift)
            #expect(scaled.map { Int128($0.arrival.picoseconds) } == [expected], "\(arrival) x \(factor)")
        }
    }

    @Test(arguments: [Double.leastNonzeroMagnitude, 1e-30, 1.0 / 3, 1.7]) func orderIsKept(factor: Double)
        throws
    {
        let after = try drain(TimeScaled(chat(count: 500, seed: 1), factor: factor))
        #expect(after.count == 500)
        #expect(zip(after, after.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
    }

    @Test(arguments: [0, -1, Double.nan, Double.infinity]) func factorsThatAreNone(factor: Double) {
        #expect(throws: WorkloadError.self) { try TimeScaled(listed([]), factor: factor) }
    }

    @Test(arguments: [1e10, 1e300]) func arrivalsPastTheEndAreAFault(factor: Double) throws {
        var scaled = try TimeScaled(listed([0, 1_000]), factor: factor)
        #expect(try scaled.next()?.arrival == .zero)
        #expect(throws: ArrivalFault.self) { try scaled.next() }
    }
}
