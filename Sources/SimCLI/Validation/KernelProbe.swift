import HardwareModels
import SimCore

/// The time of one kernel under any constants, found as a part of a step of a model made to contain just that kernel:
/// what is compared is the code that simulations run.
struct KernelProbe: Sendable {
    private let model: ModelArchitecture
    private let devices: Int
    private let shape: BatchShape
    private let part: StepPart
    /// How often the step runs the kernel.
    private let times: Double
    private let base: Deployment
    private let format: QuantizationFormat

    /// Microseconds of one kernel.
    func microseconds(_ values: ConstantValues) throws(CLIError) -> Double {
        let deployment = values.applied(to: base)
        do throws(HardwareError) {
            let cost = try RooflineModel(
                model: model, device: deployment.device, engine: deployment.engine, format: format,
                tensorParallel: devices)
            return cost.estimate(of: shape).breakdown[part].microseconds / times
        } catch {
            throw CLIError.usage(error.description)
        }
    }

    /// A product of `rows` x `depth` by `depth` x `columns`: the attention output of one layer.
    static func product(
        rows: Int, columns: Int, depth: Int, on base: Deployment, _ format: QuantizationFormat
    ) throws(Unmodelled) -> KernelProbe {
        let head = [128, 96, 80, 64, 32, 16, 8, 4, 2].first { depth % $0 == 0 && depth / $0 <= 4096 } ?? 1
        var shape = BatchShape()
        shape.decodeSequences = Int64(rows)
        return try KernelProbe(
            architecture(
                heads: depth / head, kvHeads: depth / head, headDimension: head, hiddenSize: columns),
            shape, .attentionOutput, on: base, format)
    }

    /// Causal attention of `batch` prompts of `length` tokens, each after `past` cached ones.
    static func prefillAttention(
        batch: Int, length: Int, past: Int, heads: Int, kvHeads: Int, headDimension: Int, on base: Deployment,
        _ format: QuantizationFormat
    ) throws(Unmodelled) -> KernelProbe {
        var shape = BatchShape()
        let (rows, tokens) = (Int64(batch), Int64(length))
        shape.prefillTokens = rows * tokens
        shape.prefillChunks = rows
        shape.completedPrefills = rows
        shape.prefillPairs = rows * (tokens * Int64(past) + tokens * (tokens + 1) / 2)
        shape.prefillPastTokens = rows * Int64(past)
        shape.windowedPrefillPairs = shape.prefillPairs
        shape.windowedPrefillPastTokens = shape.prefillPastTokens
        return try KernelProbe(
            architecture(heads: heads, kvHeads: kvHeads, headDimension: headDimension, hiddenSize: 64), shape,
            .prefillAttention, on: base, format)
    }

    /// Attention of one new token in each of `batch` sequences to `context` tokens.
    static func decodeAttention(
        batch: Int, context: Int, heads: Int, kvHeads: Int, headDimension: Int, on base: Deployment,
        _ format: QuantizationFormat
    ) throws(Unmodelled) -> KernelProbe {
        var shape = BatchShape()
        shape.decodeSequences = Int64(batch)
        shape.contextTokens = Int64(batch) * Int64(context)
        return try KernelProbe(
            architecture(heads: heads, kvHeads: kvHeads, headDimension: headDimension, hiddenSize: 64), shape,
            .decodeAttention, on: base, format)
    }

    /// The sum of `elements` activations over `devices`: one of a layer's two.
    static func allReduce(elements: Int, devices: Int, on base: Deployment) throws(Unmodelled) -> KernelProbe
    {
        var width = elements
        while width > 65_536, width % 2 == 0 { width /= 2 }
        var shape = BatchShape()
        shape.decodeSequences = Int64(elements / width)
        return try KernelProbe(
            architecture(heads: 8, kvHeads: 8, headDimension: 8, hiddenSize: width), shape, .allReduce,
            on: base,
            .bf16, devices: devices, times: 2)
    }

    private init(
        _ model: ModelArchitecture, _ shape: BatchShape, _ part: StepPart, on base: Deployment,
        _ format: QuantizationFormat, devices: Int = 1, times: Double = 1
    ) throws(Unmodelled) {
        self.model = model
        self.shape = shape
        self.part = part
        self.base = base
        self.format = format
        self.devices = devices
        self.times = times
        do throws(CLIError) {
            _ = try microseconds(ConstantValues())
        } catch {
            throw Unmodelled(why: error.message)
        }
    }

    private static func architecture(
        heads: Int, kvHeads: Int, headDimension: Int, hiddenSize: Int
    ) throws(Unmodelled) -> ModelArchitecture {
        do throws(HardwareError) {
            return try ModelArchitecture(
                id: "one kernel", name: "one kernel", layers: 1, hiddenSize: hiddenSize, heads: heads,
                kvHeads: kvHeads, headDimension: headDimension, feedForwardSize: 64, vocabularySize: 64,
                maxPositions: 1_000_000_000)
        } catch {
            throw Unmodelled(why: error.description)
        }
    }
}
