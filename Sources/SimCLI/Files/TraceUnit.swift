/// What the times of a trace count.
enum TraceUnit: String, CaseIterable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"

    /// A unit is 10^decimals picoseconds.
    var decimals: Int {
        switch self {
        case .seconds: 12
        case .milliseconds: 9
        case .microseconds: 6
        case .nanoseconds: 3
        }
    }

    /// For messages: `a number of seconds`.
    var plural: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "milliseconds"
        case .microseconds: "microseconds"
        case .nanoseconds: "nanoseconds"
        }
    }

    /// Whether a moment, in picoseconds since 1970 if it is one, lies where clocks of computers are: from 2001 to 2128.
    static func isUnixTime(_ picoseconds: Int128) -> Bool {
        picoseconds >= 1_000_000_000 * unixSecond && picoseconds < 5_000_000_000 * unixSecond
    }

    private static let unixSecond: Int128 = 1_000_000_000_000
}

/// How a trace is read, beside what its format says.
struct TraceReading: Hashable, Sendable {
    /// Rows that cannot be read are left out and counted.
    var skipBadRows = false
    /// What times count; nil for what the format says, or what Unix times tell by their size.
    var unit: TraceUnit?
    /// The first request arrives at 0, whatever its time is.
    var rebases = false
}
