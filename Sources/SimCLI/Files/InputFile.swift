import SimCore

/// Reads a whole file, or standard input where the path is `-`.
enum InputFile {
    /// Larger than any configuration; a trace is streamed instead.
    static let byteLimit = 64 << 20

    /// The whole content; of a missing file nothing, where `orEmpty` says so.
    ///
    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder, not readable or larger than `limit`.
    static func read(_ path: String, limit: Int = byteLimit, orEmpty: Bool = false) throws(CLIError)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        try pieces(of: path, orEmpty: orEmpty) { (piece, name) throws(CLIError) in
            bytes.append(contentsOf: piece)
            guard bytes.count <= limit else {
                throw CLIError.inputOutput("cannot read \(name): it is larger than \(limit >> 20) MiB")
            }
        }
        return bytes
    }

    /// Sixteen hexadecimal digits that differ when the content does, whatever its size. O(bytes), in pieces.
    ///
    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder or not readable.
    static func digest(_ path: String) throws(CLIError) -> String {
        var digest = Fingerprint()
        var word: UInt64 = 0
        var count = 0
        try pieces(of: path) { (piece, _) in
            for byte in piece {
                word = word << 8 | UInt64(byte)
                count += 1
                if count % 8 == 0 { digest.combine(word) }
            }
        }
        digest.combine(word)
        digest.combine(count)
        return digest.hexadecimal
    }

    /// Hands over what a path holds, or standard input for `-`, in order, with its name for messages.
    private static func pieces(
        of path: String, orEmpty: Bool = false, _ take: (ArraySlice<UInt8>, String) throws(CLIError) -> Void
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
            try take(chunk[..<count], name)
        }
    }

    /// True when there is a folder at the path.
    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// True for standard input, pipes and devices: what was read of them is gone.
    static func isReadOnce(_ path: String) -> Bool {
        var information = stat()
        guard path != "-" else { return true }
        guard unsafe stat(path, &information) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(information.st_mode & S_IFMT)
    }

    /// True when something exists at the path, of whatever kind.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
