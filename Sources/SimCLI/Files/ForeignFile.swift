/// Files of other programs that people have at hand and try first: told by name, with what is wanted in their place.
///
/// They are not read: a power log does not say when the requests came, and a benchmark's summary not on what it ran.
enum ForeignFile: Hashable, Sendable {
    /// `nvidia-smi --query-gpu=timestamp,index,power.draw --format=csv`.
    case nvidiaSMI
    /// `dcgmi dmon`, and the tables of dcgm-exporter.
    case dcgm
    /// The power monitor of Zeus (github.com/ml-energy/zeus).
    case zeus
    /// `emissions.csv` of CodeCarbon.
    case codeCarbon
    /// What `vllm bench serve --save-result` writes, and its kin in SGLang.
    case benchmarkResult
    /// What `wattline run --json` prints.
    case ownResult
    /// Requests, in one of the formats that are replayed.
    case trace(TraceFormat)
    /// Power, in the form that validate reads.
    case powerTrace
    /// JSON that is none of these.
    case json

    /// Who met the file where it expected another.
    enum Reader: Hashable, Sendable { case trace, measurements }

    /// By the columns of a table or the keys of an object, in whatever case; nil for others.
    init?(names: [String]) {
        let names = names.prefix(256).map(TraceFormat.plain)
        func has(_ wanted: String...) -> Bool { wanted.allSatisfy(names.contains) }
        func hasPrefix(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
        if hasPrefix("power.draw") {
            self = .nvidiaSMI
        } else if hasPrefix("dcgm_fi_") {
            self = .dcgm
        } else if hasPrefix("power_gpu") {
            self = .zeus
        } else if has("emissions", "duration"), hasPrefix("gpu_") || hasPrefix("cpu_") {
            self = .codeCarbon
        } else if has("schema", "schema_version", "configuration") {
            self = .ownResult
        } else if has("total_output_tokens", "duration"), hasPrefix("mean_ttft") || hasPrefix("median_ttft") {
            self = .benchmarkResult
        } else if has("t_s", "power_w") {
            self = .powerTrace
        } else if let format = TraceFormat.recognise(names) {
            self = .trace(format)
        } else {
            return nil
        }
    }

    /// By the first bytes of a file that is no table; nil for what may be one. O(length).
    init?(head: ArraySlice<UInt8>) {
        let text = String(decoding: head.prefix(65_536), as: UTF8.self)
        switch head.first {
        case UInt8(ascii: "{"):
            // Names are those in quotes before a colon, at whatever depth: enough to tell a file by.
            let names = text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.prefix(512).map { String($0.element) }
            if let format = TraceFormat.recognise(keys: names) {
                self = .trace(format)
            } else {
                self = ForeignFile(names: names) ?? .json
            }
        case UInt8(ascii: "["): self = .json
        case UInt8(ascii: "#") where text.lowercased().contains("entity"): self = .dcgm
        case UInt8(ascii: "#") where text.prefix(80).contains(" pwr "): self = .nvidiaSMI
        default: return nil
        }
    }

    /// What it is.
    var noun: String {
        switch self {
        case .nvidiaSMI: "a power log of nvidia-smi"
        case .dcgm: "a log of DCGM"
        case .zeus: "a power log of Zeus"
        case .codeCarbon: "a table of CodeCarbon"
        case .benchmarkResult: "the result of a serving benchmark, a JSON document"
        case .ownResult: "a result of wattline"
        case .trace(let format): "a trace of requests (\(format.rawValue))"
        case .powerTrace: "a power trace"
        case .json: "a JSON document"
        }
    }

    /// What to do with it.
    func hint(for reader: Reader) -> String {
        let form = PowerTraceFile.columns.joined(separator: ",")
        switch self {
        case .nvidiaSMI, .dcgm, .zeus, .codeCarbon:
            let source =
                switch self {
                case .nvidiaSMI: "timestamp less that of the first request, index, power.draw"
                case .dcgm: "the time since the first request, the entity, its power in W"
                case .zeus: "time less that of the first request, and a row for each power_gpuN"
                default:
                    "which needs power over time: CodeCarbon's table has one mean, so log nvidia-smi's power.draw instead"
                }
            return
                "To compare power with a run's, wattline validate --data POWER.csv --trace REQUESTS.csv reads "
                + "\(form) (seconds since the first request, GPU, watts): \(source)"
        case .benchmarkResult:
            return
                "Its means are those of one run: 'wattline run --style vllm' with the same model, GPU and load prints the "
                + "same block to lay beside it"
                + (reader == .measurements ? "; validate reads tables (CSV)" : "")
        case .ownResult: return "'wattline compare' reads two of them"
        case .trace:
            return "'wattline run --trace' replays it; validate takes it as --trace, beside power as \(form)"
        case .powerTrace: return "'wattline validate --data' reads it, with --trace for the requests"
        case .json:
            return reader == .measurements
                ? "validate and calibrate read tables (CSV), whose first line names the columns"
                : "A trace is a table (CSV) or has an object on every line"
        }
    }
}
