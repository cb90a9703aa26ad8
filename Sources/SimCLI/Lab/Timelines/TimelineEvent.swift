import SimCore
import WattlineText

/// One event of the Chrome trace format, as a line of JSON (Duffy, Sinclair: "Trace Event Format").
///
/// Perfetto reads times as floating-point microseconds and cuts them to whole nanoseconds. So a slice ends a nanosecond
/// before its step does: whatever is cut, it never reaches into the next one.
struct TimelineEvent {
    /// Without the line's end.
    private(set) var text: String

    /// Arguments of an event, in their order; values are JSON already.
    typealias Arguments = [(key: String, value: String)]

    /// The name of a process, or of a thread of it, and its place among the others.
    static func name(process: Int, _ name: String) -> [TimelineEvent] {
        [
            TimelineEvent(text: "{\"ph\":\"M\",\"pid\":\(process),\"name\":\"process_name\"")
                .with([("name", quoted(name))]),
            TimelineEvent(text: "{\"ph\":\"M\",\"pid\":\(process),\"name\":\"process_sort_index\"")
                .with([("sort_index", "\(process)")]),
        ]
    }

    static func name(thread: Int, of process: Int, _ name: String) -> TimelineEvent {
        TimelineEvent(text: "{\"ph\":\"M\",\"pid\":\(process),\"tid\":\(thread),\"name\":\"thread_name\"")
            .with([("name", quoted(name))])
    }

    /// What a thread does for a while.
    static func slice(
        _ name: String, process: Int, thread: Int, from start: SimInstant, to end: SimInstant,
        _ arguments: Arguments
    ) -> TimelineEvent {
        let length = max(0, end.picoseconds / 1000 - start.picoseconds / 1000 - 1)
        return TimelineEvent(
            text: "{\"ph\":\"X\",\"pid\":\(process),\"tid\":\(thread),\"ts\":\(time(start)),\"dur\":"
                + "\(DecimalText.fixed(Int128(length), decimals: 3)),\"name\":\(quoted(name))"
        ).with(arguments)
    }

    /// A value that holds until the next one; the keys of the arguments are its units.
    static func counter(
        _ name: String, process: Int, at instant: SimInstant, _ values: Arguments
    ) -> TimelineEvent {
        TimelineEvent(
            text: "{\"ph\":\"C\",\"pid\":\(process),\"ts\":\(time(instant)),\"name\":\(quoted(name))"
        )
        .with(values)
    }

    /// Marks of something that overlaps with others of its kind.
    enum Mark: String {
        case begin = "b"
        case instant = "n"
        case end = "e"
    }

    static func request(
        _ mark: Mark, _ name: String, id: Int64, process: Int, at instant: SimInstant,
        _ arguments: Arguments = []
    ) -> TimelineEvent {
        TimelineEvent(
            text:
                "{\"ph\":\"\(mark.rawValue)\",\"cat\":\"request\",\"id2\":{\"local\":\"\(id)\"},\"pid\":\(process),"
                + "\"tid\":1,\"ts\":\(time(instant)),\"name\":\(quoted(name))"
        ).with(arguments)
    }

    private func with(_ arguments: Arguments) -> TimelineEvent {
        guard !arguments.isEmpty else { return TimelineEvent(text: text + "}") }
        var text = text + ",\"args\":{"
        for (index, argument) in arguments.enumerated() {
            text += "\(index == 0 ? "" : ",")\"\(argument.key)\":\(argument.value)"
        }
        return TimelineEvent(text: text + "}}")
    }

    /// Microseconds with the digits of a nanosecond, rounded down.
    private static func time(_ instant: SimInstant) -> String {
        DecimalText.fixed(Int128(instant.picoseconds / 1000), decimals: 3)
    }

    static func quoted(_ text: String) -> String {
        var result = ""
        JSON.writeQuoted(text, into: &result)
        return result
    }
}
