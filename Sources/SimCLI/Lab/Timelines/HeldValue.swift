import SimCore

/// A value that holds until it changes, as a counter of a timeline shows it: which samples a window needs.
struct HeldValue<Value: Equatable> {
    struct Sample {
        let instant: SimInstant
        let value: Value
    }

    private var latest: Sample?
    private var isWritten = true

    /// The samples to write when the value becomes `value` at `instant`: none for the same value again, none outside of the
    /// window but the last one before it. Instants never go back.
    mutating func set(_ value: Value, at instant: SimInstant, in window: TimelineWindow) -> [Sample] {
        guard value != latest?.value else { return [] }
        guard instant < window.end else { return rest() }
        if instant <= window.start {
            latest = Sample(instant: instant, value: value)
            isWritten = false
            return []
        }
        let samples = rest() + [Sample(instant: instant, value: value)]
        latest = samples.last
        return samples
    }

    /// What is still to be written: called once more at the end.
    mutating func rest() -> [Sample] {
        guard !isWritten, let latest else { return [] }
        isWritten = true
        return [latest]
    }
}
