import HardwareModels

/// What a row of a kernel table timed.
enum KernelCall: Equatable, Sendable {
    case product(rows: Int, columns: Int, depth: Int)
    case attention(batch: Int, length: Int, past: Int, heads: Int, kvHeads: Int, headDimension: Int)
    case mixture(tokens: Int, active: Int, experts: Int)
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
        case .mixture(let tokens, let active, let experts): "\(tokens) tokens to \(active) of \(experts)"
        case .collective(_, let elements, let devices): "\(elements) elements on \(devices)"
        }
    }

    /// What rows have in common that must be held out together: the weights' shape, the heads, the group.
    var fold: String {
        switch self {
        case .product(_, let columns, let depth): "\(columns) x \(depth)"
        case .attention(_, _, _, let heads, let kvHeads, let width): "\(heads)/\(kvHeads) heads of \(width)"
        case .mixture(_, let active, let experts): "\(active) of \(experts)"
        case .collective(_, _, let devices): "\(devices) GPUs"
        }
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
        let base = try deployment()
        let format = try MeasuredFormat.named(format)
        switch call {
        case .product(let rows, let columns, let depth):
            return try .product(rows: rows, columns: columns, depth: depth, on: base, format)
        case .attention(let batch, let length, let past, let heads, let kvHeads, let width):
            return isDecode
                ? try .decodeAttention(
                    batch: batch, context: past + length, heads: heads, kvHeads: kvHeads,
                    headDimension: width,
                    on: base, format)
                : try .prefillAttention(
                    batch: batch, length: length, past: past, heads: heads, kvHeads: kvHeads,
                    headDimension: width, on: base, format)
        case .mixture: throw Unmodelled(why: "a mixture of experts is not modelled")
        case .collective(let operation, let elements, let devices):
            guard operation == "all_reduce" else {
                throw Unmodelled(why: "\(quoted(operation)) is not modelled: all_reduce is")
            }
            return try .allReduce(elements: elements, devices: devices, on: base)
        }
    }

    /// The engine by the name before its version; what NCCL times is compared with vLLM's collectives.
    private func deployment() throws(Unmodelled) -> Deployment {
        let name = engine.prefix { $0 != "-" && $0 != "_" }
        do throws(HardwareError) {
            let profile = name == "nccl" ? EngineProfile.vllm : try EngineProfile.engine(named: String(name))
            return Deployment(device: try MeasuredDevice.named(gpu), engine: profile)
        } catch {
            throw Unmodelled(why: error.description)
        }
    }
}
