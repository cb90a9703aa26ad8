import WattlineText

/// Where a timeline goes while the run goes on: a file that gets its name at the end, or a stream.
package struct TimelineSink: ~Copyable {
    private var file: OutputFile?
    /// Standard output, where that is what was asked for.
    package private(set) var stream: TextStream?
    /// Bytes so far.
    package private(set) var size = 0

    package init(path: String) throws(CLIError) {
        file = try OutputFile(path: path)
        stream = nil
    }

    package init(_ stream: TextStream) {
        file = nil
        self.stream = stream
    }

    mutating func write(_ text: String) throws(CLIError) {
        size += text.utf8.count
        try file?.write(text)
        stream?.write(text)
    }

    package mutating func commit() throws(CLIError) { try file?.commit() }
}
