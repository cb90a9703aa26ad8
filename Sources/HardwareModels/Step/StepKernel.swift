/// A kernel of a step: what runs, how often, and for whom.
struct StepKernel: Hashable, Sendable {
    /// What a kernel's work grows with.
    enum Driver: Hashable, Sendable {
        /// All tokens of the step.
        case tokens
        /// Rows of the output head.
        case rows
        /// Chunks of prompts, and what they read in this span of attention.
        case prompts(span: Int)
        /// Decode rows, and what they read in this span.
        case decode(span: Int)
        case swappedBlocks
        /// Nothing: it runs once.
        case step
    }

    enum Kernel: Hashable, Sendable {
        case product(GEMM)
        case experts(Experts)
        case elementwise(Elementwise)
        case prefillAttention(PrefillAttention)
        case decodeAttention(DecodeAttention)
        case allReduce(AllReduce)
        case hop(PipelineHop)
        case sampler(Sampler)
        case swap(BlockSwap)
        /// Microseconds of the host that the device waits for.
        case host(Double)
    }

    let part: StepPart
    let kernel: Kernel
    /// Times in a pass through all layers: a fraction where a pattern of layers does not divide them.
    var count: Double
    let driver: Driver

    /// The cost of running it once.
    func cost(_ pass: Pass, on machine: Machine) -> KernelCost {
        switch kernel {
        case .product(let product): product.cost(rows: rows(pass), on: machine)
        case .experts(let experts): experts.cost(tokens: pass.tokens, on: machine)
        case .elementwise(let kernel): kernel.cost(tokens: pass.tokens, on: machine)
        case .prefillAttention(let attention): attention.cost(reading(pass).chunks, on: machine)
        case .decodeAttention(let attention):
            attention.cost(
                sequences: pass.sequences, context: reading(pass).tokens / pass.sequences, on: machine)
        case .allReduce(let reduction): reduction.cost(tokens: pass.tokens, on: machine)
        case .hop(let hop): hop.cost(tokens: pass.tokens, on: machine)
        case .sampler(let sampler): sampler.cost(rows: pass.rows, on: machine)
        case .swap(let swap): swap.cost(blocks: pass.swappedBlocks, on: machine)
        case .host(let microseconds):
            KernelCost(
                microseconds: microseconds,
                idleMicroseconds: machine.constants.staysAwakeForHost ? 0 : microseconds, flop: 0, bytes: 0)
        }
    }

    /// Whether a step of this shape runs it.
    func runs(in pass: Pass) -> Bool {
        switch driver {
        case .tokens, .rows: pass.tokens > 0
        case .prompts: pass.hasPrompts
        case .decode: pass.sequences > 0
        case .swappedBlocks: pass.swappedBlocks > 0
        case .step: true
        }
    }

    private func rows(_ pass: Pass) -> Double { driver == .rows ? pass.rows : pass.tokens }

    private func reading(_ pass: Pass) -> Pass.Reading {
        switch driver {
        case .prompts(let span), .decode(let span): pass[span]
        default: Pass.Reading()
        }
    }
}

/// The same in words.
extension StepKernel {
    /// What multiplies in it; nil where nothing does.
    func unit(on machine: Machine) -> ComputeUnit? {
        switch kernel {
        case .product(let product): product.precision.unit
        case .experts(let experts): experts.precision.unit
        case .prefillAttention, .decodeAttention: machine.attentionUnit
        default: nil
        }
    }

    /// Operations of its unit, of running it once.
    func flop(_ pass: Pass, on machine: Machine) -> [Account] {
        switch kernel {
        case .product(let product): product.flop(rows: rows(pass))
        case .experts(let experts): experts.flop(tokens: pass.tokens, on: machine)
        case .prefillAttention(let attention): attention.flop(reading(pass).chunks)
        case .decodeAttention(let attention): attention.flop(tokens: reading(pass).tokens)
        default: []
        }
    }

    func bytes(_ pass: Pass, on machine: Machine) -> [Account] {
        switch kernel {
        case .product(let product): product.bytes(rows: rows(pass))
        case .experts(let experts): experts.bytes(tokens: pass.tokens, on: machine)
        case .elementwise(let kernel): kernel.bytes(tokens: pass.tokens, on: machine)
        case .prefillAttention(let attention): attention.bytes(reading(pass).chunks, on: machine)
        case .decodeAttention(let attention): attention.bytes(tokens: reading(pass).tokens, on: machine)
        case .sampler(let sampler): sampler.bytes(rows: pass.rows)
        case .swap(let swap): swap.bytes(blocks: pass.swappedBlocks)
        case .allReduce, .hop, .host: []
        }
    }

    /// Operations and bytes that draw energy and are no part of the work.
    func padding(_ pass: Pass, on machine: Machine) -> (flop: [Account], bytes: [Account]) {
        switch kernel {
        case .experts(let experts):
            (
                experts.paddedFlop(tokens: pass.tokens, on: machine),
                experts.paddedBytes(tokens: pass.tokens, on: machine)
            )
        case .decodeAttention(let attention):
            (attention.paddedFlop(tokens: reading(pass).tokens, on: machine), [])
        default: ([], [])
        }
    }
}
