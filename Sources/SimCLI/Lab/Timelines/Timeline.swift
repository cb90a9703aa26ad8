import SimCore
import WattlineText

/// Writes a run as a timeline that Perfetto opens, while the run goes on: memory does not grow with it.
///
/// Process 1 has the counters of waiting and running requests. Each replica is a process of its own, with a thread of
/// steps, power and KV blocks as counters, and its requests with their phases. Events stand in the order in which the run
/// tells of them (a request when it has finished), not in that of their times: readers sort them.
package final class Timeline {
    /// The path, or `-`.
    package let name: String
    package private(set) var summary = TimelineSummary()
    private let options: TimelineOptions
    private var sink: TimelineSink
    private var load = HeldValue<Load>()
    private var power: [HeldValue<Int64>] = []
    private var blocks: [HeldValue<Int64>] = []
    /// GPUs of a replica.
    private var devices: Int64 = 1

    private struct Load: Equatable {
        let waiting: Int
        let running: Int
    }

    private static let stepThread = 1

    private static func process(_ replica: Int) -> Int { replica + 2 }

    /// Creates the file under a temporary name.
    init(path: String, _ options: TimelineOptions) throws(CLIError) {
        name = path
        self.options = options
        sink = try TimelineSink(path: path)
    }

    /// Writes to a stream, which ``stream`` gives back.
    package init(_ stream: TextStream, _ options: TimelineOptions) {
        name = "-"
        self.options = options
        sink = TimelineSink(stream)
    }

    package var stream: TextStream? { sink.stream }

    package var size: Int { sink.size }

    /// Writes the head: who is who.
    func begin(_ system: TimelineSystem) throws(CLIError) {
        devices = Int64(system.devicesPerReplica)
        summary.replicas = system.replicas
        power = Array(repeating: HeldValue(), count: system.replicas)
        blocks = Array(repeating: HeldValue(), count: system.replicas)
        try sink.write("{\"traceEvents\":[")
        try write(TimelineEvent.name(process: 1, "\(system.model): all requests"))
        for replica in 0..<system.replicas {
            let process = Timeline.process(replica)
            try write(
                TimelineEvent.name(process: process, "replica \(replica): \(devices) x \(system.device)"))
            try write([TimelineEvent.name(thread: Timeline.stepThread, of: process, "steps")])
            try setBlocks(0, of: replica, at: .zero)
        }
        try loadChanged(at: .zero, waiting: 0, running: 0)
    }

    func stepsCompleted(_ run: StepRun) throws(CLIError) {
        if options.window.shows(from: run.startsAt, to: run.endsAt) {
            let steps = shown(run)
            let isMerged =
                switch options.detail {
                case .single: false
                case .merged: true
                case .auto: summary.slices + Int64(steps.count) > options.sliceLimit
                }
            if isMerged, steps.count > 1 {
                try write(run)
            } else {
                for index in steps { try write(run, step: run.step(index)) }
            }
        } else {
            try setPower(of: run.energy, run.replica, from: run.startsAt, to: run.endsAt)
        }
        try setBlocks(run.kvBlocks, of: run.replica, at: run.endsAt)
    }

    func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) throws(CLIError) {
        try setPower(power.milliwatts, of: replica, at: start)
    }

    func loadChanged(at now: SimInstant, waiting: Int, running: Int) throws(CLIError) {
        for sample in load.set(Load(waiting: waiting, running: running), at: now, in: options.window) {
            try write(sample)
        }
    }

    func requestFinished(_ record: RequestRecord) throws(CLIError) {
        guard options.window.shows(from: record.arrival, to: record.finish) else { return }
        summary.requests += 1
        summary.note(record.arrival, record.finish)
        try write(RequestEvents(record, process: Timeline.process(record.replica)).events)
    }

    /// Ends the counters and the document, and gives the file its name. `about` says which run it was.
    func commit(at end: SimInstant, about: JSON) throws(CLIError) {
        for replica in power.indices {
            // The run's energy is what lies below the curve, which ends here.
            try setPower(0, of: replica, at: end)
            for sample in power[replica].rest() { try writePower(sample, replica) }
            for sample in blocks[replica].rest() { try writeBlocks(sample, replica) }
        }
        for sample in load.rest() { try write(sample) }
        try sink.write("\n],\"displayTimeUnit\":\"ms\",\"otherData\":\(about.compact)}\n")
        try sink.commit()
    }
}

