import SimCore

/// A picture with a row a request: how long it queued, was read and was answered.
final class RequestGantt {
    /// More rows than this are no picture any more: the first to arrive are drawn, and the picture says so.
    static let limit = 200

    let path: String
    private let window: TimelineWindow
    private var records: [RequestRecord] = []
    /// Requests that the window has.
    private(set) var count = 0

    /// - Throws: `CLIError` (exit code 4) for a place that cannot be written.
    init(path: String, window: TimelineWindow = TimelineWindow()) throws(CLIError) {
        try OutputFile.check(path)
        self.path = path
        self.window = window
    }

    /// Keeps the requests that arrived first. O(log limit) on average.
    func requestFinished(_ record: RequestRecord) {
        guard window.shows(from: record.arrival, to: record.finish) else { return }
        count += 1
        records.append(record)
        if records.count >= 2 * RequestGantt.limit { records = drawn }
    }

    /// The requests that are drawn, in order of arrival.
    var drawn: [RequestRecord] { Array(records.sorted { $0.id < $1.id }.prefix(RequestGantt.limit)) }

    func commit(_ outcome: RunOutcome) throws(CLIError) {
        try OutputFile.write(
            chart(title: RunTable(outcome).title, load: RunTable(outcome).load).svg, to: path)
    }

    /// The picture.
    func chart(title: String, load: String) -> Chart {
        let records = drawn
        var queued = ChartSeries("queued", .span, colour: RunPicture.colours.queued, [])
        var prefill = ChartSeries("prefill", .span, colour: RunPicture.colours.prefill, [])
        var decode = ChartSeries("decode", .span, colour: RunPicture.colours.decode, [])
        var preempted = ChartSeries("preempted on the way", .dots, colour: 6, shape: .cross, [])
        for (index, record) in records.enumerated() {
            // The first to arrive is on top.
            let row = Double(records.count - 1 - index)
            queued.add(
                row, record.arrival, record.firstScheduled,
                "request \(record.id) queued for \(record.queueing), arrived at \(record.arrival)")
            prefill.add(
                row, record.firstScheduled, record.firstToken,
                "request \(record.id) prefill of \(Figures.count(record.promptTokens, "token")) in "
                    + "\(record.firstToken - record.firstScheduled) with \(record.prefillEnergy), first token after "
                    + "\(record.ttft)")
            decode.add(
                row, record.firstToken, record.finish,
                "request \(record.id) decode of \(Figures.count(record.outputTokens, "token")) in "
                    + "\(record.finish - record.firstToken) with \(record.decodeEnergy), finished after \(record.e2e)"
            )
            if record.preemptions > 0 {
                preempted.points.append(
                    ChartSeries.Point(
                        (record.finish - .zero).seconds, row,
                        note: "request \(record.id) was preempted "
                            + (record.preemptions == 1 ? "once" : "\(record.preemptions) times")
                            + " between its first step and its end"))
            }
        }
        var series = [queued, prefill, decode]
        if !preempted.points.isEmpty { series.append(preempted) }
        let note =
            records.count < count
            ? "The first \(records.count) of \(count) requests to arrive. "
            : "\(Figures.count(count, "request")). "
        return Chart(
            title: "Requests over time",
            description: note
                + "Each row is a request, the first to arrive on top: queued, prefill, decode. \(title). "
                + load,
            panels: [
                ChartPanel(
                    x: ChartAxis("time since the start of the run, s"),
                    y: ChartAxis("number of the request", .names(RequestGantt.names(records))),
                    series: series, height: RequestGantt.height(rows: records.count))
            ],
            footer: note + title + ". " + load)
    }

    /// About thirty rows at most have a name, those of round numbers.
    private static func names(_ records: [RequestRecord]) -> [String] {
        var stride: Int64 = 1
        for next in [2, 5, 10] as [Int64] where records.count > 30 * Int(stride) { stride = next }
        return records.reversed().map { $0.id % stride == 0 ? String($0.id) : "" }
    }

    private static func height(rows: Int) -> Double {
        Double(max(rows, 1)) * (rows <= 30 ? 16 : rows <= 60 ? 11 : 7)
    }
}

extension ChartSeries {
    /// Adds a bar in a row, unless it has no length.
    fileprivate mutating func add(_ row: Double, _ start: SimInstant, _ end: SimInstant, _ note: String) {
        guard start < end else { return }
        let (low, high) = ((start - .zero).seconds, (end - .zero).seconds)
        points.append(Point(low, row, low: low, high: high, note: note))
    }
}
