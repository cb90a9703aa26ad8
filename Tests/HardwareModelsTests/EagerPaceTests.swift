import SimCore
import Testing

@testable import HardwareModels

/// The host of the `transformers` profile, against what was measured of transformers and bitsandbytes.
@Suite struct EagerPaceTests {
    private func step(
        _ model: String, _ format: QuantizationFormat, _ shape: BatchShape
    ) throws -> StepEstimate {
        try RooflineModel(
            model: ModelCatalog.model(named: model), device: DeviceCatalog.h100SXM, engine: .transformers,
            format: format
        ).estimate(of: shape)
    }

    /// Time per token of eager decoding over that of 16 bits, where the host decides.
    private func slowdown(_ model: String, _ format: QuantizationFormat) throws -> Double {
        let model = try ModelCatalog.model(named: model)
        let pace = try #require(EngineProfile.transformers.pace)
        return pace.microseconds(model, format: format) / pace.microseconds(model, format: .fp16)
    }

    @Test func stepAndPromptAreAsMeasured() throws {
        // arXiv 2601.22357: Llama-3.1-8B in fp32, 683 prompt tokens, 23.8 ms a token, 0.24397 s of prefill.
        let decode = try step("Llama-3.1-8B", .fp32, .decode(1, context: 700))
        #expect(agree(decode.microseconds, 23_800, within: 0.05))
        let prompt = try step("Llama-3.1-8B", .fp32, .prompts(1, of: 683))
        #expect(agree(prompt.microseconds, 243_970, within: 0.1))
    }

    @Test func singleRowsOfPlainProductsAreAsMeasured() throws {
        // benchlab microbench: 4096 x 11008 in fp32 takes 71.0 us for one row, 477.6 for 256, 932.5 for 511.
        let kernels = try KernelModel(device: DeviceCatalog.h100SXM, engine: .transformers, format: .fp32)
        for (rows, measured) in [(1, 71.0), (256, 477.64), (511, 932.45)] {
            let product = kernels.product(rows: rows, columns: 11_008, depth: 4096)
            #expect(agree(product.microseconds, measured, within: 0.03))
        }
    }

    @Test func bitsandbytesSlowsDecodingAsOnOtherMachines() throws {
        // ecocompute-dynamic-eval, batch 1 on an RTX 4090D: tokens/s in fp16 over those in the format.
        let int8 = try slowdown("Mistral-7B-Instruct-v0.3", .llmInt8)
        #expect(agree(int8, 29.06 / 7.88, within: 0.1))
        let nf4 = try slowdown("Mistral-7B-Instruct-v0.3", .nf4)
        #expect(agree(nf4, 29.06 / 17.37, within: 0.1))
        let qwen = try slowdown("Qwen2.5-7B-Instruct", .llmInt8)
        #expect(agree(qwen, 37.64 / 9.56, within: 0.15))
        let small = try slowdown("Qwen2.5-3B-Instruct", .nf4)
        #expect(agree(small, 54.77 / 31.85, within: 0.1))
    }

    @Test func waitingForTheHostCostsMoreThanFewerBytesSave() throws {
        let shape = BatchShape.decode(1, context: 700)
        for name in ["Qwen2.5-0.5B-Instruct", "Qwen2.5-7B-Instruct", "Llama-3.1-8B"] {
            let wide = try step(name, .fp32, shape).joules
            let narrow = try step(name, .llmInt8, shape).joules
            #expect(narrow > 1.4 * wide && narrow < 3.5 * wide)
        }
    }
}
