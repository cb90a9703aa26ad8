import SimCore

/// Hears of a run for the files that are written while it goes on: a row a request, timelines; and for progress.
struct RunObserver: SimulationObserver {
    private let files: [RequestRows]
    private let timelines: [Timeline]
    private let gantts: [RequestGantt]
    private var progress: Progress?
    /// For pictures and the report.
    private(set) var timeline: RunTimeline?
    /// A callback cannot throw, so the first failure waits here.
    private(set) var failure: CLIError?

    init(
        files: [RequestRows], timelines: [Timeline] = [], gantts: [RequestGantt] = [], progress: Progress?,
        timeline: RunTimeline? = nil
    ) {
        self.files = files
        self.timelines = timelines
        self.gantts = gantts
        self.progress = progress
        self.timeline = timeline
    }

    var wantsRequests: Bool {
        !files.isEmpty || progress != nil || !timelines.isEmpty || !gantts.isEmpty
    }

    var wantsSteps: Bool { !timelines.isEmpty || timeline != nil }

    mutating func requestFinished(_ record: RequestRecord) {
        progress?.advance()
        for gantt in gantts { gantt.requestFinished(record) }
        guard failure == nil else { return }
        do throws(CLIError) {
            for file in files { try file.write(record) }
            for timeline in timelines { try timeline.requestFinished(record) }
        } catch {
            failure = error
        }
    }

    mutating func requestFailed(_ id: Int64) {
        guard failure == nil else { return }
        do throws(CLIError) {
            for file in files { try file.leaveOut(id) }
        } catch {
            failure = error
        }
    }

    mutating func stepsCompleted(_ run: StepRun) {
        timeline?.stepsCompleted(run)
        tell { (timeline) throws(CLIError) in try timeline.stepsCompleted(run) }
    }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        timeline?.idled(replica: replica, from: start, to: end, power: power)
        tell { (timeline) throws(CLIError) in
            try timeline.idled(replica: replica, from: start, to: end, power: power)
        }
    }

    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        timeline?.loadChanged(at: now, waiting: waiting, running: running)
        tell { (timeline) throws(CLIError) in
            try timeline.loadChanged(at: now, waiting: waiting, running: running)
        }
    }

    private mutating func tell(_ event: (Timeline) throws(CLIError) -> Void) {
        guard failure == nil else { return }
        do throws(CLIError) {
            for timeline in timelines { try event(timeline) }
        } catch {
            failure = error
        }
    }

    func finish() { progress?.finish() }
}
