import HardwareModels
import SimCore

/// Tables of the measuring programs (calibration/README.md): one experiment a file, the same figures in each.
enum OwnMeasurements {
    static let columns = [
        "experiment", "repeats", "time_us_p50", "power_w", "energy_j", "sm_clock_mhz", "temp_c",
    ]

    /// What can be predicted of a row.
    struct Row {
        let number: Int
        let experiment: String
        let label: String
        let microseconds: Double
        let watts: Double?
        let prediction: Result<Prediction, Unmodelled>
    }

    enum Prediction: Sendable {
        case kernel(KernelProbe)
        case step(StepProbe)
    }

    static func rows(_ table: DataTable) throws(CLIError) -> [Row] {
        var table = table
        let experimentColumn = try table.column("experiment")
        let time = try table.column("time_us_p50")
        let power = try table.column("power_w")
        var rows: [Row] = []
        while try table.next() {
            let experiment = table.text(experimentColumn)
            let (label, prediction) = try predict(experiment, table)
            rows.append(
                Row(
                    number: table.row, experiment: experiment, label: label,
                    microseconds: try table.number(time, in: 1e-3...1e12), watts: try table.figure(power),
                    prediction: prediction))
        }
        return rows
    }

    /// The machine that the programs were run on is an H100 SXM unless its folder says otherwise.
    private static var base: Deployment { Deployment(device: DeviceCatalog.h100SXM, engine: .vllm) }

    private static func predict(
        _ experiment: String, _ table: DataTable
    ) throws(CLIError) -> (String, Result<Prediction, Unmodelled>) {
        func text(_ name: String) throws(CLIError) -> String { table.text(try table.column(name)) }
        func whole(_ name: String) throws(CLIError) -> Int {
            try table.whole(try table.column(name), in: 0...1_000_000_000)
        }
        func attempt(_ make: () throws(Unmodelled) -> Prediction) -> Result<Prediction, Unmodelled> {
            do throws(Unmodelled) { return .success(try make()) } catch { return .failure(error) }
        }
        switch experiment {
        case "sentinel":
            return (
                "4096 x 4096 x 4096",
                attempt { () throws(Unmodelled) in
                    .kernel(try KernelProbe(on: base) { $0.product(rows: 4096, columns: 4096, depth: 4096) })
                }
            )
        case "gemm":
            let (m, n, k) = (try whole("m"), try whole("n"), try whole("k"))
            let (format, data) = (try text("dtype"), try text("data"))
            return (
                "\(m) x \(n) x \(k) \(format)",
                attempt { () throws(Unmodelled) in
                    guard data != "zeros" else {
                        throw Unmodelled(why: "data of zeros draws less power than any model's weights")
                    }
                    return .kernel(
                        try KernelProbe(on: base, try MeasuredFormat.named(format)) {
                            $0.product(rows: m, columns: n, depth: k)
                        })
                }
            )
        case "decode_step":
            let (mode, style, sampler) = (try text("mode"), try text("style"), try text("sampler"))
            let (batch, context, prefill) = (
                try whole("batch"), try whole("context"), try whole("prefill_tokens")
            )
            return (
                "\(mode) \(style) \(sampler) \(batch) at \(context) and \(prefill)",
                attempt { () throws(Unmodelled) in
                    guard mode == "graph", style == "fused" else {
                        throw Unmodelled(
                            why: "a \(mode) step in \(style) style is not modelled: a fused graph is")
                    }
                    return .step(
                        try StepProbe(
                            batch: batch, context: context, prefillTokens: prefill, sampler: sampler, on: base
                        ))
                }
            )
        default:
            return (experiment, .failure(Unmodelled(why: "experiment \(quoted(experiment)) is not modelled")))
        }
    }

    private static func values(
        _ row: Row, _ prediction: Prediction, _ values: ConstantValues
    ) throws(CLIError) -> [ValidationReport.Value] {
        switch prediction {
        case .kernel(let probe):
            return [
                .init(
                    metric: .latency, predicted: try probe.microseconds(values), measured: row.microseconds)
            ]
        case .step(let probe):
            let estimate = try probe.estimate(values)
            var result: [ValidationReport.Value] = [
                .init(metric: .latency, predicted: estimate.microseconds, measured: row.microseconds)
            ]
            if let watts = row.watts {
                result.append(.init(metric: .power, predicted: estimate.watts, measured: watts))
            }
            return result
        }
    }

    static func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for row in try rows(table) {
            switch row.prediction {
            case .success(let prediction):
                report.add(
                    .init(
                        number: row.number, group: row.experiment, label: row.label,
                        values: try self.values(row, prediction, values)))
            case .failure(let reason): report.skip(row.number, why: reason.why)
            }
        }
        return report
    }

    static func cases(_ table: DataTable) throws(CLIError) -> [CalibrationCase] {
        try rows(table).compactMap { row in
            guard case .success(let prediction) = row.prediction else { return nil }
            return CalibrationCase(number: row.number, group: row.experiment, label: row.label) {
                (values) throws(CLIError) in try self.values(row, prediction, values)
            }
        }
    }
}

/// A step of the Llama-3.1-8B-shaped decoder of the measuring programs: no host time, and the sampler that a row names.
struct StepProbe: Sendable {
    private let model: ModelArchitecture
    private let shape: BatchShape
    private let hasEngineSampler: Bool
    private let base: Deployment

    init(
        batch: Int, context: Int, prefillTokens: Int, sampler: String, on base: Deployment
    ) throws(Unmodelled) {
        guard sampler == "engine" || sampler == "argmax" || sampler == "none" else {
            throw Unmodelled(why: "sampler \(quoted(sampler)) is not modelled")
        }
        do throws(HardwareError) { model = try ModelCatalog.model(named: "Llama-3.1-8B") } catch {
            throw Unmodelled(why: error.description)
        }
        var shape = BatchShape()
        shape.decodeSequences = Int64(batch)
        shape.contextTokens = Int64(batch) * Int64(context)
        // Prompts of `context` tokens, the last maybe shorter.
        var left = Int64(prefillTokens)
        while left > 0, context > 0 {
            let length = min(left, Int64(context))
            shape.prefillTokens += length
            shape.prefillChunks += 1
            shape.completedPrefills += 1
            shape.prefillPairs += length * (length + 1) / 2
            left -= length
        }
        self.shape = shape
        self.base = base
        hasEngineSampler = sampler == "engine"
    }

    func estimate(_ values: ConstantValues) throws(CLIError) -> StepEstimate {
        var deployment = values.applied(to: base)
        deployment.engine.stepOverheadMicroseconds = 0
        deployment.engine.sampling = hasEngineSampler ? [.topK, .topP, .penalties] : .greedy
        if !hasEngineSampler { deployment.engine.greedySampler = .free }
        do throws(HardwareError) {
            return try RooflineModel(model: model, device: deployment.device, engine: deployment.engine)
                .estimate(of: shape)
        } catch {
            throw CLIError.usage(error.description)
        }
    }
}
