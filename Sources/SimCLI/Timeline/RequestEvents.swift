import SimCore

/// A finished request as events of a timeline: itself, its phases inside it, and the two moments between them.
///
/// All are called `request`: Perfetto packs what has one name into one track, whatever its id.
struct RequestEvents {
    let events: [TimelineEvent]

    init(_ record: RequestRecord, process: Int) {
        func mark(
            _ mark: TimelineEvent.Mark, _ name: String, _ instant: SimInstant,
            _ arguments: TimelineEvent.Arguments = []
        ) -> TimelineEvent {
            TimelineEvent.request(mark, name, id: record.id, process: process, at: instant, arguments)
        }
        let phases = [
            ("queued", record.arrival, record.firstScheduled),
            ("prefill", record.firstScheduled, record.firstToken),
            ("decode", record.firstToken, record.finish),
        ]
        var events = [mark(.begin, "request", record.arrival, RequestEvents.arguments(record))]
        for (name, start, end) in phases where start < end {
            if name != "queued" {
                events.append(mark(.instant, name == "prefill" ? "first scheduled" : "first token", start))
            }
            events.append(mark(.begin, name, start))
            events.append(mark(.end, name, end))
        }
        if record.firstToken == record.finish {
            events.append(mark(.instant, "first token", record.firstToken))
        }
        events.append(mark(.end, "request", record.finish))
        self.events = events
    }

    /// Times to the nanosecond, energies in full.
    private static func arguments(_ record: RequestRecord) -> TimelineEvent.Arguments {
        func milliseconds(_ span: SimDuration) -> String {
            DecimalText.exact(Int128(span.picoseconds / 1000), decimals: 6)
        }
        func joules(_ energy: Energy) -> String { DecimalText.exact(energy.femtojoules, decimals: 15) }
        var arguments: TimelineEvent.Arguments = [
            ("id", "\(record.id)"),
            ("prompt_tokens", "\(record.promptTokens)"),
            ("output_tokens", "\(record.outputTokens)"),
            ("queueing_ms", milliseconds(record.queueing)),
            ("ttft_ms", milliseconds(record.ttft)),
        ]
        if let tpot = record.tpot { arguments.append(("tpot_ms", milliseconds(tpot))) }
        arguments.append(("e2el_ms", milliseconds(record.e2e)))
        arguments.append(("prefill_J", joules(record.prefillEnergy)))
        arguments.append(("decode_J", joules(record.decodeEnergy)))
        if record.preemptions > 0 { arguments.append(("preemptions", "\(record.preemptions)")) }
        return arguments
    }
}
