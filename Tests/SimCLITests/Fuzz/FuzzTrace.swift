import SimCore

@testable import SimCLI

/// A whole trace of some format, drawn: what a reader must accept, and how much of it are requests.
struct FuzzTrace {
    let text: String
    let requests: Int

    private static let formats = TraceFormat.allCases

    /// The same for the same seed; a trace of every format, with blanks, line ends, comments, columns of others, and numbers
    /// as programs write them.
    init(_ seed: Int) {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.fuzz.trace")
        let format = FuzzTrace.formats[stream.below(FuzzTrace.formats.count)]
        let isUnix = format != .azure && stream.below(3) == 0
        // Between a millisecond and a thousand seconds, where no unit is doubted.
        var time = isUnix ? 1_700_000_000_000 + stream.below(50_000_000) : stream.below(100_000)
        let extra = ["note", "NumImages", "cached_tokens", "request_id"][stream.below(4)]
        let hasExtra = stream.below(2) == 0
        let hasPriority = format.priorityColumn != nil && stream.below(2) == 0
        let end = stream.below(3) == 0 ? "\r\n" : "\n"
        var names = format.columns + (hasPriority ? ["priority"] : []) + (hasExtra ? [extra] : [])
        // Any order; case and blanks do not count in a table.
        let order = FuzzTrace.order(names.count, &stream)
        names = order.map { names[$0] }
        if !format.isLines, stream.below(3) == 0 { names = names.map { " \($0.uppercased()) " } }
        var text = !format.isLines && stream.below(4) == 0 ? "# source: drawn\(end)" : ""
        if !format.isLines { text += names.joined(separator: ",") + end }
        var requests = 0
        let rows = 1 + stream.below(40)
        for row in 0..<rows {
            let (prompt, answer) = (stream.below(12) == 0 ? 0 : 1 + stream.below(5_000), stream.below(300))
            let isRequest = (prompt > 0 && answer > 0) || row == rows - 1
            let values =
                [
                    FuzzTrace.time(time, format, isUnix, &stream), "\(isRequest ? max(prompt, 1) : prompt)",
                    "\(isRequest ? max(answer, 1) : answer)",
                ] + (hasPriority ? ["\(stream.below(9) - 4)"] : []) + (hasExtra ? ["\(stream.below(4))"] : [])
            let cells = order.map { values[$0] }
            if format.isLines {
                let members =
                    zip(names, cells).map { "\"\($0)\": \($1)" } + format.marks.map { "\"\($0)\": 1" }
                let blocks = "\"hash_ids\": \((0..<stream.below(5)).map { _ in stream.below(30) })"
                text += "{" + (members + [blocks]).joined(separator: ", ") + "}" + end
            } else {
                text += cells.map { stream.below(9) == 0 ? "\"\($0)\"" : $0 }.joined(separator: ",") + end
            }
            if stream.below(9) == 0 { text += end }
            if isRequest { requests += 1 }
            time += 2 + stream.below(4_000)
        }
        self.text = text
        self.requests = requests
    }

    /// A moment in milliseconds, as the format has it.
    private static func time(
        _ milliseconds: Int, _ format: TraceFormat, _ isUnix: Bool, _ stream: inout RandomStream
    ) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        switch format.clock {
        case .calendar:
            let seconds = milliseconds / 1000
            let day = "2024-05-\(padded(1 + seconds / 86_400, 2))"
            let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
            return day + (stream.below(2) == 0 ? " " : "T") + clock.joined(separator: ":")
                + ".\(padded(milliseconds % 1000, 3))" + ["", "Z", "+00:00"][stream.below(3)]
        case .elapsed(let unit):
            let digits =
                switch unit {
                case .seconds: "\(milliseconds / 1000).\(padded(milliseconds % 1000, 3))"
                case .milliseconds: "\(milliseconds)"
                case .microseconds: "\(milliseconds)000"
                case .nanoseconds: "\(milliseconds)000000"
                }
            return format.isLines && stream.below(3) == 0 ? "\"\(digits)\"" : digits
        }
    }

    private static func order(_ count: Int, _ stream: inout RandomStream) -> [Int] {
        var order = Array(0..<count)
        for index in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(index, stream.below(index + 1))
        }
        return order
    }
}
