import SimCore

/// How much of a run a timeline shows.
struct TimelineOptions {
    /// Whether the steps of a leap have a slice each.
    enum Detail: String, CaseIterable {
        /// While the file has at most ``sliceLimit`` slices; from there on a slice for a leap.
        case auto
        case single
        case merged
    }

    /// At about 270 bytes for a step and its counter this is 27 MB.
    static let defaultSliceLimit: Int64 = 100_000

    var detail = Detail.auto
    var sliceLimit = defaultSliceLimit
    var window = TimelineWindow()
}

/// A span of simulated time, its end excluded.
struct TimelineWindow {
    var start = SimInstant.zero
    var end = SimInstant.limit

    /// Whether any of what lasts from `start` to `end` is inside.
    func shows(from start: SimInstant, to end: SimInstant) -> Bool {
        start < self.end && (end > self.start || start >= self.start)
    }
}
