import WattlineText

/// Where a timeline goes while the run goes on: a file that gets its name at the end, or a stream.
struct TimelineSink: ~Copyable {
    private var file: OutputFile?
    /// Standard output, where that is what was asked for.
    private(set) var stream: TextStream?
    /// Bytes so far.
    private(set) var size = 0

    init(path: String) throws(CLIError) {
        file = try OutputFile(path: path)
        stream = nil
    }

    init(_ stream: TextStream) {
        file = nil
        self.stream = stream
    }

    mutating func write(_ text: String) throws(CLIError) {
        size += text.utf8.count
        try file?.write(text)
        stream?.write(text)
    }

    mutating func commit() throws(CLIError) { try file?.commit() }
}
