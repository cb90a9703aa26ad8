/// Where text goes: a file descriptor, or a buffer that a test reads.
///
/// Text is held back until ``flush()`` or 64 KiB, so that a result is a few system calls.
struct TextStream {
    /// nil collects in memory.
    private let descriptor: Int32?
    private var bytes: [UInt8] = []
    /// The first failure to write, kept until ``flush()`` reports it.
    private var failure: String?

    /// Bold and colours go through; no other control character ever does, whatever a printer forgot.
    var allowsStyle = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Collects what is written.
    init() { descriptor = nil }

    /// What was collected and not yet flushed.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ text: String) {
        bytes.append(contentsOf: (allowsStyle ? VisibleText.styled(text) : VisibleText.lines(text)).utf8)
        if descriptor != nil, bytes.count >= 65_536 { drain() }
    }

    /// - Throws: `CLIError` (exit code 4) when some of the text could not be written.
    mutating func flush() throws(CLIError) {
        drain()
        if let reason = failure {
            failure = nil
            throw CLIError.inputOutput("cannot write the result to standard output: \(reason)")
        }
    }

    private mutating func drain() {
        guard let descriptor else { return }
        if failure == nil, !writeAll(bytes, to: descriptor) { failure = lastSystemError() }
        bytes.removeAll(keepingCapacity: true)
    }
}
