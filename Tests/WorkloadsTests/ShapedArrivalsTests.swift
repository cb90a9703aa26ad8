import SimCore
import Testing

@testable import Workloads

/// Requests that arrive at these milliseconds, numbered by their prompts.
func listed(_ milliseconds: [Int64]) -> ListedArrivals {
    ListedArrivals(
        milliseconds.enumerated().map { index, time in
            RequestSpec(
                arrival: SimInstant(picoseconds: time * 1_000_000_000), promptTokens: index + 1,
                outputTokens: 1)
        })
}

/// What is left of a source.
func drain(_ source: some ArrivalSource) throws -> [RequestSpec] {
    var source = source
    var requests: [RequestSpec] = []
    while let request = try source.next() { requests.append(request) }
    return requests
}

/// Arrivals in whole milliseconds.
func milliseconds(_ requests: [RequestSpec]) -> [Int64] {
    requests.map { $0.arrival.picoseconds / 1_000_000_000 }
}

func chat(count: Int, seed: UInt64, rate: Double = 4) throws -> SyntheticWorkload {
    try SyntheticWorkload(
        arrivals: .gamma(requestsPerSecond: rate, burstiness: 0.5), promptTokens: .uniform(1...1_000),
        outputTokens: .uniform(1...300), count: count, seed: seed)
}

@Suite struct ShapedArrivalsTests {
    @Test func fixedSpacingAsAPicture() throws {
        let shaped = try ShapedArrivals(listed([0, 0, 10, 200, 201]), spacing: .fixed(.milliseconds(50)))
        #expect(milliseconds(try drain(shaped)) == [0, 50, 100, 200, 250])
    }

    @Test func windowsAsAPicture() throws {
        let shaped = try ShapedArrivals(
            listed([0, 1, 99, 100, 101, 350]), spacing: .windows(.milliseconds(100)))
        #expect(milliseconds(try drain(shaped)) == [0, 100, 100, 100, 200, 400])
    }

    @Test func theDelayIsCountedExactly() throws {
        var shaped = try ShapedArrivals(listed([0, 0, 10, 200, 201]), spacing: .fixed(.milliseconds(50)))
        while try shaped.next() != nil {}
        #expect(shaped.delayedRequests == 3)
        #expect(shaped.addedPicoseconds == Int128(50 + 90 + 49) * 1_000_000_000)
        #expect(shaped.addedDelaySeconds == 0.189)
        #expect(shaped.tally.delayedRequests == 3)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func lawsOfEverySpacing(seed: UInt64) throws {
        let before = try drain(chat(count: 2_000, seed: seed))
        let low = SimDuration.milliseconds(100)
        let high = SimDuration.milliseconds(400)
        for spacing in [
            ArrivalSpacing.fixed(low), .uniform(shortest: low, longest: high), .windows(low), .fixed(.zero),
        ] {
            let after = try drain(
                ShapedArrivals(chat(count: 2_000, seed: seed), spacing: spacing, seed: seed))
            // Count, order and lengths are kept, and nothing is released before it came.
            #expect(after.map(\.promptTokens) == before.map(\.promptTokens), "seed \(seed) \(spacing)")
            #expect(zip(before, after).allSatisfy { $0.arrival <= $1.arrival }, "seed \(seed) \(spacing)")
            #expect(
                zip(after, after.dropFirst()).allSatisfy { $0.arrival <= $1.arrival },
                "seed \(seed) \(spacing)")
            switch spacing {
            case .fixed(let gap), .uniform(let gap, _):
                let gaps = zip(after, after.dropFirst()).map { $1.arrival - $0.arrival }
                #expect(gaps.allSatisfy { $0 >= gap }, "seed \(seed) \(spacing)")
            case .windows(let window):
                #expect(
                    after.allSatisfy { $0.arrival.picoseconds % window.picoseconds == 0 },
                    "seed \(seed) \(spacing)")
                #expect(
                    zip(before, after).allSatisfy { $1.arrival - $0.arrival < window },
                    "seed \(seed) \(spacing)")
            }
        }
    }

    /// Of requests that all wait, the uniform gaps show as they were drawn.
    @Test func uniformSpacingHasItsMean() throws {
        let source = try SyntheticWorkload(
            arrivals: .together, promptTokens: .constant(1), outputTokens: .constant(1), count: 20_001,
            seed: 0)
        let spacing = ArrivalSpacing.uniform(shortest: .zero, longest: .milliseconds(1_000))
        let requests = try drain(ShapedArrivals(source, spacing: spacing, seed: 7))
        let mean = try #require(requests.last).arrival.picoseconds / 20_000
        // Standard deviation 1 s / sqrt(12), 5 standard errors.
        #expect(abs(Double(mean) / 1e12 - 0.5) < 5 * 0.2887 / 20_000.0.squareRoot(), "seed 7")
    }

    @Test func badSpacingIsRefused() {
        #expect(throws: WorkloadError.self) { try ShapedArrivals(listed([]), spacing: .fixed(.seconds(-1))) }
        #expect(throws: WorkloadError.badWindow(.zero)) {
            try ShapedArrivals(listed([]), spacing: .windows(.zero))
        }
        #expect(throws: WorkloadError.self) {
            try ShapedArrivals(listed([]), spacing: .uniform(shortest: .seconds(2), longest: .seconds(1)))
        }
    }

    @Test func releasesPastTheEndAreAFault() throws {
        for spacing in [ArrivalSpacing.fixed(.seconds(9_000_001)), .windows(SimDuration(picoseconds: .max))] {
            var shaped = try ShapedArrivals(listed([0, 1]), spacing: spacing)
            _ = try shaped.next()
            #expect(throws: ArrivalFault.self) { try shaped.next() }
        }
    }
}
