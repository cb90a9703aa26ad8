import SimCore
import Testing

@testable import HardwareModels

@Suite struct StepLimitsTests {
    /// A processor of a gigaflop: 8 billion parameters take it minutes a token.
    static func slow(_ engine: EngineProfile = .vllm) throws -> RooflineModel {
        try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"),
            device: DeviceSpec(
                name: "slow", bf16FlopPerSecond: 1e9, memoryBytesPerSecond: 1e9, memoryBytes: 48_000_000_000,
                maxWatts: 300), engine: engine)
    }

    @Test func aStepBeyondTheIntegersIsRefusedByItsLimit() throws {
        var model = try Self.slow()
        let shape = BatchShape.prompts(1, of: 4096)
        #expect(model.cost(of: shape).isBeyondLimits)
        let error = #expect(throws: HardwareError.self) { try model.check(shape) }
        #expect(
            try #require(error).description.contains("4096 prompt tokens takes ")
                && error?.description.contains(" s, above the 4000 that a step may take") == true)
        let fine = BatchShape.prompts(1, of: 16)
        try model.check(fine)
        #expect(!model.cost(of: fine).isBeyondLimits)
    }

    /// Whatever is asked, the integers are the floating-point step or a refusal, and never a step cut short.
    @Test func nothingIsClamped() throws {
        var told = 0
        var refused = 0
        for replication in 0..<400 as Range<UInt64> {
            var stream = RandomStream(seed: 31, purpose: "limits", replication: replication)
            let engine: EngineProfile = stream.whole(in: 0...1) == 0 ? .vllm : .transformers
            var model = try Self.slow(engine)
            var shape = BatchShape.random(&stream, window: nil)
            shape.operatingPoint = OperatingPoint(clockPermille: Int(stream.whole(in: 1...1000)))
            let estimate = model.estimate(of: shape)
            let cost = model.cost(of: shape)
            guard !cost.isBeyondLimits else {
                #expect(throws: HardwareError.self, "replication \(replication)") { try model.check(shape) }
                refused += 1
                continue
            }
            told += 1
            let duration = Double(cost.duration(at: shape)) * 1e-9
            #expect(agree(duration, estimate.microseconds, within: 0.01), "replication \(replication)")
        }
        #expect(told > 20 && refused > 20, "\(told) \(refused)")
    }

    @Test func moreThanAGigajouleIsRefused() throws {
        var device = DeviceCatalog.h100SXM
        device.picojoulesPerFlop = 1e6
        var model = try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"), device: device, engine: .vllm)
        let shape = BatchShape.prompts(64, of: 1 << 16)
        #expect(model.cost(of: shape).isBeyondLimits)
        #expect(throws: HardwareError.self) { try model.check(shape) }
    }
}
