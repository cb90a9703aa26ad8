import HardwareModels
import Testing

@Suite struct MemoryPlanTests {
    private func plan(_ name: String, tp: Int = 1, utilization: Double? = nil) throws -> MemoryPlan {
        try MemoryPlan(
            model: ModelCatalog.model(named: name), device: DeviceCatalog.h100SXM, engine: .vllm,
            tensorParallel: tp, memoryUtilization: utilization)
    }

    @Test func llamaByHand() throws {
        let plan = try plan("Llama-3.1-8B")
        #expect(plan.usableBytes == 76_968_728_985)
        #expect(plan.weightBytes == 16_059_990_016)
        // Context 610 MB; 2 GB of the engine; 8192 tokens x (6144 qkv + 3 x 14336 + 2 x 4096) x 2 bytes; 9 x 256 x 128256
        // logits of 4 bytes.
        let reserve: Int64 = 610_000_000 + 2_000_000_000 + 8192 * 57_344 * 2 + 9 * 256 * 128_256 * 4
        #expect(plan.reserveBytes == reserve)
        let blocks = (76_968_728_985 - 16_059_990_016 - reserve) / (16 * 131_072)
        #expect(Int64(plan.kvBlocks) == blocks)
        #expect(plan.kvTokens == plan.kvBlocks * 16)
    }

    @Test func textbookByHand() throws {
        let plan = try MemoryPlan(
            model: ModelCatalog.model(named: "textbook-7b"), device: DeviceCatalog.textbook, engine: .ideal)
        // 72 GB less 14 GB of weights, at 200 kB a token: 290,000 tokens.
        #expect(plan.kvTokens == 290_000)
    }

    @Test func slidingWindowsAreKeptOncePerSequence() throws {
        func plan(_ name: String, sequences: Int) throws -> MemoryPlan {
            let model = try ModelCatalog.model(named: name)
            return try MemoryPlan(
                model: model, device: DeviceCatalog.h100SXM, engine: .vllm, format: model.publishedFormat,
                maxSequences: sequences)
        }
        // 12 of 24 layers see everything: 8 KV heads of 64, keys and values, 2 bytes.
        let few = try plan("gpt-oss-20b", sequences: 256)
        #expect(few.kvBytesPerToken == 12 * 8 * 64 * 2 * 2)
        // The others keep 128 tokens and a block of 16 for each of 256 sequences.
        #expect(few.windowBytes == 12 * 8 * 64 * 2 * 2 * 256 * (128 + 16))
        // 1024 tokens in 51.7 of 62 layers of 16 heads of 128 are 0.4 GB a sequence: 256 of them would cost more than
        // all layers in full, so those are counted.
        #expect(try plan("gemma-3-27b", sequences: 8).windowBytes > 3_000_000_000)
        let many = try plan("gemma-3-27b", sequences: 256)
        #expect(many.kvBytesPerToken == 62 * 16 * 128 * 2 * 2)
        #expect(many.windowBytes == 0)
    }

    @Test func chunkedAttentionKeepsEverything() throws {
        let plan = try MemoryPlan(
            model: ModelCatalog.model(named: "Llama-4-Scout"), device: DeviceCatalog.h100SXM, engine: .vllm,
            tensorParallel: 4)
        #expect(plan.kvBytesPerToken == 48 * 2 * 128 * 2 * 2)
        #expect(plan.windowBytes == 0)
    }

