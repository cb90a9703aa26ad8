import HardwareModels
import SimCore
import WattlineText

/// The steps that `roofline` shows of a system, and where decode turns from bytes to arithmetic.
package struct RooflineStudy {
    package let scenario: Scenario
    var model: RooflineModel { scenario.cost }
    /// Tokens that every decode row reads.
    let context: Int
    let prefill: [RooflineStep]
    let decode: [RooflineStep]
    /// Rows of this context that the KV cache holds, and no more than the engine runs.
    let capacity: Int
    /// Rows that the KV cache alone would hold.
    let cacheCapacity: Int
    /// The smallest batch whose arithmetic takes as long as its bytes at the datasheet's rates; nil where none does that
    /// fits in memory.
    let crossover: Int?
    /// The same of the products with weights alone, which attention to the cache does not hold back.
    let weightCrossover: Int?

    /// - Throws: `CLIError`: as ``Scenario``; exit code 3 where a context is longer than the model or the KV cache.
    package init(_ settings: Settings) throws(CLIError) {
        let asked = RooflineStudy.context(settings)
        var settings = settings
        if settings.text(.trace) == nil {
            // Steps are looked at, not requests: the context has limits of its own, below.
            for key in [FlagKey.inputLen, .outputLen] {
                settings.put(.lengths(.one), for: RunFlags.flag(key), settings.subject(key))
            }
        }
        try self.init(try Scenario(settings), context: asked)
    }

    /// The study of a scenario's model, whose decode rows read `asked` tokens.
    ///
    /// - Throws: `CLIError`: exit code 3 where the context is longer than the model or the KV cache.
    init(_ scenario: Scenario, context asked: Int) throws(CLIError) {
        self.scenario = scenario
        let model = scenario.cost
        let limits = scenario.setup.limits
        guard asked <= limits.maxModelTokens else {
            throw CLIError(
                .infeasible,
                "a context of \(asked) tokens is longer than \(limits.maxModelTokens), the limit of "
                    + "\(scenario.model.name). Lower --input-len"
                    + (limits.maxModelTokens < scenario.model.maxPositions
                        ? ", or raise --max-model-len" : ""))
        }
        let context = asked
        self.context = context
        let blocks = max(1, (context + limits.blockSize - 1) / limits.blockSize)
        cacheCapacity = limits.kvBlocks / blocks
        guard cacheCapacity > 0 else {
            throw CLIError(
                .infeasible,
                "a context of \(context) tokens does not fit the KV cache of \(limits.kvBlocks * limits.blockSize) "
                    + "tokens. Lower --input-len, or \(scenario.roomAdvice)")
        }
        capacity = min(cacheCapacity, limits.maxSequences)
        let longest = min(limits.maxBatchedTokens, limits.maxModelTokens)
        prefill = RooflineStudy.prompts(upTo: longest, and: context).map {
            RooflineStep(.prefill, count: $0, context: 0, of: model)
        }
        decode = RooflineStudy.batches(upTo: capacity).map {
            RooflineStep(.decode, count: $0, context: context, of: model)
        }
        crossover = RooflineStudy.crossover(upTo: cacheCapacity) { batch in
            let step = RooflineStep(.decode, count: batch, context: context, of: model)
            return step.computeFloor >= step.memoryFloor
        }
        weightCrossover = RooflineStudy.crossover(upTo: cacheCapacity) { batch in
            let step = RooflineStep(.decode, count: batch, context: context, of: model)
            let products = step.parts.filter { RooflineStudy.products.contains($0.part) }
            return products.reduce(0) { $0 + $1.computeFloor } >= products.reduce(0) { $0 + $1.memoryFloor }
        }
    }

    /// The parts that multiply with weights.
    private static let products: Set<StepPart> = [
        .queryKeyValue, .attentionOutput, .gateAndUp, .down, .router, .sharedExperts, .experts, .outputHead,
    ]

    /// Tokens of `--input-len`: of a law its mean.
    private static func context(_ settings: Settings) -> Int {
        guard case .lengths(let lengths)? = settings[.inputLen] else { return 1 }
        return max(1, Int(min(lengths.promptTokens.mean, 1e12).rounded()))
    }

    /// 128, 512, 2048, ... and the prompt that was asked about.
    private static func prompts(upTo longest: Int, and asked: Int) -> [Int] {
        var lengths: Set<Int> = [min(asked, longest)]
        var length = 128
        while length <= min(longest, 1 << 20) {
            lengths.insert(length)
            length *= 4
        }
        return lengths.sorted()
    }

    /// 1, 2, 4, ... and the largest.
    private static func batches(upTo largest: Int) -> [Int] {
        var batches: [Int] = []
        var batch = 1
        while batch < largest {
            batches.append(batch)
            batch *= 2
        }
        return batches + [largest]
    }

    /// The smallest count for which `holds`, by bisection; nil where it does not hold at the end.
    private static func crossover(upTo end: Int, _ holds: (Int) -> Bool) -> Int? {
        guard holds(end) else { return nil }
        var (low, high) = (0, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// FLOP/byte at which arithmetic takes as long as memory.
    var ridge: Double { model.peakFlopPerSecond / model.device.memoryBytesPerSecond }

    /// Two sentences about decode.
    var verdict: String {
        let tokens = Figures.count(context, "token")
        let limit = scenario.setup.limits.maxSequences
        func batch(_ count: Int) -> String {
            "batch \(count)" + (count > limit ? ", above the --max-num-seqs of \(limit)" : "")
        }
        let products =
            weightCrossover.map { "Its products with weights alone do so at \(batch($0))." }
            ?? "Nor do its products with weights alone."
        if let crossover {
            return
                "Decode with a context of \(tokens) turns compute-bound at \(batch(crossover)). \(products)"
        }
        let last = RooflineStep(.decode, count: cacheCapacity, context: context, of: model)
        return "Decode with a context of \(tokens) never turns compute-bound: memory is full at batch "
            + "\(cacheCapacity), where it has \(Figures.short(last.intensity)) FLOP/byte. \(products)"
    }

    /// `Llama-3.1-8B bf16 on 1 x h100-sxm, engine vllm`.
    var title: String {
        let sharding = model.sharding
        let parts = [
            ("tp", sharding.tensorParallel), ("pp", sharding.pipelineParallel),
            ("ep", sharding.expertParallel),
        ].filter { $0.1 > 1 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return "\(scenario.model.name) \(scenario.format.name) on \(sharding.devices) x \(model.device.name)"
            + (parts.isEmpty ? "" : " (\(parts))") + ", engine \(scenario.engine.name)"
    }

    /// `Ridge: 295.4 FLOP/byte = 989.5 TFLOP/s of bf16 / 3.350 TB/s`.
    var ridgeLine: String {
        "Ridge: \(Figures.short(ridge)) FLOP/byte = \(Figures.short(model.peakFlopPerSecond / 1e12)) TFLOP/s of "
            + "\(model.mainUnit.rawValue) / \(Figures.short(model.device.memoryBytesPerSecond / 1e12)) TB/s."
    }

    var steps: [RooflineStep] { prefill + decode }
}

extension LengthSpec {
    /// A single token.
    fileprivate static let one = LengthSpec.law(text: "1", .constant(1))
}
