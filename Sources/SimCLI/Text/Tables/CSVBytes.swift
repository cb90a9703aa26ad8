/// Why a file's bytes could not be had, in the words of the operating system.
package struct CSVFileError: Error, Hashable, CustomStringConvertible {
    /// The path as the user wrote it.
    let path: String
    let reason: String

    package var description: String {
        "cannot read \(path == "-" ? "standard input" : quoted(path)): \(reason)"
    }
}

/// An open file descriptor, closed when the last value that reads from it goes away.
///
/// It has no position of its own: everybody reads with `pread` at an offset that they keep, so readers that share it
/// don't disturb each other.
package final class CSVFile: Sendable {
    private let descriptor: Int32
    private let path: String
    /// False for pipes and terminals, which can be read once and in order only.
    package let isRegular: Bool
    /// How long a regular file is at the start; 0 for others.
    let byteCount: Int64
    /// Where reading starts: not 0 when the standard input is a file that somebody read a part of.
    let startOffset: Int64

    /// Opens a file for reading; `-` is the standard input, of which a duplicate is kept.
    ///
    /// - Throws: ``CSVFileError`` for what is missing, forbidden, or a directory.
    package init(path: String) throws(CSVFileError) {
        self.path = path
        let opened = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw CSVFileError(path: path, reason: lastSystemError()) }
        var status = stat()
        let outcome = unsafe fstat(opened, &status)
        let kind = status.st_mode & S_IFMT
        guard outcome == 0, kind != S_IFDIR else {
            if outcome == 0 { errno = EISDIR }
            let reason = lastSystemError()
            close(opened)
            throw CSVFileError(path: path, reason: reason)
        }
        descriptor = opened
        isRegular = kind == S_IFREG
        byteCount = kind == S_IFREG ? Int64(status.st_size) : 0
        startOffset = kind == S_IFREG ? max(Int64(lseek(opened, 0, SEEK_CUR)), 0) : 0
    }

    deinit { close(descriptor) }

    /// Reads into the end of `buffer` from index `start`; returns how many bytes, 0 at the end of the file.
    func read(into buffer: inout [UInt8], from start: Int, at offset: Int64) throws(CSVFileError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                guard start < bytes.count, let base = bytes.baseAddress else { return 0 }
                let room = bytes.count - start
                return isRegular
                    ? unsafe pread(descriptor, base + start, room, off_t(offset))
                    : unsafe readBytes(descriptor, base + start, room)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw CSVFileError(path: path, reason: lastSystemError()) }
        }
    }
}

/// A window that moves over the bytes of a file or of a text in memory.
///
/// It is a value: of a regular file a copy goes on from its own offset. (Of a pipe it does not; whoever reads a pipe
/// reads it once, to the end.) Memory is one chunk, or the longest record if that is longer.
package struct CSVBytes: Sendable {
    /// A record that is longer than this is refused: a file without line ends must not fill the memory.
    package static let longestRecord = 64 << 20

    private let file: CSVFile?
    private var offset: Int64
    private let chunk: Int
    /// The bytes at hand are `buffer[position..<end]`.
    private(set) var buffer: [UInt8]
    private(set) var end: Int
    var position = 0
    /// No bytes follow `end`.
    private(set) var isComplete: Bool

    package init(_ file: CSVFile, chunk: Int = 1 << 20) {
        self.file = file
        offset = file.startOffset
        // A short file needs no long window: one byte more tells that nothing follows.
        let rest = file.isRegular ? max(file.byteCount - file.startOffset, 0) + 1 : Int64(chunk)
        self.chunk = Int(min(Int64(chunk), max(rest, 4096)))
        buffer = []
        end = 0
        isComplete = false
    }

    package init(_ bytes: [UInt8]) {
        file = nil
        offset = 0
        chunk = 0
        buffer = bytes
        end = bytes.count
        isComplete = true
    }

    /// Drops what lies before `position`, which becomes 0, and reads more behind `end`.
    ///
    /// - Returns: false when nothing was added because the record is too long.
    mutating func refill() throws(CSVFileError) -> Bool {
        guard let file, !isComplete else { return true }
        let kept = end - position
        guard kept < CSVBytes.longestRecord else { return false }
        // Usually a part of one line; a buffer that a copy shares is duplicated by the first write.
        if position > 0 {
            for index in 0..<kept { buffer[index] = buffer[position + index] }
        }
        let room = buffer.count - kept
        if room < max(chunk / 2, 1) {
            buffer.append(contentsOf: repeatElement(0, count: max(chunk, buffer.count) - room))
        }
        position = 0
        end = kept
        let count = try file.read(into: &buffer, from: end, at: offset)
        offset += Int64(count)
        end += count
        isComplete = count == 0
        return true
    }
}
