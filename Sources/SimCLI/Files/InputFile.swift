import SimCore

/// Reads a whole file, or standard input where the path is `-`.
enum InputFile {
    /// Larger than any configuration; a trace is streamed instead.
    static let byteLimit = 64 << 20

    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder, not readable or too large.
    static func read(_ path: String) throws(CLIError) -> [UInt8] {
        if path == "-" { return try read(descriptor: 0, name: "standard input") }
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw CLIError.inputOutput("cannot read \(quoted(path)): \(lastSystemError())")
        }
        defer { close(descriptor) }
        return try read(descriptor: descriptor, name: quoted(path))
    }

    /// Sixteen hexadecimal digits that differ when the content does, whatever its size. O(bytes), in pieces.
    ///
    /// - Throws: `CLIError` with exit code 4 when the file is missing, a folder or not readable.
    static func digest(_ path: String) throws(CLIError) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw CLIError.inputOutput("cannot read \(quoted(path)): \(lastSystemError())")
        }
        defer { close(descriptor) }
        var digest = Fingerprint()
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe readBytes(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CLIError.inputOutput("cannot read \(quoted(path)): \(lastSystemError())")
            }
            if count == 0 { break }
            rest += chunk[..<count]
            let whole = rest.count / 8 * 8
            for start in stride(from: 0, to: whole, by: 8) {
                var word: UInt64 = 0
                for byte in rest[start..<start + 8] { word = word << 8 | UInt64(byte) }
                digest.combine(word)
            }
            rest.removeFirst(whole)
        }
        for byte in rest { digest.combine(UInt64(byte)) }
        digest.combine(rest.count)
        return digest.hexadecimal
    }

    private static func read(descriptor: Int32, name: String) throws(CLIError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe readBytes(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw CLIError.inputOutput("cannot read \(name): \(lastSystemError())")
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= byteLimit else {
                throw CLIError.inputOutput("cannot read \(name): it is larger than \(byteLimit >> 20) MiB")
            }
        }
    }

    /// True when something exists at the path, of whatever kind.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
