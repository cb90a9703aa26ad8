import SimCore

/// A point of a distribution: `probability` of the lengths are at most `tokens`.
public struct LengthQuantile: Hashable, Sendable {
    public let probability: Double
    public let tokens: Int

    public init(probability: Double, tokens: Int) {
        self.probability = probability
        self.tokens = tokens
    }
}

/// How long prompts or answers are, in tokens: whole numbers from 1 to ``tokenLimit``.
public enum LengthDistribution: Hashable, Sendable {
    /// Always the same.
    case constant(Int)
    /// Every whole number of the range equally often.
    case uniform(ClosedRange<Int>)
    /// Lognormal with this mean and coefficient of variation, rounded to the nearest token and clamped to
    /// 1...`maximum`.
    case lognormal(mean: Double, cv: Double, maximum: Int)
    /// Straight lines between quantiles, which ascend from probability 0 to probability 1; rounded to the nearest
    /// token.
    case quantiles([LengthQuantile])

    /// The longest prompt and the longest answer there may be: 2^24, above any model's context by far, and small
    /// enough that a sum over a hundred billion requests fits `Int`.
    public static let tokenLimit = 16_777_216

    /// Lognormal, clamped where the underlying normal reaches 5 standard deviations (one draw in 3.5 million), so
    /// that a feasibility check has a maximum to check and the mean keeps its place.
    ///
    /// - Throws: ``WorkloadError`` when the mean or the cv is not a finite number > 0.
    public static func lognormal(mean: Double, cv: Double) throws(WorkloadError) -> LengthDistribution {
        try validate(mean: mean, cv: cv)
        let variance = PortableMath.log(1 + cv * cv)
        let tail = mean * PortableMath.exp(5 * variance.squareRoot() - variance / 2)
        return .lognormal(
            mean: mean, cv: cv, maximum: tokens(nearest: tail.rounded(.up), maximum: tokenLimit))
    }

    /// Refuses lengths below 1, above ``tokenLimit`` and quantiles that do not ascend.
    public func validate() throws(WorkloadError) {
        switch self {
        case .constant(let tokens):
            try LengthDistribution.validate("length", tokens)
        case .uniform(let range):
            try LengthDistribution.validate("shortest length", range.lowerBound)
            try LengthDistribution.validate("longest length", range.upperBound)
        case .lognormal(let mean, let cv, let maximum):
            try LengthDistribution.validate(mean: mean, cv: cv)
            try LengthDistribution.validate("maximum length", maximum)
        case .quantiles(let points):
            try LengthDistribution.validate(points)
        }
    }

    /// The mean of the law. For lognormal it is the mean that was asked: rounding and clamping move the draws' mean
    /// by less than 0.1 % for means from 10 tokens and cv up to 1.
    public var mean: Double {
        switch self {
        case .constant(let tokens):
            return Double(tokens)
        case .uniform(let range):
            return (Double(range.lowerBound) + Double(range.upperBound)) / 2
        case .lognormal(let mean, _, _):
            return mean
        case .quantiles(let points):
            // Rounding to whole tokens is symmetric between whole ends, so the trapezia are exact.
            var sum = 0.0
            for (left, right) in zip(points, points.dropFirst()) {
                sum +=
                    (right.probability - left.probability) * (Double(left.tokens) + Double(right.tokens)) / 2
            }
            return sum
        }
    }

    /// The longest length a draw can give.
    public var maximum: Int {
        switch self {
        case .constant(let tokens): tokens
        case .uniform(let range): range.upperBound
        case .lognormal(_, _, let maximum): maximum
        case .quantiles(let points): points.last?.tokens ?? 1
        }
    }

    /// The shortest length a draw can give.
    public var minimum: Int {
        switch self {
        case .constant(let tokens): tokens
        case .uniform(let range): range.lowerBound
        case .lognormal: 1
        case .quantiles(let points): points.first?.tokens ?? 1
        }
    }

    /// One length. O(1), O(log n) in the number of quantiles.
    ///
    /// Of a law that ``validate()`` refuses it gives some number from 1 to ``tokenLimit`` rather than trap.
    public func sample(from stream: inout RandomStream) -> Int {
        switch self {
        case .constant(let tokens):
            return min(max(tokens, 1), LengthDistribution.tokenLimit)
        case .uniform(let range):
            let drawn = stream.whole(in: Int64(range.lowerBound)...Int64(range.upperBound))
            return min(max(Int(drawn), 1), LengthDistribution.tokenLimit)
        case .lognormal(let mean, let cv, let maximum):
            return LengthDistribution.tokens(nearest: stream.lognormal(mean: mean, cv: cv), maximum: maximum)
        case .quantiles(let points):
            return LengthDistribution.tokens(
                nearest: LengthDistribution.interpolate(points, at: stream.unit()),
                maximum: LengthDistribution.tokenLimit)
        }
    }

    private static func interpolate(_ points: [LengthQuantile], at probability: Double) -> Double {
        guard points.count > 1 else { return 1 }
        // The last point but one at or below the probability opens the segment.
        var low = 0
        var high = points.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle].probability <= probability { low = middle } else { high = middle }
        }
        let left = points[low]
        let right = points[high]
        let part = (probability - left.probability) / (right.probability - left.probability)
        return Double(left.tokens) + part * (Double(right.tokens) - Double(left.tokens))
    }

    private static func tokens(nearest value: Double, maximum: Int) -> Int {
        let limit = min(max(maximum, 1), tokenLimit)
        guard value < Double(limit) else { return value >= Double(limit) ? limit : 1 }
        return value > 1 ? Int(value.rounded(.toNearestOrEven)) : 1
    }

    private static func validate(_ name: String, _ tokens: Int) throws(WorkloadError) {
        guard tokens >= 1, tokens <= tokenLimit else {
            throw WorkloadError.tokensOutOfRange(name: name, value: tokens)
        }
    }

    private static func validate(mean: Double, cv: Double) throws(WorkloadError) {
        guard mean > 0, mean < Double.infinity else {
            throw WorkloadError.notPositive(name: "mean length", value: mean)
        }
        // Above 1e100 the square of the cv leaves the range in which the law can be computed.
        guard cv > 0, cv < 1e100 else { throw WorkloadError.notPositive(name: "cv", value: cv) }
    }

    private static func validate(_ points: [LengthQuantile]) throws(WorkloadError) {
        guard points.count > 1 else {
            throw WorkloadError.badQuantile(index: 0, reason: "at least two are needed, at 0 and at 1")
        }
        for index in points.indices {
            let point = points[index]
            try validate("length of a quantile", point.tokens)
            if index == 0 {
                guard point.probability == 0 else {
                    throw WorkloadError.badQuantile(index: 0, reason: "the first probability must be 0")
                }
                continue
            }
            guard point.probability > points[index - 1].probability else {
                throw WorkloadError.badQuantile(index: index, reason: "probabilities must ascend")
            }
            guard point.tokens >= points[index - 1].tokens else {
                throw WorkloadError.badQuantile(
                    index: index, reason: "lengths must not fall as probabilities rise")
            }
        }
        guard points[points.count - 1].probability == 1 else {
            throw WorkloadError.badQuantile(index: points.count - 1, reason: "the last probability must be 1")
        }
    }
}
