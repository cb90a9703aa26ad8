import HardwareModels
import Testing

@Suite struct ShardingTests {
    @Test func dimensionsAreDivided() throws {
        let split = try Sharding(ModelCatalog.model(named: "Llama-3.1-70B"), tensorParallel: 4)
        #expect(split.heads == 16)
        #expect(split.kvHeads == 2)
        #expect(split.qkvColumns == (16 + 4) * 128)
        #expect(split.feedForwardSize == 7168)
        #expect(split.vocabularySize == 32_064)
    }

    @Test func fewKVHeadsAreCopied() throws {
        let model = try ModelCatalog.model(named: "Qwen2.5-3B")
        let split = try Sharding(model, tensorParallel: 8)
        #expect(split.kvHeads == 1)
        // 16 query heads over 8 devices, and a copy of one of the 2 KV heads on each.
        #expect(split.qkvColumns == (2 + 2) * 128)
        #expect(split.kvBytesPerTokenPerDevice(.bf16) * 2 == model.kvBytesPerToken(.bf16))
    }

    @Test func sharesAddUpToTheModel() throws {
        for model in ModelCatalog.all {
            for size in Sharding.possibleSizes(model) where size <= model.kvHeads {
                let split = try Sharding(model, tensorParallel: size)
                // Routers and latent down projections are whole on every device.
                let all = split.parametersPerDevice * Double(size)
                let isWhole = model.mixture == nil && model.latentAttention == nil
                #expect(
                    agree(
                        all, Double(model.parameters - model.normParameters), within: isWhole ? 1e-6 : 0.012))
                guard model.latentAttention == nil else { continue }
                let bytes = split.kvBytesPerTokenPerDevice(.bf16) * Int64(size)
                #expect(bytes == model.kvBytesPerToken(.bf16))
            }
        }
    }

    @Test func headsThatDoNotDivideAreRefused() throws {
        let model = try ModelCatalog.model(named: "Qwen2.5-7B")
        #expect(Sharding.possibleSizes(model) == [1, 2, 4])
        let error = #expect(throws: HardwareError.self) { try Sharding(model, tensorParallel: 8) }
        #expect(
            error?.description
                == "Qwen2.5-7B cannot be split over 8 devices: 28 attention heads. Possible: --tp 1, 2 or 4")
    }

    @Test(arguments: [0, -1, 3, 16, Int.max]) func otherSizesAreRefused(size: Int) throws {
        let model = try ModelCatalog.model(named: "Llama-3.1-8B")
        #expect(
            throws: HardwareError.outOfRange(
                subject: "tensor parallelism", field: "size", value: String(size), allowed: "1, 2, 4 or 8")
        ) { try Sharding(model, tensorParallel: size) }
    }
}
