import SimCore
import Testing

@testable import HardwareModels

/// A cost is a function of the shape: what a model was asked before changes nothing.
@Suite struct DeterminismLawTests {
    static let models = [
        "Llama-3.1-8B", "gemma-3-12b", "gpt-oss-20b", "Qwen3-30B-A3B", "Llama-4-Scout", "textbook-7b",
    ]

    /// Any model, sharding, host, cap and clock.
    static func model(_ stream: inout RandomStream) throws -> RooflineModel {
        func pick<Value>(_ values: [Value]) -> Value {
            values[Int(stream.whole(in: 0...Int64(values.count - 1)))]
        }
        let model = try ModelCatalog.model(named: pick(models))
        let device = pick([DeviceCatalog.h200, DeviceCatalog.b200])
        return try RooflineModel(
            model: model, device: device,
            engine: pick([.vllm, .transformers, .ideal, .reference, .sglang]),
            format: model.publishedFormat,
            tensorParallel: pick([2, 4].filter { Sharding.possibleSizes(model).contains($0) }),
            pipelineParallel: pick([1, 1, 2, 4]),
            powerCap: pick([nil, 300, 350, 420, 500] as [Int64?]).map { Power(milliwatts: $0 * 1000) },
            clock: OperatingPoint(clockPermille: pick([1000, 1000, 700, 350])))
    }

    /// A batch, and what it is some steps later; clocks of policies among them.
    static func shapes(_ stream: inout RandomStream, window: Int?) -> [BatchShape] {
        var shapes: [BatchShape] = []
        for _ in 0..<12 {
            let rows = stream.whole(in: 1...96)
            let longest = stream.whole(in: 2...3000)
            var walk = PowerCapTests.Walk(
                contexts: (0..<rows).map { _ in stream.whole(in: 1...longest) },
                window: window.map(Int64.init))
            // The same cells with rows inside the window and beyond it.
            for _ in 0..<stream.whole(in: 1...8) {
                shapes.append(walk.shape)
                let stride = stream.whole(in: 1...40)
                for index in walk.contexts.indices { walk.contexts[index] += stride }
            }
            if let window {
                for (index, context) in walk.contexts.enumerated() {
                    walk.contexts[index] = max(context, Int64(window))
                }
                shapes.append(walk.shape)
                var inside = walk.shape
                inside.growingSequences = inside.decodeSequences
                inside.windowedContextTokens -= stream.whole(in: 0...inside.decodeSequences)
                shapes.append(inside)
            }
            shapes.append(BatchShape.random(&stream, window: window))
        }
        for index in shapes.indices where stream.whole(in: 0...9) == 0 {
            shapes[index].operatingPoint = OperatingPoint(clockPermille: Int(stream.whole(in: 200...1000)))
        }
        return shapes
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func warmIsColdInAnyOrder(replication: UInt64) throws {
        var stream = RandomStream(seed: 41, purpose: "determinism", replication: replication)
        var warm = try Self.model(&stream)
        let cold = warm
        var shapes = Self.shapes(&stream, window: warm.attentionWindow)
        for round in 0..<3 {
            for shape in shapes {
                var fresh = cold
                #expect(
                    warm.cost(of: shape) == fresh.cost(of: shape),
                    "seed 41, replication \(replication), round \(round), \(shape)")
            }
            for index in shapes.indices.dropFirst() {
                shapes.swapAt(index, Int(stream.whole(in: 0...Int64(index))))
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func aLowerClockNeverRaisesPower(replication: UInt64) throws {
        var stream = RandomStream(seed: 42, purpose: "clocks", replication: replication)
        let model = try Self.model(&stream)
        for shape in Self.shapes(&stream, window: model.attentionWindow).prefix(20) {
            var former: StepEstimate?
            for clock in [1000, 900, 700, 500, 300, 100] {
                var eased = shape
                eased.operatingPoint = OperatingPoint(clockPermille: clock)
                let step = model.estimate(of: eased)
                if let former {
                    #expect(
                        step.uncappedWatts <= former.uncappedWatts * (1 + 1e-9),
                        "seed 42, replication \(replication), clock \(clock), \(shape)")
                    #expect(step.uncappedMicroseconds >= former.uncappedMicroseconds * (1 - 1e-12))
                }
                former = step
            }
        }
    }
}
