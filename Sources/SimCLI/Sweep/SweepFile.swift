/// A `.jsonl` of a sweep as it lies on disk: rows, the first of which has the header; the last line may be torn.
struct SweepFile {
    let header: SweepHeader
    let rows: [SweepRow]
    /// The lines of the rows, without line breaks and header.
    let lines: [String]
    /// Up to the end of the last whole line.
    let wholeBytes: Int
    /// The file goes on after `wholeBytes`, without a line break.
    let isTorn: Bool

    /// Enough for a hundred thousand points.
    static let byteLimit = 1 << 30

    private static let start = "{\"point\":"

    /// Reads and checks a file; nil for an empty one.
    ///
    /// - Throws: `CLIError`: exit code 4 when it cannot be read, 2 when it is no file of a sweep.
    static func read(_ path: String) throws(CLIError) -> SweepFile? {
        let bytes = try bytes(path)
        guard !bytes.isEmpty else { return nil }
        guard let file = try SweepFile(bytes: bytes, path: path) else {
            throw CLIError.usage(
                "\(quoted(path)) is no file of a sweep: its first line should be a point with its \"header\""
            )
        }
        return file
    }

    /// The content of a file; empty where there is none.
    ///
    /// - Throws: `CLIError` with exit code 4.
    static func bytes(_ path: String, orEmpty: Bool = false) throws(CLIError) -> [UInt8] {
        try InputFile.read(path, limit: byteLimit, orEmpty: orEmpty, head: start)
    }

    /// nil where the first whole line has no header. O(bytes).
    ///
    /// - Throws: `CLIError` (exit code 2) with the line that is no row.
    init?(bytes: [UInt8], path: String) throws(CLIError) {
        var lines: [String] = []
        var rows: [SweepRow] = []
        var header: SweepHeader?
        var layout: SweepLayout?
        var start = 0
        var number = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(bytes[start..<end])
            number += 1
            start = end + 1
            var json = try? JSON(JSONReader.read(line))
            if header == nil {
                guard case .object(var members)? = json, let last = members.popLast(),
                    last.key == SweepHeader.rowKey, let read = SweepHeader(last.value)
                else { return nil }
                json = .object(members)
                header = read
                layout = SweepLayout(read)
            }
            guard let json, let row = layout?.row(json), let header, row.point >= 0,
                row.point < header.points
            else {
                throw CLIError.usage(
                    "\(path):\(number): is no row of this sweep. Remove the line and all after it")
            }
            rows.append(row)
            lines.append(number == 1 ? json.compact : String(decoding: line, as: UTF8.self))
        }
        guard let header else { return nil }
        self.header = header
        self.rows = rows
        self.lines = lines
        wholeBytes = start
        isTorn = start < bytes.count
    }
}
