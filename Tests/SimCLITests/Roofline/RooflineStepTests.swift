import HardwareModels
import SimCore
import Testing

@testable import SimCLI

@Suite("Steps under a roofline")
struct RooflineStepTests {
    /// 100 TFLOP/s, 1 TB/s, 7 billion parameters: Tests/TheoryTests/TextbookTests.swift has the numbers by hand.
    private func textbook() throws -> RooflineModel {
        try RooflineModel(
            model: ModelCatalog.model(named: "textbook-7b"), device: DeviceCatalog.textbook, engine: .ideal)
    }

    private func near(_ value: Double, _ known: Double) -> Bool { abs(value - known) <= 1e-9 * abs(known) }

    @Test("A decode step of the textbook has the book's numbers")
    func decode() throws {
        let step = RooflineStep(.decode, count: 1, context: 1000, of: try textbook())
        #expect(near(step.flop, 13.4e9))
        #expect(near(step.bytes, 13.2e9))
        #expect(near(step.microseconds, 13_200))
        #expect(near(step.computeFloor, 134))
        #expect(near(step.memoryFloor, 13_200))
        #expect(near(step.share, 1))
        #expect(near(step.joulesPerToken, 2.6802))
        #expect(step.bound == .memory)
    }

    @Test("A prompt of the textbook is compute-bound")
    func prefill() throws {
        let step = RooflineStep(.prefill, count: 1000, context: 0, of: try textbook())
        #expect(near(step.flop, 12.2012e12))
        #expect(near(step.microseconds, 123_002))
        #expect(near(step.joulesPerToken, 0.0502238))
        #expect(step.bound == .compute)
        #expect(step.share < 1 && step.share > 0.99)
    }

    @Test("Operations are counted in the unit that runs them")
    func units() throws {
        let plain = try RooflineModel(
            model: ModelCatalog.model(named: "llama-3.1-8b"), device: DeviceCatalog.h100SXM, engine: .vllm)
        let narrow = try RooflineModel(
            model: ModelCatalog.model(named: "llama-3.1-8b"), device: DeviceCatalog.h100SXM, engine: .vllm,
            format: .fp8)
        let (left, right) = (
            RooflineStep(.prefill, count: 512, context: 0, of: plain),
            RooflineStep(.prefill, count: 512, context: 0, of: narrow)
        )
        #expect(near(left.flop, right.flop))
        #expect(narrow.mainUnit == .fp8)
        #expect(near(narrow.peakFlopPerSecond, 2 * plain.peakFlopPerSecond))
        #expect(right.computeFloor < left.computeFloor * 0.6)
    }

    @Test(
        "No step is faster than its roofline, and a window shortens what is read", arguments: [1, 8, 64, 256])
    func share(batch: Int) throws {
        for model in ModelCatalog.all {
            guard let system = try? RooflineModel(model: model, device: DeviceCatalog.h200, engine: .vllm)
            else { continue }
            for step in [
                RooflineStep(.decode, count: batch, context: 2000, of: system),
                RooflineStep(.prefill, count: batch * 8, context: 0, of: system),
            ] {
                #expect(step.share > 0 && step.share <= 1.000001, "\(model.name) \(step.phase) \(batch)")
                #expect(step.joulesPerToken > 0)
            }
        }
        #expect(RooflineStep.shape(.decode, count: 3, context: 100, window: 40).windowedContextTokens == 120)
        #expect(
            RooflineStep.shape(.prefill, count: 10, context: 0, window: 4).windowedPrefillPairs == 10 + 24)
        let two = RooflineStep.shape(.prefill, count: 20, context: 0, prompts: 2, window: 4)
        #expect(two.windowedPrefillPairs == 2 * (10 + 24) && two.prefillPairs == 2 * 55)
        #expect(two.prefillChunks == 2 && two.completedPrefills == 2)
    }

    @Test("No step is faster than its roofline on any device, in any format, at any clock", arguments: 0..<60)
    func drawn(replication: Int) throws {
        var stream = RandomStream(seed: 43, purpose: "roof", replication: UInt64(replication))
        func pick<Value>(_ values: [Value]) -> Value { values[stream.below(values.count)] }
        let device = pick(DeviceCatalog.all)
        let (engine, format) = (pick(EngineProfile.all), pick(QuantizationFormat.all))
        let clock = OperatingPoint(clockPermille: pick([1000, 700, 300, 50, 10]))
        for model in ModelCatalog.all {
            guard
                let system = try? RooflineModel(
                    model: model, device: device, engine: engine, format: format, clock: clock)
            else { continue }
            for step in [
                RooflineStep(
                    .decode, count: 1 + stream.below(16), context: 1 + stream.below(3000), of: system),
                RooflineStep(.decode, count: 1 + stream.below(256), context: 100, of: system),
                RooflineStep(.prefill, count: 1 + stream.below(3000), context: 0, of: system),
            ] {
                #expect(
                    step.share > 0 && step.share <= 1.000001,
                    """
                    seed 43, replication \(replication): \(model.name) \(device.name) \(engine.name) \(format.name) \
                    \(clock) \(step.phase) \(step.count): \(step.share)
                    """)
            }
        }
    }

    @Test("Two stages halve each GPU's work")
    func stages() throws {
        let model = try ModelCatalog.model(named: "llama-3.1-8b")
        let one = try RooflineModel(model: model, device: DeviceCatalog.h100SXM, engine: .ideal)
        let two = try RooflineModel(
            model: model, device: DeviceCatalog.h100SXM, engine: .ideal, pipelineParallel: 2)
        let (left, right) = (
            RooflineStep(.decode, count: 1, context: 500, of: one),
            RooflineStep(.decode, count: 1, context: 500, of: two)
        )
        #expect(near(right.bytes * 2, left.bytes))
        #expect(near(right.flop * 2, left.flop))
        #expect(right.busy == 0.5)
    }
}
