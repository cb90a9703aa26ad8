/// Single kernels on a device, as a benchmark of kernels times them: alone, over and over.
///
/// The functions are the ones that steps are made of. Two things differ from a model's layers: decode attention finds
/// its keys and values in the L2 cache where they fit, and a kernel that the benchmark launched eagerly is held to the
/// host's pace.
public struct KernelModel: Sendable {
    private let machine: Machine
    private let format: QuantizationFormat
    private let kvBytes: Double

    /// `constants` are the engine's for the device unless given.
    ///
    /// - Throws: ``HardwareError`` where a figure is out of range or the device has no unit for the format.
    public init(
        device: DeviceSpec, engine: EngineProfile, format: QuantizationFormat = .bf16,
        kvFormat: KVFormat? = nil,
        constants: RooflineConstants? = nil
    ) throws(HardwareError) {
        let constants = constants ?? engine.constants(for: device)
        try device.validate()
        try constants.validate()
        let format = try format.resolved(on: device)
        self.format = format
        kvBytes = kvFormat?.bytes ?? format.kvBytes
        machine = Machine(device: device, constants: constants, format: format, clock: 1)
    }

    /// `rows` x `depth` activations times `depth` x `columns` weights.
    public func product(rows: Int, columns: Int, depth: Int) -> KernelCost {
        GEMM(
            columns: Double(columns), depth: Double(depth),
            precision: Precision(format, .feedForward, on: machine)
        ).cost(rows: Double(rows), on: machine, isEager: true)
    }

    /// One new token in each of `sequences` that read `context` tokens.
    public func decodeAttention(
        sequences: Int, context: Int, heads: Int, kvHeads: Int, headDimension: Int
    ) -> KernelCost {
        DecodeAttention(
            geometry: AttentionGeometry(
                heads: Double(heads), kvHeads: Double(kvHeads), headDimension: Double(headDimension)),
            kvBytes: kvBytes
        ).cost(
            sequences: Double(sequences), context: Double(context), on: machine, isUniform: true,
            fromCache: true)
    }

    /// `prompts` of `tokens` tokens, each after `past` cached ones.
    public func prefillAttention(
        prompts: Int, tokens: Int, past: Int, heads: Int, kvHeads: Int, headDimension: Int
    ) -> KernelCost {
        let (count, length, before) = (Double(prompts), Double(tokens), Double(past))
        return PrefillAttention(
            geometry: AttentionGeometry(
                heads: Double(heads), kvHeads: Double(kvHeads), headDimension: Double(headDimension)),
            kvBytes: kvBytes, window: .infinity
        ).cost(
            PrefillChunks(
                tokens: count * length, chunks: count,
                pairs: count * (length * before + length * (length + 1) / 2), pastTokens: count * before),
            on: machine)
    }

    /// `tokens` through `perToken` of `experts`, which are divided over `expertParallel` devices and each sliced over
    /// `tensorParallel`.
    public func experts(
        tokens: Int, hiddenSize: Int, expertSize: Int, perToken: Int, experts: Int, tensorParallel: Int = 1,
        expertParallel: Int = 1, routing: ExpertRouting = .measured
    ) -> KernelCost {
        Experts(
            hiddenSize: Double(hiddenSize), size: Double(expertSize) / Double(max(1, tensorParallel)),
            perToken: Double(perToken), count: Double(experts), devices: Double(max(1, expertParallel)),
            routing: routing == .measured ? machine.constants.routing : routing,
            precision: Precision(format, .experts, on: machine)
        ).cost(tokens: Double(tokens), on: machine, alone: true)
    }

    /// The sum of `elements` activations over `devices`.
    public func allReduce(elements: Int, devices: Int) -> KernelCost {
        AllReduce(width: Double(elements), devices: Double(devices)).cost(tokens: 1, on: machine)
    }
}
