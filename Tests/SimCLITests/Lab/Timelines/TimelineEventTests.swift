import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Events of a timeline")
struct TimelineEventTests {
    private func at(_ picoseconds: Int64) -> SimInstant { SimInstant(picoseconds: picoseconds) }

    @Test("Times are microseconds with three digits, rounded down; a slice ends a nanosecond early")
    func slice() {
        let event = TimelineEvent.slice(
            "decode", process: 2, thread: 1, from: at(1_234_567_999), to: at(2_000_000_000), [("J", "0.5")])
        #expect(
            event.text
                == "{\"ph\":\"X\",\"pid\":2,\"tid\":1,\"ts\":1234.567,\"dur\":765.432,\"name\":\"decode\",\"args\":{\"J\":0.5}}"
        )
        #expect(
            TimelineEvent.slice("s", process: 1, thread: 1, from: at(5), to: at(900), []).text
                == "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":0.000,\"name\":\"s\"}")
    }

    /// As Perfetto reads a time: a double times 1000, cut off. Touching slices would reach into each other here.
    @Test("Slices stay apart for a reader that cuts floating-point times off")
    func cutOff() {
        var overlaps = 0
        for nanosecond in 0..<20_000 as Range<Int64> {
            func read(_ nanoseconds: Int64) -> Int64 {
                Int64((Double(DecimalText.fixed(Int128(nanoseconds), decimals: 3)) ?? .nan) * 1000)
            }
            let (start, length, next) = (nanosecond, Int64(17), nanosecond + 17)
            if read(start) + read(length) > read(next) { overlaps += 1 }
            #expect(read(start) + read(length - 1) <= read(next))
        }
        #expect(overlaps > 0)
    }

    @Test("Counters, names and requests")
    func others() {
        #expect(
            TimelineEvent.counter("power", process: 3, at: at(1_000_000), [("W", "70.5")]).text
                == "{\"ph\":\"C\",\"pid\":3,\"ts\":1.000,\"name\":\"power\",\"args\":{\"W\":70.5}}")
        #expect(
            TimelineEvent.name(thread: 1, of: 2, "a \"b\"\n").text
                == "{\"ph\":\"M\",\"pid\":2,\"tid\":1,\"name\":\"thread_name\",\"args\":{\"name\":\"a \\\"b\\\"\\n\"}}"
        )
        #expect(
            TimelineEvent.name(process: 2, "r").map(\.text) == [
                "{\"ph\":\"M\",\"pid\":2,\"name\":\"process_name\",\"args\":{\"name\":\"r\"}}",
                "{\"ph\":\"M\",\"pid\":2,\"name\":\"process_sort_index\",\"args\":{\"sort_index\":2}}",
            ])
        #expect(
            TimelineEvent.request(.end, "decode", id: 7, process: 2, at: at(0)).text
                == "{\"ph\":\"e\",\"cat\":\"request\",\"id2\":{\"local\":\"7\"},\"pid\":2,\"tid\":1,\"ts\":0.000,"
                + "\"name\":\"decode\"}")
    }
}
