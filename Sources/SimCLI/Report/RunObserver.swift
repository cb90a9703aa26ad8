import SimCore

/// Hears of finished requests, for the files that have a row each and for progress; of steps, for a timeline.
struct RunObserver: SimulationObserver {
    private let files: [RequestRows]
    private var progress: Progress?
    private(set) var timeline: RunTimeline?
    /// A callback cannot throw, so the first failure waits here.
    private(set) var failure: CLIError?

    init(files: [RequestRows], progress: Progress?, timeline: RunTimeline? = nil) {
        self.files = files
        self.progress = progress
        self.timeline = timeline
    }

    var wantsRequests: Bool { !files.isEmpty || progress != nil }
    var wantsSteps: Bool { timeline != nil }

    mutating func requestFinished(_ record: RequestRecord) {
        progress?.advance()
        guard failure == nil else { return }
        do throws(CLIError) {
            for file in files { try file.write(record) }
        } catch {
            failure = error
        }
    }

    mutating func stepsCompleted(_ run: StepRun) { timeline?.stepsCompleted(run) }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        timeline?.idled(replica: replica, from: start, to: end, power: power)
    }

    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        timeline?.loadChanged(at: now, waiting: waiting, running: running)
    }

    func finish() { progress?.finish() }
}
