/// A point in simulated time: whole picoseconds since the start of the run.
///
/// Points and spans (``SimDuration``) are different types with few operators, so that adding two instants does
/// not compile. The range of `Int64` is 106 days; ``SimInstant/limit`` leaves room for one more step.
public struct SimInstant: BitwiseCopyable, Comparable, Hashable, Sendable {
    /// Picoseconds since the start of the run.
    public let picoseconds: Int64

    public init(picoseconds: Int64) { self.picoseconds = picoseconds }

    /// The start of every run.
    public static let zero = SimInstant(picoseconds: 0)

    /// The last instant a run may reach, 104 days: past it arithmetic could overflow, so a run stops with a fault.
    public static let limit = SimInstant(picoseconds: 9_000_000_000_000_000_000)

    public static func < (left: SimInstant, right: SimInstant) -> Bool {
        left.picoseconds < right.picoseconds
    }

    /// The span from `earlier` to `later`, clamped to the range of `Int64`; negative when they are the other way
    /// round.
    public static func - (later: SimInstant, earlier: SimInstant) -> SimDuration {
        SimDuration(picoseconds: later.picoseconds) - SimDuration(picoseconds: earlier.picoseconds)
    }

    /// The instant `span` after `instant`, clamped to the range of `Int64`.
    public static func + (instant: SimInstant, span: SimDuration) -> SimInstant {
        let (sum, overflow) = instant.picoseconds.addingReportingOverflow(span.picoseconds)
        if overflow {
            return SimInstant(picoseconds: span.picoseconds > 0 ? Int64.max : Int64.min)
        }
        return SimInstant(picoseconds: sum)
    }

    /// The instant `span` before `instant`, clamped to the range of `Int64`. (Disfavoured, so that `now - .zero` means the
    /// span since the start.)
    @_disfavoredOverload
    public static func - (instant: SimInstant, span: SimDuration) -> SimInstant {
        SimInstant(picoseconds: (SimDuration(picoseconds: instant.picoseconds) - span).picoseconds)
    }
}

extension SimInstant: CustomStringConvertible {
    public var description: String { (self - .zero).description }
}
