import SimCore

/// Hears of finished requests: for the files that have a row each, and for progress.
struct RunObserver: SimulationObserver {
    private let files: [RequestRows]
    private var progress: Progress?
    /// A callback cannot throw, so the first failure waits here.
    private(set) var failure: CLIError?

    init(files: [RequestRows], progress: Progress?) {
        self.files = files
        self.progress = progress
    }

    var wantsRequests: Bool { !files.isEmpty || progress != nil }

    mutating func requestFinished(_ record: RequestRecord) {
        progress?.advance()
        guard failure == nil else { return }
        do throws(CLIError) {
            for file in files { try file.write(record) }
        } catch {
            failure = error
        }
    }

    func finish() { progress?.finish() }
}
