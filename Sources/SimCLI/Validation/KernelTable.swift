import HardwareModels

/// The tables of kernel timings: products, attention, mixtures of experts, collectives.
enum KernelTable: CaseIterable {
    case product, attention, mixture, collective

    var columns: [String] {
        switch self {
        case .product: ["gpu", "engine", "dtype", "m", "n", "k", "latency_ms"]
        case .attention:
            [
                "gpu", "engine", "batch_size", "isl", "step", "num_heads", "num_key_value_heads", "head_dim",
                "attn_dtype", "kv_cache_dtype", "latency_ms",
            ]
        case .mixture: ["gpu", "engine", "dtype", "num_tokens", "topk", "num_experts", "latency_ms"]
        case .collective: ["gpu", "engine", "op", "num_gpus", "message_elements", "latency_ms"]
        }
    }

    /// One row that was read: what to predict, and what was measured.
    struct Row {
        let number: Int
        let group: String
        /// Rows that are held out together.
        let fold: String
        let label: String
        let milliseconds: Double
        let probe: Result<KernelProbe, Unmodelled>
    }

    func rows(_ table: DataTable) throws(CLIError) -> [Row] {
        var table = table
        var rows: [Row] = []
        let columns = try Dictionary(table, self.columns)
        // Tables of attention look alike; in those of decoding every row has one new token.
        let isDecode = table.file.contains("generation")
        while try table.next() {
            func text(_ name: String) -> String { columns[name].map(table.text) ?? "" }
            func whole(_ name: String) throws(CLIError) -> Int {
                try table.whole(try columns.column(name), in: 0...1_000_000_000)
            }
            let milliseconds = try table.number(try columns.column("latency_ms"), in: 1e-9...1e9)
            let place = "\(text("gpu")) \(text("engine"))"
            let base = KernelTable.deployment(gpu: text("gpu"), engine: text("engine"))
            func row(_ group: String, fold: String, label: String, _ probe: Result<KernelProbe, Unmodelled>) {
                rows.append(
                    Row(
                        number: table.row, group: group, fold: fold, label: label, milliseconds: milliseconds,
                        probe: probe))
            }
            switch self {
            case .product:
                let (m, n, k) = (try whole("m"), try whole("n"), try whole("k"))
                row(
                    "gemm \(text("dtype")) \(place)", fold: "\(n) x \(k)", label: "\(m) x \(n) x \(k)",
                    KernelTable.probe(base, text("dtype")) { (base, format) throws(Unmodelled) in
                        try .product(rows: m, columns: n, depth: k, on: base, format)
                    })
            case .attention:
                let (batch, length, past) = (try whole("batch_size"), try whole("isl"), try whole("step"))
                let (heads, kvHeads, width) = (
                    try whole("num_heads"), try whole("num_key_value_heads"), try whole("head_dim")
                )
                let cache = text("kv_cache_dtype")
                row(
                    "\(isDecode ? "decode" : "prefill") attention \(cache) \(place)",
                    fold: "\(heads) heads, \(kvHeads) KV",
                    label: "\(batch) x \(length) after \(past), \(heads)/\(kvHeads) heads of \(width)",
                    KernelTable.probe(base, cache) { (base, format) throws(Unmodelled) in
                        isDecode
                            ? try .decodeAttention(
                                batch: batch, context: past + length, heads: heads, kvHeads: kvHeads,
                                headDimension: width, on: base, format)
                            : try .prefillAttention(
                                batch: batch, length: length, past: past, heads: heads, kvHeads: kvHeads,
                                headDimension: width, on: base, format)
                    })
            case .mixture:
                row(
                    "moe \(text("dtype")) \(place)", fold: "", label: "",
                    .failure(Unmodelled(why: "a mixture of experts is not modelled")))
            case .collective:
                let (devices, elements) = (try whole("num_gpus"), try whole("message_elements"))
                let operation = text("op")
                row(
                    "\(operation) \(place)", fold: "\(devices) GPUs",
                    label: "\(elements) elements on \(devices)",
                    operation == "all_reduce"
                        ? KernelTable.probe(base, "bfloat16") { (base, _) throws(Unmodelled) in
                            try .allReduce(elements: elements, devices: devices, on: base)
                        }
                        : .failure(Unmodelled(why: "\(quoted(operation)) is not modelled: all_reduce is")))
            }
        }
        return rows
    }

    private static func probe(
        _ base: Result<Deployment, Unmodelled>, _ format: String,
        _ make: (Deployment, QuantizationFormat) throws(Unmodelled) -> KernelProbe
    ) -> Result<KernelProbe, Unmodelled> {
        do throws(Unmodelled) {
            return .success(try make(try base.get(), try MeasuredFormat.named(format)))
        } catch {
            return .failure(error)
        }
    }

    /// The engine by the name before its version; kernels timed alone are vLLM's, and so are all that NCCL serves.
    private static func deployment(gpu: String, engine: String) -> Result<Deployment, Unmodelled> {
        let name = engine.prefix { $0 != "-" && $0 != "_" }
        do throws(HardwareError) {
            let profile = name == "nccl" ? EngineProfile.vllm : try EngineProfile.engine(named: String(name))
            return .success(Deployment(device: try MeasuredDevice.named(gpu), engine: profile))
        } catch {
            return .failure(Unmodelled(why: error.description))
        }
    }
}

extension KernelTable {
    /// Every row's prediction beside its measurement.
    func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for row in try rows(table) {
            switch row.probe {
            case .success(let probe):
                let predicted = try probe.microseconds(values) / 1e3
                report.add(
                    .init(
                        number: row.number, group: row.group, label: row.label,
                        values: [.init(metric: .latency, predicted: predicted, measured: row.milliseconds)]))
            case .failure(let reason): report.skip(row.number, why: reason.why)
            }
        }
        return report
    }

    /// The rows that can be predicted, for a fit.
    func cases(_ table: DataTable) throws(CLIError) -> [CalibrationCase] {
        try rows(table).compactMap { row in
            guard case .success(let probe) = row.probe else { return nil }
            return CalibrationCase(number: row.number, group: row.fold, label: row.label) {
                (values) throws(CLIError) in
                let predicted = try probe.microseconds(values) / 1e3
                return [.init(metric: .latency, predicted: predicted, measured: row.milliseconds)]
            }
        }
    }
}

extension [String: DataTable.Column] {
    fileprivate init(_ table: DataTable, _ names: [String]) throws(CLIError) {
        self = [:]
        for name in names { self[name] = try table.column(name) }
    }

    fileprivate func column(_ name: String) throws(CLIError) -> DataTable.Column {
        guard let column = self[name] else {
            throw CLIError(.internalDefect, "column \(name) was not looked up")
        }
        return column
    }
}
