/// The trace formats that are read, each recognised by the names of its columns.
enum TraceFormat: String, CaseIterable, Sendable {
    /// Azure LLM inference traces of 2023 and 2024 (github.com/Azure/AzurePublicDataset).
    case azure = "Azure"
    /// BurstGPT (github.com/HPMLL/BurstGPT); rows with 0 response tokens are failed requests.
    case burstGPT = "BurstGPT"
    /// Mooncake traces (github.com/kvcache-ai/Mooncake) as a table.
    case mooncake = "Mooncake"
    /// Mooncake traces as published: an object per line. The hashes of the prefix blocks are not read.
    case mooncakeLines = "Mooncake JSONL"
    /// Request lengths and arrivals of Vidur (github.com/microsoft/vidur).
    case vidur = "Vidur"
    /// Traces of Qwen services (github.com/alibaba-edu/qwen-bailian-usagetraces-anon): Mooncake's keys, in seconds, with
    /// blocks of 16 tokens.
    case bailianLines = "Qwen Bailian JSONL"
    /// LLMServingSim (github.com/casys-kaist/LLMServingSim): an object per line, nanoseconds.
    case servingSimLines = "LLMServingSim JSONL"
    /// splitwise-sim (github.com/Mutinifni/splitwise-sim).
    case splitwise = "Splitwise"
    /// Our own: seconds, tokens, and a priority if there is one.
    case wattline = "Wattline"

    /// How the time of a request is written.
    enum Clock: Hashable, Sendable {
        /// A date and a time of day; the first request that is replayed arrives at 0.
        case calendar
        /// A number since the start, kept as it is; of Unix times the first request arrives at 0.
        case elapsed(TraceUnit)
    }

    /// The columns that must be there: time, prompt, answer.
    var columns: [String] {
        switch self {
        case .azure: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]
        case .burstGPT: ["Timestamp", "Request tokens", "Response tokens"]
        case .mooncake: ["timestamp_ms", "input_length", "output_length"]
        case .mooncakeLines: ["timestamp", "input_length", "output_length"]
        case .vidur: ["arrived_at", "num_prefill_tokens", "num_decode_tokens"]
        case .bailianLines: ["timestamp", "input_length", "output_length"]
        case .servingSimLines: ["arrival_time_ns", "input_toks", "output_toks"]
        case .splitwise: ["arrival_timestamp", "prompt_size", "token_size"]
        case .wattline: ["arrival_s", "prompt_tokens", "output_tokens"]
        }
    }

    /// Keys that tell a format from one whose columns it has too.
    var marks: [String] { self == .bailianLines ? ["chat_id", "parent_chat_id"] : [] }

    /// An object per line, rather than a table.
    var isLines: Bool {
        switch self {
        case .mooncakeLines, .bailianLines, .servingSimLines: true
        default: false
        }
    }

    /// The name of the time's column says what it counts, so that it cannot be anything else.
    var namesUnit: Bool {
        switch self {
        case .wattline, .mooncake, .servingSimLines: true
        default: false
        }
    }

    /// A column that may be there: the priority.
    var priorityColumn: String? { self == .wattline ? "priority" : nil }

    var clock: Clock {
        switch self {
        case .azure: .calendar
        case .burstGPT, .vidur, .wattline, .splitwise, .bailianLines: .elapsed(.seconds)
        case .mooncake, .mooncakeLines: .elapsed(.milliseconds)
        case .servingSimLines: .elapsed(.nanoseconds)
        }
    }

    /// The format whose columns a header has, in any order and among others; case and blanks around don't count.
    static func recognise(_ header: [String]) -> TraceFormat? {
        let names = Set(header.map(plain))
        return allCases.first { format in
            !format.isLines && format.columns.allSatisfy { names.contains(plain($0)) }
        }
    }

    /// The format whose keys an object has, among others.
    static func recognise(keys: [String]) -> TraceFormat? {
        let found = allCases.filter { format in
            format.isLines && (format.columns + format.marks).allSatisfy(keys.contains)
        }
        return found.first { !$0.marks.isEmpty } ?? found.first
    }

    /// What to say of a header (or of the keys of a line) that is none: the nearest format and what it lacks, or all of
    /// them.
    static func advice(for header: [String], isLines: Bool = false) -> String {
        // What has hundreds of columns, or names as long as that, is no trace that somebody misspelt.
        let names = header.prefix(256).map(plain).filter { $0.utf8.count <= 40 }
        var best: (format: TraceFormat, score: Int)?
        for format in allCases where format.isLines == isLines && format.marks.isEmpty {
            var score = 0
            for column in format.columns {
                let wanted = plain(column)
                let distance = names.map { editDistance(wanted, $0) }.min() ?? column.count
                score += distance == 0 ? 3 : (distance <= 2 ? 2 : 0)
            }
            if score > best?.score ?? 0 { best = (format, score) }
        }
        guard let best else {
            let known = allCases.filter(\.marks.isEmpty).map {
                "\($0.rawValue): \($0.columns.joined(separator: ","))"
            }
            return "Known are " + known.joined(separator: "; ")
        }
        let missing = best.format.columns.filter { !names.contains(plain($0)) }
        return "The nearest is \(best.format.rawValue), which also needs \(missing.joined(separator: ", "))"
    }

    /// A column's name as it is compared. O(length), by bytes: by characters it takes seconds for a megabyte.
    static func plain(_ name: String) -> String {
        let blank = UInt8(ascii: " ")
        var bytes = name.utf8.drop { $0 == blank }
        while bytes.last == blank { bytes.removeLast() }
        return String(Substring(bytes)).lowercased()
    }

    /// Insertions, deletions and replacements between two names (Levenshtein). O(length^2).
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let first = Array(left.utf8)
        let second = Array(right.utf8)
        var row = Array(0...second.count)
        for (i, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in second.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
