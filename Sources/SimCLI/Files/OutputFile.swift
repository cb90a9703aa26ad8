/// A file that appears whole or not at all: written under a temporary name beside its place, then renamed. A link is
/// followed, so that it stays a link.
///
/// What is not committed is removed, also where a signal ends the process (see ``Interruption``).
struct OutputFile: ~Copyable {
    let path: String
    /// Where the file itself is, behind all links.
    private let place: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isCommitted = false

    /// Creates the temporary file.
    ///
    /// - Throws: `CLIError` with exit code 4 when the place is a folder, its folder is missing or not writable.
    init(path: String) throws(CLIError) {
        if let obstacle = OutputFile.obstacle(path) {
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(obstacle)")
        }
        let place = FileIdentity(path).path
        let temporaryPath = OutputFile.temporaryPath(beside: place)
        // Before it is there: a signal in between must not leave it behind.
        Interruption.remember(temporaryPath)
        let descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            Interruption.forget(temporaryPath)
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(lastSystemError())")
        }
        self.path = path
        self.place = place
        self.temporaryPath = temporaryPath
        self.descriptor = descriptor
    }

    deinit {
        if !isCommitted {
            close(descriptor)
            unsafe unlink(temporaryPath)
            Interruption.forget(temporaryPath)
        }
    }

    /// - Throws: `CLIError` with exit code 4, when the disk is full for example.
    mutating func write(_ text: String) throws(CLIError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= 65_536 { try drain() }
    }

    /// Gives the file its name.
    mutating func commit() throws(CLIError) {
        try drain()
        guard close(descriptor) == 0, unsafe rename(temporaryPath, place) == 0 else {
            let reason = lastSystemError()
            unsafe unlink(temporaryPath)
            isCommitted = true
            Interruption.forget(temporaryPath)
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(reason)")
        }
        isCommitted = true
        Interruption.forget(temporaryPath)
    }

    /// Finds out before a long run what would fail after it.
    ///
    /// - Throws: as ``init(path:)``.
    static func check(_ path: String) throws(CLIError) { _ = try OutputFile(path: path) }

    /// Refuses two outputs that are one file, however they are spelt.
    ///
    /// - Throws: `CLIError` with exit code 2.
    static func refuseRepeats(_ paths: [String]) throws(CLIError) {
        var seen: Set<FileIdentity> = []
        for path in paths where !seen.insert(FileIdentity(path)).inserted {
            throw CLIError.usage("--output \(quoted(path)) is given twice")
        }
    }

    /// Writes a whole text in one go.
    static func write(_ text: String, to path: String) throws(CLIError) {
        var file = try OutputFile(path: path)
        try file.write(text)
        try file.commit()
    }

    private mutating func drain() throws(CLIError) {
        guard writeAll(buffer, to: descriptor) else {
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(lastSystemError())")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// As much of the name as leaves room for a number drawn anew each time: in a container every process may have the
    /// same id, and a file that a killed one left would be in the way for ever.
    private static func temporaryPath(beside place: String) -> String {
        let slash = place.lastIndex(of: "/").map { place.index(after: $0) } ?? place.startIndex
        var stem = place[slash...]
        while stem.utf8.count > longestName - 21 { stem.removeLast() }
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        return "\(place[..<slash])\(stem).\(number).tmp"
    }

    /// Bytes of a name on every file system that one meets.
    private static let longestName = 255

    /// Renaming onto a device or a pipe would replace it by a file, so only files are written; and what has been renamed
    /// over the file of a stream would take that stream's text with it.
    private static func obstacle(_ path: String) -> String? {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return "it is a folder. Name a file in it, such as result.json"
        default: return "it is not a regular file. Use --json to write to standard output"
        }
        for (descriptor, name) in [(Int32(1), "standard output"), (2, "standard error")] {
            var stream = stat()
            if unsafe fstat(descriptor, &stream) == 0, stream.st_dev == information.st_dev,
                stream.st_ino == information.st_ino
            {
                return "\(name) goes to that file. Name another one"
            }
        }
        return nil
    }
}
