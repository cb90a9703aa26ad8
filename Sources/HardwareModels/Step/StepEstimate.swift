import SimCore

/// A step's cost in floating point, with its parts: for explaining and for calibration.
///
/// All figures are per device. ``RooflineModel/cost(of:)`` gives the same in integers for all devices together.
public struct StepEstimate: Hashable, Sendable {
    /// The whole step, host time included.
    public internal(set) var microseconds: Double
    /// Floating-point operations in units of a 16-bit one: see ``KernelCost/flop``.
    public let flop: Double
    /// Bytes through device memory.
    public let bytes: Double
    /// Logits that the sampler reads.
    public let logits: Double
    /// The core clock that lock and cap leave, and what standing, a 16-bit FLOP and a byte draw at it.
    public let megahertz: Double
    public let awakeWatts: Double
    public let picojoulesPerFlop: Double
    public let picojoulesPerByte: Double
    /// Energy and time of the same step without a power cap.
    public internal(set) var uncappedJoules: Double
    public internal(set) var uncappedMicroseconds: Double
    /// Energy under the device's power cap.
    public internal(set) var joules: Double
    /// Each part's time, FLOP and bytes.
    public internal(set) var breakdown: StepBreakdown

    /// Power that the work asks for; 0 for a step of no length.
    public var uncappedWatts: Double {
        uncappedMicroseconds > 0 ? uncappedJoules / uncappedMicroseconds * 1e6 : 0
    }
    /// Power under the cap; 0 for a step of no length.
    public var watts: Double { microseconds > 0 ? joules / microseconds * 1e6 : 0 }
    /// Whether the cap holds the power down.
    public var isCapped: Bool { joules != uncappedJoules }
}

/// The summands of a step, each a function of few of the shape's numbers, so that they can be cached.
struct StepSums {
    /// Projections, feed-forward, experts, elementwise, all-reduce: of the tokens.
    var linear: KernelCost = .zero
    /// Head and sampler: of the rows.
    var output: KernelCost = .zero
    var prefillAttention: KernelCost = .zero
    /// Decode attention at a context of nothing, on the lines that hold up to their limits.
    var decodeAttention: KernelCost = .zero
    /// Host overhead and swapped blocks.
    var fixed: KernelCost
    /// What each context token adds in a span of attention, and the last sum of contexts for which that holds.
    var perToken = PerSpan(repeating: KernelCost.zero)
    var limits = PerSpan(repeating: Int64.max)
    /// Share of the time that each device works.
    var busy: Double = 1

    init(fixed: KernelCost) { self.fixed = fixed }

    /// All but what depends on the context.
    var base: KernelCost { linear + output + prefillAttention + decodeAttention + fixed }
}

extension BatchShape {
    /// All tokens that the linear layers process.
    var tokens: Int64 { decodeSequences + prefillTokens }

    /// Rows of the output head.
    var rows: Int64 { decodeSequences + completedPrefills }

    /// The same shape with every count in 0 ... 2^40: more than any batch, and few enough that no sum or product
    /// of the cost model overflows.
    var bounded: BatchShape {
        isBounded ? self : clamped
    }

    /// Whether that changes nothing, as it does for every shape that the simulator makes of a real batch.
    @inline(__always)
    private var isBounded: Bool {
        var counts = decodeSequences | prefillTokens | prefillChunks | completedPrefills | swappedBlocks
        var sums: Int64 = 0
        for span in 0..<PerSpan<Reading>.count {
            let reading = spans[span]
            counts |= reading.contextTokens | reading.growingSequences
            sums |= reading.prefillPairs | reading.prefillPastTokens
        }
        return counts >= 0 && counts < 1 << 40 && sums >= 0
    }

    private var clamped: BatchShape {
        var shape = self
        shape.decodeSequences = BatchShape.bound(decodeSequences)
        shape.prefillTokens = BatchShape.bound(prefillTokens)
        shape.prefillChunks = BatchShape.bound(prefillChunks)
        shape.completedPrefills = BatchShape.bound(completedPrefills)
        for span in 0..<PerSpan<Reading>.count {
            var reading = spans[span]
            reading.contextTokens = BatchShape.bound(reading.contextTokens)
            reading.growingSequences = BatchShape.bound(reading.growingSequences)
            reading.prefillPairs = max(reading.prefillPairs, 0)
            reading.prefillPastTokens = max(reading.prefillPastTokens, 0)
            shape.spans[span] = reading
        }
        shape.swappedBlocks = BatchShape.bound(swappedBlocks)
        return shape
    }

    private static func bound(_ count: Int64) -> Int64 { min(max(count, 0), 1 << 40) }
}
