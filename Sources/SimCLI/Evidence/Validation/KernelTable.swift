import HardwareModels
import WattlineLab
import WattlineText

/// The tables of kernel timings: products, attention, mixtures of experts, collectives.
package enum KernelTable: CaseIterable {
    case product, attention, mixture, collective

    var columns: [String] {
        switch self {
        case .product: ["gpu", "engine", "dtype", "m", "n", "k", "latency_ms"]
        case .attention:
            [
                "gpu", "engine", "batch_size", "isl", "step", "num_heads", "num_key_value_heads", "head_dim",
                "attn_dtype", "kv_cache_dtype", "latency_ms",
            ]
        case .mixture:
            [
                "gpu", "engine", "dtype", "num_tokens", "hidden_size", "inter_size", "topk", "num_experts",
                "moe_tp_size", "moe_ep_size", "distribution", "latency_ms",
            ]
        case .collective: ["gpu", "engine", "op", "num_gpus", "message_elements", "latency_ms"]
        }
    }

    /// Every row of a table.
    ///
    /// - Throws: `CLIError` for a cell that is not what its column needs.
    func rows(_ table: DataTable) throws(CLIError) -> [KernelRow] {
        var table = table
        let gpu = try table.column("gpu")
        let engine = try table.column("engine")
        let latency = try table.column("latency_ms")
        let format = table.optionalColumn(self == .attention ? "kv_cache_dtype" : "dtype")
        let reader = try CallReader(self, table)
        var rows: [KernelRow] = []
        while try table.next() {
            rows.append(
                KernelRow(
                    number: table.row, gpu: table.text(gpu), engine: table.text(engine),
                    format: format.map(table.text) ?? "bfloat16",
                    milliseconds: try table.number(latency, in: 1e-9...1e9), call: try reader.call(table)))
        }
        // Tables of prefill and of decode attention have the same columns. Where every row adds one token to each
        // sequence it is decoding.
        if self == .attention, rows.allSatisfy({ $0.call.addsOneToken }) {
            for index in rows.indices { rows[index].isDecode = true }
        }
        return rows
    }

    /// Every row's prediction beside its measurement.
    func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for row in try rows(table) {
            let probe: KernelProbe
            do throws(Unmodelled) { probe = try row.probe() } catch {
                report.skip(row.number, why: error.why)
                continue
            }
            report.add(
                .init(
                    number: row.number, group: row.group, label: row.call.label,
                    values: [try row.value(probe, values)]))
        }
        return report
    }

    /// The rows that can be predicted, for a fit.
    func cases(_ table: DataTable) throws(CLIError) -> [CalibrationCase] {
        try rows(table).compactMap { row in
            guard let probe = try? row.probe() else { return nil }
            return CalibrationCase(number: row.number, group: row.call.fold, label: row.call.label) {
                (values) throws(CLIError) in [try row.value(probe, values)]
            }
        }
    }
}

/// The columns of a table that say what was called.
private struct CallReader {
    private let kind: KernelTable
    private let columns: [DataTable.Column]

    init(_ kind: KernelTable, _ table: DataTable) throws(CLIError) {
        self.kind = kind
        let names: [String] =
            switch kind {
            case .product: ["m", "n", "k"]
            case .attention: ["batch_size", "isl", "step", "num_heads", "num_key_value_heads", "head_dim"]
            case .mixture:
                [
                    "num_tokens", "hidden_size", "inter_size", "topk", "num_experts", "moe_tp_size",
                    "moe_ep_size",
                    "distribution",
                ]
            case .collective: ["num_gpus", "message_elements", "op"]
            }
        var columns: [DataTable.Column] = []
        for name in names { columns.append(try table.column(name)) }
        self.columns = columns
    }

    func call(_ table: DataTable) throws(CLIError) -> KernelCall {
        func whole(_ index: Int) throws(CLIError) -> Int {
            try table.whole(columns[index], in: 0...1_000_000_000)
        }
        switch kind {
        case .product: return .product(rows: try whole(0), columns: try whole(1), depth: try whole(2))
        case .attention:
            return .attention(
                batch: try whole(0), length: try whole(1), past: try whole(2), heads: try whole(3),
                kvHeads: try whole(4), headDimension: try whole(5))
        case .mixture:
            return .mixture(
                ExpertCall(
                    tokens: try whole(0), hiddenSize: try whole(1), expertSize: try whole(2),
                    perToken: try whole(3),
                    experts: try whole(4), tensorParallel: try whole(5), expertParallel: try whole(6),
                    distribution: table.text(columns[7])))
        case .collective:
            return .collective(table.text(columns[2]), elements: try whole(1), devices: try whole(0))
        }
    }
}
