import Testing

@testable import HardwareModels

@Suite struct ErrorBandTests {
    private func kind(
        _ model: String, _ device: DeviceSpec = DeviceCatalog.h100SXM, _ engine: EngineProfile = .vllm,
        _ format: QuantizationFormat? = nil, expertParallel: Int = 1
    ) throws -> ErrorBand.Kind? {
        let model = try ModelCatalog.model(named: model)
        return ErrorBand.band(
            model: model, device: device, engine: engine, format: format ?? model.publishedFormat,
            expertParallel: expertParallel)?.kind
    }

    @Test func classes() throws {
        #expect(try kind("Qwen3-8B") == .dense)
        #expect(try kind("gemma-3-27b") == .dense)
        #expect(try kind("Qwen3-30B-A3B") == .mixture)
        #expect(try kind("gpt-oss-120b") == .mixture)
        #expect(try kind("Qwen3-235B-A22B-FP8", expertParallel: 8) == .fp8Mixture)
        #expect(try kind("Qwen3-8B", DeviceCatalog.a100SXM80) == .transferred)
        #expect(try kind("Qwen3-8B", DeviceCatalog.h100SXM, .tensorRTLLM) == .transferred)
    }

    @Test func whatWasNotComparedHasNone() throws {
        #expect(try kind("Qwen3-8B", DeviceCatalog.h100SXM, .vllm, .fp8) == nil)
        #expect(try kind("Qwen3-30B-A3B", DeviceCatalog.gh200) == nil)
        #expect(try kind("Qwen3-30B-A3B", DeviceCatalog.h100SXM, .vllm, .fp8) == nil)
        #expect(try kind("Qwen3-235B-A22B-FP8") == nil)
        #expect(try kind("Qwen3-8B", DeviceCatalog.h200) == nil)
        #expect(try kind("Qwen3-8B", DeviceCatalog.h100SXM, .sglang) == nil)
        #expect(try kind("Qwen3-8B", DeviceCatalog.l4) == nil)
        #expect(try kind("Qwen3-8B", DeviceCatalog.h100SXM, .ideal) == nil)
        #expect(try kind("Qwen3-8B", DeviceCatalog.h100SXM, .transformers) == nil)
        #expect(try kind("textbook-7b") == nil)
        var capped = DeviceCatalog.h100SXM
        capped.capPower = capped.activeFloorPower
        #expect(try kind("Qwen3-8B", capped) == nil)
    }

    @Test func oneBandForEachClass() {
        #expect(ErrorBand.all.map(\.kind) == ErrorBand.Kind.allCases)
        for band in ErrorBand.all {
            #expect(band.runs > 0 && band.timePercent > 0 && band.powerPercent > 0)
            #expect(band.energyPerOutputTokenPercent > 0)
        }
    }
}
