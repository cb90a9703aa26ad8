/// The `.jsonl` of a sweep that is running: a row a point in the order of the points, each in the file as soon as it and
/// those before it have finished; the first has the header.
///
/// A killed process leaves whole lines and at most one torn one, which resuming drops. Lines reach the disk itself at
/// least every tenth of a second, so that a machine that loses power loses no more than that.
final class SweepJournal {
    let path: String
    private let header: SweepHeader
    /// The rows that an earlier sweep finished.
    let finished: [SweepRow]
    /// Negative before the first write to a new file.
    private var descriptor: Int32 = -1
    private var lastSync: UInt64 = 0
    private var hasRows: Bool

    private static let syncNanoseconds: UInt64 = 100_000_000

    /// Opens the file of a sweep that is to have the rows of `points`, or prepares a new one, which appears with its
    /// first row. Unless `resumes`, what was there is given up.
    ///
    /// - Throws: `CLIError`: exit code 4 for a place that cannot be written, 2 for a file of another sweep.
    init(path: String, header: SweepHeader, points: [Int], resumes: Bool) throws(CLIError) {
        self.path = path
        self.header = header
        try OutputFile.check(path)
        let bytes = resumes ? try SweepFile.bytes(path, orEmpty: true) : []
        // A first row that was torn is a sweep that has not begun.
        guard !bytes.isEmpty, !SweepJournal.isTornStart(bytes, of: points) else {
            finished = []
            hasRows = false
            return
        }
        let file = try SweepFile(bytes: bytes, path: path)
        guard let file, file.header == header else {
            throw CLIError.usage(
                "\(quoted(path)) is there and holds something else than this sweep. Name another file, or start it "
                    + "again with --resume=false",
                details: file.map { ["It differs in: " + SweepMerge.differences($0.header, header)] } ?? [])
        }
        for (row, point) in zip(file.rows, points) where row.point != point {
            throw CLIError.usage(
                "\(quoted(path)) has point \(row.point) where point \(point) should be. Remove it")
        }
        guard file.rows.count <= points.count else {
            throw CLIError.usage("\(quoted(path)) has more rows than the sweep has points. Remove it")
        }
        finished = file.rows
        hasRows = !file.rows.isEmpty
        descriptor = try SweepJournal.open(path, O_RDWR)
        guard ftruncate(descriptor, off_t(file.wholeBytes)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw SweepJournal.failure(path)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        // Said aloud, because a process that is just being started may still hold a copy of the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Adds the line of the next point.
    ///
    /// - Throws: `CLIError` with exit code 4, when the disk is full for example.
    func append(_ line: String) throws(CLIError) {
        try begin()
        let text = hasRows ? line : header.leading(line)
        hasRows = true
        guard writeAll(Array((text + "\n").utf8), to: descriptor) else { throw SweepJournal.failure(path) }
        let now = ProgressLine.nanoseconds()
        if now &- lastSync >= SweepJournal.syncNanoseconds { try sync(now) }
    }

    /// All rows are there: makes sure of it.
    func finish() throws(CLIError) {
        try begin()
        try sync(0)
    }

    private func begin() throws(CLIError) {
        guard descriptor < 0 else { return }
        descriptor = try SweepJournal.open(path, O_RDWR | O_CREAT | O_TRUNC)
    }

    /// Whether a file without a whole line begins as the first row of these points does.
    private static func isTornStart(_ bytes: [UInt8], of points: [Int]) -> Bool {
        guard let first = points.first, !bytes.contains(UInt8(ascii: "\n")) else { return false }
        let start = Array("{\"point\":\(first),".utf8)
        return bytes.starts(with: start) || start.starts(with: bytes)
    }

    private func sync(_ now: UInt64) throws(CLIError) {
        guard fsync(descriptor) == 0 else { throw SweepJournal.failure(path) }
        lastSync = now
    }

    /// Opens and locks the file: two processes that wrote to it would tear each other's lines.
    private static func open(_ path: String, _ flags: Int32) throws(CLIError) -> Int32 {
        let truncates = flags & O_TRUNC != 0
        let descriptor = openFile(path, flags & ~O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CLIError.inputOutput("cannot write \(quoted(path)): another sweep is writing it")
        }
        if truncates, ftruncate(descriptor, 0) != 0 {
            close(descriptor)
            throw failure(path)
        }
        return descriptor
    }

    private static func failure(_ path: String) -> CLIError {
        CLIError.inputOutput("cannot write \(quoted(path)): \(lastSystemError())")
    }
}

/// `open(2)` under a name of its own, for types that have a method called `open`.
private func openFile(_ path: String, _ flags: Int32) -> Int32 { unsafe open(path, flags, 0o666) }
