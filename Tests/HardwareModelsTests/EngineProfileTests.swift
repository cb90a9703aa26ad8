import HardwareModels
import Testing

@Suite struct EngineProfileTests {
    @Test func everyNameFindsItsProfile() throws {
        #expect(try EngineProfile.engine(named: "vLLM") == .vllm)
        #expect(try EngineProfile.engine(named: "ideal") == .ideal)
    }

    @Test func nearMissIsAnswered() {
        let error = #expect(throws: HardwareError.self) { try EngineProfile.engine(named: "vlm") }
        #expect(error?.description == "unknown engine 'vlm'. Did you mean vllm?")
    }

    @Test func idealAddsNothing() throws {
        let model = try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM, engine: .ideal)
        let step = model.estimate(of: .decode(1, context: 1))
        for part in [StepPart.elementwise, .sampler, .hostOverhead, .allReduce] {
            #expect(step.breakdown[part].microseconds == 0)
            #expect(step.breakdown[part].bytes == 0)
        }
        let real = try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM, engine: .vllm)
        #expect(step.microseconds < real.estimate(of: .decode(1, context: 1)).microseconds)
    }
}
