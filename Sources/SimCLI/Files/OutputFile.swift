/// A file that appears whole or not at all: written under a temporary name beside its place, then renamed.
///
/// What is not committed is removed, also on Ctrl-C (see ``Interruption``).
struct OutputFile: ~Copyable {
    let path: String
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
        let temporaryPath = "\(path).\(getpid()).tmp"
        let descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(lastSystemError())")
        }
        Interruption.remember(temporaryPath)
        self.path = path
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
        guard close(descriptor) == 0, unsafe rename(temporaryPath, path) == 0 else {
            let reason = lastSystemError()
            unsafe unlink(temporaryPath)
            isCommitted = true
            throw CLIError.inputOutput("cannot write \(quoted(path)): \(reason)")
        }
        isCommitted = true
        Interruption.forget(temporaryPath)
    }

    /// Finds out before a long run what would fail after it.
    ///
    /// - Throws: as ``init(path:)``.
    static func check(_ path: String) throws(CLIError) { _ = try OutputFile(path: path) }

    /// True when both paths lead to one file, whatever they are called.
    static func isSame(_ left: String, _ right: String) -> Bool {
        var first = stat()
        var second = stat()
        guard unsafe stat(left, &first) == 0, unsafe stat(right, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// True when both paths are the same but for `./` and doubled slashes, whether or not there is a file.
    static func isSameName(_ left: String, _ right: String) -> Bool {
        func plain(_ path: String) -> [Substring] {
            (path.hasPrefix("/") ? ["/"] : []) + path.split(separator: "/").filter { $0 != "." }
        }
        return plain(left) == plain(right)
    }

    /// Refuses to write over a file that is read; `inputs` are named by the flags that read them.
    ///
    /// - Throws: `CLIError` with exit code 2.
    static func refuse(_ path: String, inputs: [(flag: String, path: String)]) throws(CLIError) {
        for input in inputs where path != "-" && isSame(path, input.path) {
            throw CLIError.usage(
                "--output \(quoted(path)) is the file that \(input.flag) reads. Name another one")
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

    /// Renaming onto a device or a pipe would replace it by a file, so only files are written.
    private static func obstacle(_ path: String) -> String? {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return "it is a folder. Name a file in it, such as result.json"
        default: return "it is not a regular file. Use --json to write to standard output"
        }
    }
}
