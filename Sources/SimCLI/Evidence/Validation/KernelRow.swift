import HardwareModels
import WattlineLab
import WattlineText

/// What a row of a kernel table timed.
enum KernelCall: Equatable, Sendable {
    case product(rows: Int, columns: Int, depth: Int)
    case attention(batch: Int, length: Int, past: Int, heads: Int, kvHeads: Int, headDimension: Int)
    case mixture(ExpertCall)
    case collective(String, elements: Int, devices: Int)

    var addsOneToken: Bool {
        if case .attention(_, let length, _, _, _, _) = self { return length == 1 }
        return false
    }

    var label: String {
        switch self {
        case .product(let rows, let columns, let depth): "\(rows) x \(columns) x \(depth)"
        case .attention(let batch, let length, let past, let heads, let kvHeads, let width):
            "\(batch) x \(length) after \(past); \(heads)/\(kvHeads) heads of \(width)"
        case .mixture(let call):
            "\(call.tokens) tokens to \(call.perToken) of \(call.experts) of \(call.hiddenSize) x \(call.expertSize); tp "
                + "\(call.tensorParallel), ep \(call.expertParallel); \(call.distribution)"
        case .collective(_, let elements, let devices): "\(elements) elements on \(devices)"
        }
    }

    /// What rows have in common that must be held out together: the weights' shape, the heads, the group.
    var fold: String {
        switch self {
        case .product(_, let columns, let depth): "\(columns) x \(depth)"
        case .attention(_, _, _, let heads, let kvHeads, let width): "\(heads)/\(kvHeads) heads of \(width)"
        case .mixture(let call):
            "\(call.perToken) of \(call.experts) of \(call.hiddenSize) x \(call.expertSize)"
        case .collective(_, _, let devices): "\(devices) GPUs"
        }
    }
}

/// Experts as a row of a table describes them.
struct ExpertCall: Equatable, Sendable {
    let tokens, hiddenSize, expertSize, perToken, experts, tensorParallel, expertParallel: Int
    let distribution: String

    /// - Throws: `Unmodelled` for a distribution of tokens that is not known.
    func routing() throws(Unmodelled) -> ExpertRouting {
        if distribution == "balanced" { return .balanced }
        let law = "power_law_"
        if distribution.hasPrefix(law), let exponent = Double(distribution.dropFirst(law.count)), exponent > 1
        {
            return .powerLaw(exponent)
        }
        throw Unmodelled(why: "a distribution of tokens like \(quoted(distribution)) is not modelled")
    }
}

/// A row of a kernel table.
struct KernelRow: Sendable {
    let number: Int
    let gpu: String
    let engine: String
    let format: String
    let milliseconds: Double
    let call: KernelCall
    var isDecode = false

    var group: String {
        let kernel =
            switch call {
            case .product: "gemm \(format)"
            case .attention: "\(isDecode ? "decode" : "prefill") attention \(format)"
            case .mixture: "moe \(format)"
            case .collective(let operation, _, _): operation
            }
        return "\(kernel) \(gpu) \(engine)"
    }

    func value(
        _ probe: KernelProbe, _ values: ConstantValues
    ) throws(CLIError) -> ValidationReport.Value {
        .init(metric: .latency, predicted: try probe.microseconds(values) / 1e3, measured: milliseconds)
    }

    /// - Throws: `Unmodelled` for what the simulator has no model of.
    func probe() throws(Unmodelled) -> KernelProbe {
        let engine = try MeasuredEngine.named(engine)
        let base: Deployment
        do throws(HardwareError) {
            base = Deployment(device: try MeasuredDevice.named(gpu), engine: engine)
        } catch {
            throw Unmodelled(why: error.description)
        }
        switch call {
        case .product(let rows, let columns, let depth):
            return try KernelProbe(on: base, try MeasuredFormat.named(format)) {
                $0.product(rows: rows, columns: columns, depth: depth)
            }
        case .attention(let batch, let length, let past, let heads, let kvHeads, let width):
            let cache = try kvFormat()
            guard isDecode else {
                return try KernelProbe(on: base, kvFormat: cache) {
                    $0.prefillAttention(
                        prompts: batch, tokens: length, past: past, heads: heads, kvHeads: kvHeads,
                        headDimension: width)
                }
            }
            return try KernelProbe(on: base, kvFormat: cache) {
                $0.decodeAttention(
                    sequences: batch, context: past + length, heads: heads, kvHeads: kvHeads,
                    headDimension: width)
            }
        case .mixture(let call):
            let routing = try call.routing()
            return try KernelProbe(on: base, try MeasuredFormat.named(format)) {
                $0.experts(
                    tokens: call.tokens, hiddenSize: call.hiddenSize, expertSize: call.expertSize,
                    perToken: call.perToken, experts: call.experts, tensorParallel: call.tensorParallel,
                    expertParallel: call.expertParallel, routing: routing)
            }
        case .collective(let operation, let elements, let devices):
            guard operation == "all_reduce" else {
                throw Unmodelled(why: "\(quoted(operation)) is not modelled: all_reduce is")
            }
            return try KernelProbe(on: base) { $0.allReduce(elements: elements, devices: devices) }
        }
    }

    private func kvFormat() throws(Unmodelled) -> KVFormat {
        do throws(HardwareError) {
            return try KVFormat.format(named: format == "bfloat16" ? "bf16" : format)
        } catch {
            throw Unmodelled(why: error.description)
        }
    }
}
