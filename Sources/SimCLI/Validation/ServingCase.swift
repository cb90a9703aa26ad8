import HardwareModels
import SimCore

/// A serving row whose model, device and format are known: ready to be replayed under any constants.
struct ServingCase {
    let row: ServingRow
    let kind: WorkloadClass
    private let model: ModelArchitecture
    private let format: QuantizationFormat
    private let deployment: Deployment
    private let replay: ClosedLoopReplay

    /// - Throws: `Unmodelled` for a row that the simulator has no model for, with the reason.
    init(_ row: ServingRow) throws(Unmodelled) {
        self.row = row
        do throws(HardwareError) {
            model = try ModelCatalog.model(named: row.model)
            format = try ServingCase.format(row.weights)
            var engine = EngineProfile.vllm
            engine.maxSequences = row.maxSequences
            deployment = Deployment(device: try DeviceCatalog.device(named: row.gpu), engine: engine)
            let plan = try MemoryPlan(
                model: model, device: deployment.device, engine: engine, format: format,
                tensorParallel: row.tensorParallel)
            replay = ClosedLoopReplay(row, kvBlocks: plan.kvBlocks, engine: engine)
        } catch {
            throw Unmodelled(why: error.description)
        }
        guard row.tensorParallel == row.devices, row.expertParallel == 1 else {
            throw Unmodelled(
                why: "tensor_parallel \(row.tensorParallel) and expert_parallel \(row.expertParallel) on "
                    + "\(row.devices) GPUs is not modelled")
        }
        kind = .dense
    }

    /// The window's figures under these constants; nil for a run too short to have a window.
    func figures(_ values: ConstantValues) throws(CLIError) -> ClosedLoopReplay.Figures? {
        let deployment = values.applied(to: deployment)
        let cost: RooflineModel
        do throws(HardwareError) {
            cost = try RooflineModel(
                model: model, device: deployment.device, engine: deployment.engine, format: format,
                tensorParallel: row.tensorParallel)
        } catch {
            throw CLIError.usage(error.description)
        }
        return try replay.run(cost)
    }

    /// What the row measured, beside what these constants predict.
    func values(_ values: ConstantValues) throws(CLIError) -> [ValidationReport.Value]? {
        guard let figures = try figures(values) else { return nil }
        var result: [ValidationReport.Value] = []
        func add(_ metric: ValidationMetric, _ predicted: Double, _ measured: Double?) {
            guard let measured else { return }
            result.append(.init(metric: metric, predicted: predicted, measured: measured))
        }
        let measuredStep = row.meanBatch.flatMap { batch in row.outputThroughput.map { batch / $0 * 1e3 } }
        add(.stepTime, figures.stepTimeMilliseconds, measuredStep)
        add(.medianITL, figures.medianITLMilliseconds, row.medianITLMilliseconds)
        add(.power, figures.watts, row.watts)
        add(.energyPerOutputToken, figures.joulesPerToken, row.joulesPerToken)
        add(.meanBatch, figures.meanBatch, row.meanBatch)
        return result
    }

    /// The format that a row's `weights` column names.
    private static func format(_ weights: String) throws(HardwareError) -> QuantizationFormat {
        let name = weights == "bfloat16" ? "bf16" : weights
        for format in QuantizationFormat.all where format.name == name { return format }
        throw HardwareError.notSupported(name: weights, reason: "no such number format")
    }
}
