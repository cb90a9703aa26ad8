import SimCore

/// Reads a whole file, or standard input where the path is `-`.
enum InputFile {
    /// Larger than any configuration; a trace is streamed instead.
    static let byteLimit = 64 << 20

    /// The whole content; of a missing file nothing, where `orEmpty` says so. What does not begin with `head` is read no
    /// further than that.
    ///
    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder, not readable or larger than `limit`.
    static func read(
        _ path: String, limit: Int = byteLimit, orEmpty: Bool = false, head: String = ""
    ) throws(CLIError) -> [UInt8] {
        var bytes: [UInt8] = []
        let head = Array(head.utf8)
        try pieces(of: path, orEmpty: orEmpty) { (piece, name) throws(CLIError) in
            bytes.append(contentsOf: piece)
            guard bytes.count <= limit else {
                throw CLIError.inputOutput("cannot read \(name): it is larger than \(limit >> 20) MiB")
            }
            return zip(bytes, head).allSatisfy { $0 == $1 }
        }
        return bytes
    }

    /// Sixteen hexadecimal digits that differ when the content does, whatever its size. O(bytes), in pieces.
    ///
    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder, not readable, or a stream: that need not
    ///   end, and would be empty for whoever reads it next.
    static func digest(_ path: String) throws(CLIError) -> String {
        guard !isStream(path) else {
            throw CLIError.inputOutput("cannot read \(quoted(path)) twice: it is no regular file")
        }
        var digest = Fingerprint()
        var word: UInt64 = 0
        var count = 0
        try pieces(of: path) { (piece, _) in
            for byte in piece {
                word = word << 8 | UInt64(byte)
                count += 1
                if count % 8 == 0 { digest.combine(word) }
            }
            return true
        }
        digest.combine(word)
        digest.combine(count)
        return digest.hexadecimal
    }

    /// Hands over what a path holds, or standard input for `-`, in order and with its name for messages, until `take` wants
    /// no more.
    private static func pieces(
        of path: String, orEmpty: Bool = false, _ take: (ArraySlice<UInt8>, String) throws(CLIError) -> Bool
    ) throws(CLIError) {
        let name = path == "-" ? "standard input" : quoted(path)
        let descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if orEmpty, errno == ENOENT { return }
            throw CLIError.inputOutput("cannot read \(name): \(lastSystemError())")
        }
        defer { if path != "-" { close(descriptor) } }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe readBytes(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CLIError.inputOutput("cannot read \(name): \(lastSystemError())") }
            if count == 0 { return }
            guard try take(chunk[..<count], name) else { return }
        }
    }

    /// True when there is a folder at the path.
    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// True for what can be read only once: standard input, a pipe, a device. A file that is not there is none.
    static func isStream(_ path: String) -> Bool {
        var information = stat()
        guard path != "-" else { return true }
        guard unsafe stat(path, &information) == 0 else { return false }
        let kind = information.st_mode & S_IFMT
        return kind != S_IFREG && kind != S_IFDIR
    }

    /// True when something exists at the path, of whatever kind.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