extension Timeline {
    /// The numbers of the run's steps that are in the window: all of most runs. O(log steps).
    private func shown(_ run: StepRun) -> Range<Int64> {
        func first(_ isPast: (StepRun.Step) -> Bool) -> Int64 {
            var (low, high) = (Int64(0), run.steps)
            while low < high {
                let middle = (low + high) / 2
                if isPast(run.step(middle)) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = first { $0.endsAt > options.window.start }
        return start..<max(start, first { $0.startsAt >= options.window.end })
    }

    /// A step, with its power.
    private func write(_ run: StepRun, step: StepRun.Step) throws(CLIError) {
        summary.slices += 1
        summary.steps += 1
        try write(
            run, from: step.startsAt, to: step.endsAt, energy: step.energy, context: step.contextTokens, [])
    }

    /// A leap as one slice, with its mean power.
    private func write(_ run: StepRun) throws(CLIError) {
        summary.slices += 1
        summary.mergedSlices += 1
        summary.steps += run.steps
        try write(
            run, from: run.startsAt, to: run.endsAt, energy: run.energy, context: run.contextTokens,
            [("steps", "\(run.steps)")])
    }

    private func write(
        _ run: StepRun, from start: SimInstant, to end: SimInstant, energy: Energy, context: Int64,
        _ more: TimelineEvent.Arguments
    ) throws(CLIError) {
        summary.note(start, end)
        try setPower(of: energy, run.replica, from: start, to: end)
        var arguments = more
        if run.prefillTokens > 0 {
            arguments.append(("prefill_tokens", "\(run.prefillTokens)"))
            arguments.append(("prompts_completed", "\(run.completedPrefills)"))
        }
        if run.decodeSequences > 0 {
            arguments.append(("decode_sequences", "\(run.decodeSequences)"))
            arguments.append(("context_tokens", "\(context)"))
        }
        arguments.append(("J", DecimalText.exact(energy.femtojoules, decimals: 15)))
        let name =
            run.decodeSequences == 0 ? "prefill" : run.prefillTokens == 0 ? "decode" : "prefill + decode"
        try write([
            TimelineEvent.slice(
                name, process: Timeline.process(run.replica), thread: Timeline.stepThread, from: start,
                to: end,
                arguments)
        ])
    }

    /// The mean power of a span: femtojoules by picoseconds are milliwatts.
    private func setPower(
        of energy: Energy, _ replica: Int, from start: SimInstant, to end: SimInstant
    ) throws(CLIError) {
        let span = Int128(max(1, (end - start).picoseconds))
        let milliwatts = (energy.femtojoules + span / 2) / span
        try setPower(Int64(clamping: milliwatts), of: replica, at: start)
    }

    private func setPower(_ milliwatts: Int64, of replica: Int, at instant: SimInstant) throws(CLIError) {
        for sample in power[replica].set(milliwatts, at: instant, in: options.window) {
            try writePower(sample, replica)
        }
    }

    private func writePower(_ sample: HeldValue<Int64>.Sample, _ replica: Int) throws(CLIError) {
        func watts(_ milliwatts: Int64) -> TimelineEvent.Arguments {
            [("W", DecimalText.exact(Int128(milliwatts), decimals: 3))]
        }
        try count("power", replica, at: sample.instant, watts(sample.value))
        if devices > 1 {
            try count("power of a GPU", replica, at: sample.instant, watts(sample.value / devices))
        }
    }

    private func setBlocks(_ count: Int64, of replica: Int, at instant: SimInstant) throws(CLIError) {
        for sample in blocks[replica].set(count, at: instant, in: options.window) {
            try writeBlocks(sample, replica)
        }
    }

    private func writeBlocks(_ sample: HeldValue<Int64>.Sample, _ replica: Int) throws(CLIError) {
        try count("KV cache", replica, at: sample.instant, [("blocks", "\(sample.value)")])
    }

    private func write(_ sample: HeldValue<Load>.Sample) throws(CLIError) {
        summary.counterSamples += 1
        summary.note(sample.instant, sample.instant)
        try write([
            TimelineEvent.counter(
                "requests", process: 1, at: sample.instant,
                [("waiting", "\(sample.value.waiting)"), ("running", "\(sample.value.running)")])
        ])
    }

    private func count(
        _ name: String, _ replica: Int, at instant: SimInstant, _ values: TimelineEvent.Arguments
    ) throws(CLIError) {
        summary.counterSamples += 1
        summary.note(instant, instant)
        try write([
            TimelineEvent.counter(name, process: Timeline.process(replica), at: instant, values)
        ])
    }

    private func write(_ events: [TimelineEvent]) throws(CLIError) {
        for event in events {
            try sink.write((summary.events == 0 ? "\n" : ",\n") + event.text)
            summary.events += 1
        }
    }
}