    /// Beside quantised weights engines compute in 16 bits: no such format is offered to who asked for 32.
    @Test func shortageOffersNoFormatThatWouldBeRefused() throws {
        for format in [QuantizationFormat.fp32, .tf32] {
            let error = #expect(throws: HardwareError.self) {
                try MemoryPlan(
                    model: ModelCatalog.model(named: "Qwen3-30B-A3B"), device: DeviceCatalog.h100SXM,
                    engine: .vllm,
                    format: format)
            }
            guard case .doesNotFit(let shortage) = error else { continue }
            #expect(shortage.fittingFormat == nil)
            #expect(shortage.fittingTensorParallel == 2)
        }
    }

    @Test func shortageSaysWhatFits() throws {
        #expect(
            message { try plan("Llama-3.1-70B") }
                == "Llama-3.1-70B bf16 does not fit on 1 x h100-sxm: weights 141.1 GB > 80 GB. Fits with --tp 2, "
                + "or --quantization int4-awq"
        )
        #expect(
            message { try plan("Llama-3.1-405B", tp: 8) }
                == "Llama-3.1-405B bf16 does not fit on 8 x h100-sxm: weights 811.7 GB > 640 GB. "
                + "Fits with --pp 2 (16 GPUs: servers of 8, between which links are not modelled), "
                + "or --quantization fp8")
        #expect(
            message { try plan("Llama-3.1-405B") }
                == "Llama-3.1-405B bf16 does not fit on 1 x h100-sxm: weights 811.7 GB > 80 GB. "
                + "Fits with --tp 8 --pp 2 (16 GPUs: servers of 8, between which links are not modelled)")
        #expect(
            message {
                try MemoryPlan(
                    model: ModelCatalog.model(named: "Llama-3.1-405B"), device: DeviceCatalog.t4,
                    engine: .vllm,
                    format: .int4AWQ, tensorParallel: 8)
            }
                == "Llama-3.1-405B int4-awq does not fit on 8 x t4: weights 217.1 GB > 128 GB. Fits with --pp 4 "
                + "(32 GPUs: servers of 8, between which links are not modelled)"
        )
        #expect(
            message {
                try MemoryPlan(
                    model: ModelCatalog.model(named: "Llama-3.1-405B"), device: DeviceCatalog.t4,
                    engine: .vllm, format: .fp32)
            }.hasSuffix("weights 1623.4 GB > 16 GB. No tensor and pipeline parallel sizes (up to 8 each) fit")
        )
    }

    @Test func whatIsOfferedReallyFits() throws {
        for model in ModelCatalog.all {
            for size in Sharding.possibleSizes(model) {
                do throws(HardwareError) {
                    _ = try MemoryPlan(
                        model: model, device: DeviceCatalog.h100SXM, engine: .vllm, tensorParallel: size)
                } catch {
                    guard case .doesNotFit(let shortage) = error else {
                        Issue.record("\(error)")
                        continue
                    }
                    if let larger = shortage.fittingTensorParallel {
                        #expect(try plan(model.id, tp: larger).kvBlocks >= 1)
                    }
                    if let stages = shortage.fittingStages {
                        let plan = try MemoryPlan(
                            model: model, device: DeviceCatalog.h100SXM, engine: .vllm,
                            tensorParallel: stages.tensorParallel, pipelineParallel: stages.pipelineParallel)
                        #expect(plan.kvBlocks >= 1)
                        #expect(shortage.fittingTensorParallel == nil)
                    }
                    if let percent = shortage.fittingUtilizationPercent {
                        let share = Double(percent) / 100
                        #expect(try plan(model.id, tp: size, utilization: share).kvBlocks >= 1)
                    }
                }
            }
        }
    }

    @Test func littleMemoryIsExplained() throws {
        let text = message { try plan("Llama-3.1-8B", utilization: 0.2) }
        #expect(
            text
                == "Llama-3.1-8B bf16 does not fit on 1 x h100-sxm: per device, weights 16.1 GB + reserve 4.7 GB "
                + "leave no KV block in 17.1 GB. Fits with --tp 2, --gpu-memory-utilization 0.25, "
                + "or --quantization fp8")
    }

    @Test(arguments: [0, -0.5, 1.01, .nan, .infinity]) func badUtilizationIsRefused(share: Double) throws {
        #expect(throws: HardwareError.self) { try plan("Llama-3.1-8B", utilization: share) }
    }

    @Test(arguments: [0, -1, Int.max, Int.min]) func badCountsAreRefused(count: Int) throws {
        let model = try ModelCatalog.model(named: "Llama-3.1-8B")
        let device = DeviceCatalog.h100SXM
        #expect(throws: HardwareError.self) {
            try MemoryPlan(model: model, device: device, engine: .vllm, tokenBudget: count)
        }
        #expect(throws: HardwareError.self) {
            try MemoryPlan(model: model, device: device, engine: .vllm, maxSequences: count)
        }
        #expect(throws: HardwareError.self) {
            try MemoryPlan(model: model, device: device, engine: .vllm, blockSize: count)
        }
    }

    @Test func modelThatExceedsTheMemoryHasNoCosts() throws {
        #expect(throws: HardwareError.self) {
            try RooflineModel(
                model: ModelCatalog.model(named: "Llama-3.1-70B"), device: DeviceCatalog.h100SXM,
                engine: .vllm)
        }
    }

    private func message(_ body: () throws -> MemoryPlan) -> String {
        do {
            return "fits: \(try body())"
        } catch {
            return "\(error)"
        }
    }
}
