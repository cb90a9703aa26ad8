import SimCore

/// How much of a run a timeline shows.
package struct TimelineOptions {
    /// Whether the steps of a leap have a slice each.
    package enum Detail: String, CaseIterable {
        /// While the file has at most ``sliceLimit`` slices; from there on a slice for a leap.
        case auto
        case single
        case merged
    }

    /// At about 270 bytes for a step and its counter this is 27 MB.
    package static let defaultSliceLimit: Int64 = 100_000

    package var detail = Detail.auto
    package var sliceLimit = defaultSliceLimit
    package var window = TimelineWindow()

    package init(
        detail: Detail = .auto, sliceLimit: Int64 = defaultSliceLimit,
        window: TimelineWindow = TimelineWindow()
    ) {
        self.detail = detail
        self.sliceLimit = sliceLimit
        self.window = window
    }
}

/// A span of simulated time, its end excluded.
package struct TimelineWindow {
    package var start = SimInstant.zero
    package var end = SimInstant.limit

    package init(start: SimInstant = .zero, end: SimInstant = .limit) {
        self.start = start
        self.end = end
    }

    /// Whether any of what lasts from `start` to `end` is inside.
    func shows(from start: SimInstant, to end: SimInstant) -> Bool {
        start < self.end && (end > self.start || start >= self.start)
    }
}
