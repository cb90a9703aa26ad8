import SimCore
import WattlineText

/// What a timeline holds, counted as it was written.
package struct TimelineSummary {
    var events = 0
    /// Slices of steps, and of these the ones that stand for a leap over several.
    var slices: Int64 = 0
    var mergedSlices: Int64 = 0
    /// Steps that the slices stand for.
    var steps: Int64 = 0
    var requests = 0
    var counterSamples = 0
    var replicas = 0
    /// From the first to the last moment of a slice, a request or a sample.
    private(set) var first: SimInstant?
    private(set) var last: SimInstant?

    mutating func note(_ start: SimInstant, _ end: SimInstant) {
        first = min(first ?? start, start)
        last = max(last ?? end, end)
    }

    package var json: [(key: String, value: JSON)] {
        [
            ("events", .whole(events)),
            ("step_slices", .whole(Int(slices))),
            ("merged_slices", .whole(Int(mergedSlices))),
            ("steps", .whole(Int(steps))),
            ("requests", .whole(requests)),
            ("counter_samples", .whole(counterSamples)),
            ("replicas", .whole(replicas)),
            ("from_s", .optional(first.map { ($0 - .zero).seconds })),
            ("to_s", .optional(last.map { ($0 - .zero).seconds })),
        ]
    }

    /// A line or two for a person.
    package var text: String {
        var text =
            "\(Figures.count(Int(steps), "step")) in \(Figures.count(Int(slices), "slice"))"
            + (mergedSlices > 0 ? " (\(mergedSlices) of leaps)" : "")
        text += ", \(Figures.count(requests, "request")), \(Figures.count(counterSamples, "counter sample"))"
        if replicas > 1 { text += ", \(replicas) replicas" }
        guard let first, let last else { return text }
        return text
            + "; \(Figures.short((first - .zero).seconds)) to \(Figures.short((last - .zero).seconds)) s"
    }

    package init() {}

}
