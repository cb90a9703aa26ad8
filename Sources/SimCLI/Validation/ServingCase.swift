import HardwareModels
import SimCore

/// A serving row whose model, device and format are known: ready to be replayed under any constants.
struct ServingCase: Sendable {
    let row: ServingRow
    let kind: WorkloadClass
    private let model: ModelArchitecture
    private let format: QuantizationFormat
    private let deployment: Deployment
    private let replay: ClosedLoopReplay

    /// How that benchmark's client asked for tokens: temperature 0.8, top-p 0.95, repetition penalty 1.1.
    private static let sampling: Sampling = [.topP, .penalties]

    /// - Throws: `Unmodelled` for a row that the simulator has no model for, with the reason.
    init(_ row: ServingRow) throws(Unmodelled) {
        self.row = row
        do throws(HardwareError) {
            model = try MeasuredModel.named(row.model)
        } catch {
            throw Unmodelled(why: error.description)
        }
        format = try MeasuredFormat.named(row.weights, of: model)
        do throws(HardwareError) {
            var engine = try row.engine.isEmpty ? EngineProfile.vllm : MeasuredEngine.serving(row.engine)
            engine.maxSequences = row.maxSequences
            engine.sampling = ServingCase.sampling
            deployment = Deployment(device: try MeasuredDevice.named(row.gpu), engine: engine)
            let plan = try MemoryPlan(
                model: model, device: deployment.device, engine: engine, format: format,
                tensorParallel: row.tensorParallel, expertParallel: row.expertParallel)
            replay = ClosedLoopReplay(row, kvBlocks: plan.kvBlocks, engine: engine)
        } catch {
            throw Unmodelled(why: error.description)
        }
        guard row.tensorParallel == row.devices else {
            throw Unmodelled(
                why: "\(row.devices) GPUs with tensor_parallel \(row.tensorParallel) are not modelled")
        }
        kind = model.mixture == nil ? .dense : (format.unit == .fp8 ? .fp8Mixture : .mixture)
    }

    /// The shape of the model: two tunings of one model are not held out from each other, its number format is kept apart.
    var heldOutWith: String { "\(kind.rawValue): \(model.name) \(format.name)" }

    /// What the row measured, beside what these constants predict; nil for a run too short to have a window.
    func values(_ values: ConstantValues) throws(CLIError) -> [ValidationReport.Value]? {
        try replay.run(try cost(values)).map(compared)
    }

    /// The steps of the row's window, which do not depend on constants; nil for a run too short to have one.
    func mix() throws(CLIError) -> StepMix? {
        try StepMix(replay.setup, requests: replay.requests, attentionWindow: model.slidingWindow)
    }

    /// As ``values(_:)``, from the steps of one replay: nearly the same, in a hundredth of the time.
    func values(_ values: ConstantValues, of mix: StepMix) throws(CLIError) -> [ValidationReport.Value] {
        var cost = try cost(values)
        return try mix.figures(&cost).map(compared) ?? []
    }

    private func cost(_ values: ConstantValues) throws(CLIError) -> RooflineModel {
        let deployment = values.applied(to: deployment)
        do throws(HardwareError) {
            return try RooflineModel(
                model: model, device: deployment.device, engine: deployment.engine, format: format,
                tensorParallel: row.tensorParallel, expertParallel: row.expertParallel)
        } catch {
            throw CLIError.usage(error.description)
        }
    }

    private func compared(_ figures: ClosedLoopReplay.Figures) -> [ValidationReport.Value] {
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
}
