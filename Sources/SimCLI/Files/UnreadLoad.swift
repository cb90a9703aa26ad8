/// Columns of a trace that are part of what its requests cost and that are not read, with what they hold: so that nobody
/// takes a run of the rest for a run of the whole.
struct UnreadLoad: Sendable {
    enum Kind: Sendable {
        /// Images, audio or video: tokens and an encoder.
        case media
        /// Lists of the blocks of a prompt, by which engines find prefixes that they have computed.
        case blocks
        /// How many blocks a prompt has.
        case blockCount
        /// How many of them were in an earlier prompt.
        case repeatedBlocks
        /// Tokens, or parts, of a prompt that came from a cache.
        case cached
    }

    struct Column: Sendable {
        let name: String
        let kind: Kind
        /// Rows with something in it.
        fileprivate(set) var rows = 0
        /// Of its whole numbers, and of the lengths of its lists.
        fileprivate(set) var sum: Int64 = 0
    }

    private(set) var columns: [Column] = []
    private(set) var blocks = PrefixBlocks()
    private(set) var rows = 0
    /// What names mean, remembered: the keys of a line are those of the line before.
    private var known: [String: Int] = [:]

    /// nil for a column that costs nothing, or that is read.
    static func kind(of name: String) -> Kind? {
        let name = TraceFormat.plain(name).filter { $0 != "_" && $0 != " " && $0 != "-" }
        if name == "hashids" || name == "blockhashes" { return .blocks }
        if name == "nblocks" { return .blockCount }
        if name == "nblocksseenbefore" { return .repeatedBlocks }
        if ["image", "audio", "video"].contains(where: { name.contains($0) }) { return .media }
        if ["cached", "cacheread", "prefixlen", "prefixtokens"].contains(where: { name.contains($0) }) {
            return .cached
        }
        return nil
    }

    /// The place of a column among those that are watched, which it joins; nil for one that is not.
    mutating func index(of name: String) -> Int? {
        if let place = known[name] { return place < 0 ? nil : place }
        // Keys that are never the same must not fill the memory.
        guard known.count < 256 else { return nil }
        guard let kind = UnreadLoad.kind(of: name) else {
            known[name] = -1
            return nil
        }
        known[name] = columns.count
        columns.append(Column(name: name, kind: kind))
        return columns.count - 1
    }

    /// Counts one row, whose values are given by column.
    mutating func count(_ buffer: [UInt8], _ values: [(column: Int, cell: CSVReader.Cell)]) {
        rows += 1
        guard !values.isEmpty else { return }
        var (blockCount, repeatedBlocks) = (0, 0)
        for (column, cell) in values {
            let amount = UnreadLoad.amount(buffer, cell)
            if amount != 0 {
                columns[column].rows += 1
                columns[column].sum &+= amount
            }
            switch columns[column].kind {
            case .blocks: blocks.add(list: buffer[cell.start..<cell.end])
            case .blockCount: blockCount = Int(amount)
            case .repeatedBlocks: repeatedBlocks = Int(amount)
            case .media, .cached: break
            }
        }
        blocks.add(blocks: blockCount, repeated: repeatedBlocks)
    }

    /// How much is in a cell: a whole number, the length of a list, 1 for anything else, 0 for nothing.
    private static func amount(_ buffer: [UInt8], _ cell: CSVReader.Cell) -> Int64 {
        let (start, end) = CSVNumber.trim(buffer, cell)
        guard start < end else { return 0 }
        if let whole = CSVNumber.whole(buffer, cell) { return max(whole, 0) }
        if let number = CSVNumber.scaled(buffer, cell, decimals: 0), number == 0 { return 0 }
        let text = buffer[start..<end]
        if buffer[start] == UInt8(ascii: "[") {
            let isEmpty = text.allSatisfy { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") || $0 <= 32 }
            return isEmpty ? 0 : Int64(text.count { $0 == UInt8(ascii: ",") } + 1)
        }
        let nothing = ["null", "false", "\"\"", "{}", "none", "nan"]
        return nothing.contains(String(decoding: text, as: UTF8.self).lowercased()) ? 0 : 1
    }

    /// A sentence for each thing that is left out, empty where nothing is.
    var notices: [String] {
        var notices: [String] = []
        for column in columns where column.kind == .media && column.rows > 0 {
            notices.append(
                "the trace's \(quoted(column.name)) is not read: \(column.sum) in \(column.rows) of "
                    + "\(Figures.count(rows, "row")). Their tokens and the encoder that makes them are left out, so "
                    + "latencies and energy come out too low")
        }
        let names = columns.filter { [.blocks, .repeatedBlocks].contains($0.kind) }.map { quoted($0.name) }
        if let name = names.first, let share = blocks.share, blocks.repeated > 0 {
            notices.append(
                "the trace's \(name) is not modelled: \(Figures.short(share * 100)) % of \(blocks.total) blocks of prompts "
                    + "were in an earlier one\(blocks.isCut ? ", as far as they were looked at" : ""), and an engine "
                    + "that caches prefixes does not compute those again. Here every prompt is computed whole, so TTFT "
                    + "and prefill energy come out too high")
        }
        for column in columns where column.kind == .cached && column.rows > 0 {
            notices.append(
                "the trace's \(quoted(column.name)) is not read: \(column.sum) in \(column.rows) of "
                    + "\(Figures.count(rows, "row")). Every prompt is computed whole, so TTFT and prefill energy come "
                    + "out too high for an engine that caches prefixes")
        }
        return notices
    }
}
