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
