import HardwareModels
import SimCore
import WattlineLab
import WattlineText

/// A benchmark that gives one batch of equal requests at a time to an engine and takes the time and the mean power of
/// the whole batch, as Argonne's LLM-Inference-Bench does.
///
/// Prompts and outputs have the same length; engines and devices other than the calibrated ones show what a transfer of
/// constants is worth.
enum BatchBenchmark {
    /// The columns that make a table one of these.
    static let columns = [
        "hardware", "num of hardware", "framework", "model", "input output length", "batch size", "latency",
        "avg_power_w",
    ]

    private struct Row {
        let number: Int
        let hardware, framework, model: String
        let devices, length, batch: Int
        let seconds, watts: Double?

        /// `Nvidia A100 GPU` is what the catalogue calls `a100-sxm-40gb` (arXiv 2411.00136, table of platforms).
        var device: String {
            let name = hardware.replacing("Nvidia ", with: "").replacing(" GPU", with: "")
            return name == "A100" ? "a100-sxm-40gb" : name
        }
    }

    static func report(_ table: DataTable, _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for row in try read(table) {
            do throws(Unmodelled) {
                let compared = try compare(row, values)
                report.add(
                    .init(
                        number: row.number, group: "\(row.hardware) \(row.framework) \(row.model)",
                        label: "\(row.length) -> \(row.length) x\(row.batch)", values: compared))
            } catch {
                report.skip(row.number, why: error.why)
            }
        }
        return report
    }

    private static func read(_ table: DataTable) throws(CLIError) -> [Row] {
        var table = table
        let hardware = try table.column("hardware")
        let devices = try table.column("num of hardware")
        let framework = try table.column("framework")
        let model = try table.column("model")
        let length = try table.column("input output length")
        let batch = try table.column("batch size")
        let latency = try table.column("latency")
        let power = try table.column("avg_power_w")
        var rows: [Row] = []
        while try table.next() {
            rows.append(
                Row(
                    number: table.row, hardware: table.text(hardware), framework: table.text(framework),
                    model: table.text(model), devices: try table.whole(devices, in: 1...1024),
                    length: try table.whole(length, in: 1...10_000_000),
                    batch: try table.whole(batch, in: 1...100_000), seconds: try table.figure(latency),
                    watts: try table.figure(power)))
        }
        return rows
    }

    private static func compare(
        _ row: Row, _ values: ConstantValues
    ) throws(Unmodelled) -> [ValidationReport.Value] {
        let result: SimulationResult
        do {
            let model = try MeasuredModel.named(row.model)
            let deployment = values.applied(
                to: Deployment(
                    device: try MeasuredDevice.named(row.device),
                    engine: try EngineProfile.engine(named: row.framework)))
            var engine = deployment.engine
            engine.maxSequences = row.batch
            engine.tokenBudget = max(engine.tokenBudget, row.batch)
            let plan = try MemoryPlan(
                model: model, device: deployment.device, engine: engine, tensorParallel: row.devices)
            let cost = try RooflineModel(
                model: model, device: deployment.device, engine: engine, tensorParallel: row.devices)
            let requests = [RequestSpec](
                repeating: RequestSpec(arrival: .zero, promptTokens: row.length, outputTokens: row.length),
                count: row.batch)
            let setup = SimulationSetup(
                limits: ReplicaLimits(
                    maxSequences: row.batch, maxBatchedTokens: engine.tokenBudget, kvBlocks: plan.kvBlocks,
                    blockSize: engine.blockSize))
            var simulation = try Simulation(
                setup, arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
                cost: cost)
            result = try simulation.run()
        } catch {
            throw Unmodelled(why: "\(error)")
        }
        let seconds = result.duration.seconds
        let watts = result.energy.total.joules / seconds
        var compared: [ValidationReport.Value] = []
        if let measured = row.seconds {
            compared.append(.init(metric: .latency, predicted: seconds, measured: measured))
        }
        if let measured = row.watts {
            compared.append(.init(metric: .power, predicted: watts, measured: measured))
        }
        if let time = row.seconds, let power = row.watts {
            let tokens = Double(row.batch * row.length)
            compared.append(
                .init(
                    metric: .energyPerOutputToken, predicted: watts * seconds / tokens,
                    measured: power * time / tokens))
        }
        return compared
    }
}
