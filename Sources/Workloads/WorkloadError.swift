import SimCore

/// Why a description of a workload cannot be used: what was asked, why not, and what to try.
public enum WorkloadError: Error, Hashable, Sendable {
    /// A number that must be above 0 and finite is not.
    case notPositive(name: String, value: Double)
    /// A rate so low that one gap is longer than a run may last.
    case rateTooLow(requestsPerSecond: Double)
    /// The shortest gap is negative, or above the longest.
    case badGaps(shortest: SimDuration, longest: SimDuration)
    /// A window of zero or negative length.
    case badWindow(SimDuration)
    /// A negative number of requests.
    case badCount(Int)
    /// A number of tokens outside 1...``LengthDistribution/tokenLimit``.
    case tokensOutOfRange(name: String, value: Int)
    /// A maximum, in tokens, that not even the shortest request keeps.
    case limitTooSmall(name: String, value: Int, least: Int)
    /// The quantile at `index` (from 0) does not continue a distribution.
    case badQuantile(index: Int, reason: String)
    /// The priority shares are empty, negative, or add up to nothing.
    case badShares(reason: String)
    /// A text that is no length; `column` counts bytes from 1.
    case badText(text: String, column: Int, reason: String, hint: String)
}

extension WorkloadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notPositive(let name, let value):
            "\(name) must be a finite number > 0, got \(value)"
        case .rateTooLow(let rate):
            "\(rate) requests/s leaves more than 104 days between two requests, which is longer than a run may last; "
                + "ask for a higher rate"
        case .badGaps(let shortest, let longest):
            "gaps from \(shortest) to \(longest) are no range; the shortest must be >= 0 and <= the longest"
        case .badWindow(let window):
            "a window of \(window) holds no time; it must be > 0"
        case .badCount(let count):
            "the number of requests must be >= 0, got \(count)"
        case .tokensOutOfRange(let name, let value):
            "\(name) must be a whole number from 1 to \(LengthDistribution.tokenLimit), got \(value)"
        case .limitTooSmall(let name, let value, let least):
            "the \(name) must be at least \(least) token\(least == 1 ? "" : "s"), got \(value)"
        case .badQuantile(let index, let reason):
            "quantile \(index + 1): \(reason)"
        case .badShares(let reason):
            "priority shares: \(reason)"
        case .badText(let text, let column, let reason, let hint):
            "'\(text)', character \(column): \(reason). \(hint)"
        }
    }
}
