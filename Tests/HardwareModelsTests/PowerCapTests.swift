import SimCore
import Testing

@testable import HardwareModels

@Suite struct PowerCapTests {
    /// A decode batch row by row, so that rows leave the window at their own time.
    struct Walk {
        var contexts: [Int64]
        let window: Int64?

        var shape: BatchShape {
            var shape = BatchShape()
            shape.decodeSequences = Int64(contexts.count)
            for context in contexts {
                shape.contextTokens += context
                guard let window else { continue }
                shape.windowedContextTokens += min(context, window)
                shape.growingSequences += context < window ? 1 : 0
            }
            return shape
        }

        mutating func step() {
            for index in contexts.indices { contexts[index] += 1 }
        }
    }

    static func model(_ name: String, milliwatts: Int64, picojoulesPerByte: Double) throws -> RooflineModel {
        var device = DeviceCatalog.reference
        device.capPower = Power(milliwatts: milliwatts)
        device.maxPower = Power(milliwatts: 2_000_000)
        device.picojoulesPerByte = picojoulesPerByte
        return try RooflineModel(
            model: ModelCatalog.model(named: name), device: device, engine: .reference)
    }

    /// A random batch, and a model whose cap is within 2 % of what that batch draws uncapped: its power rises or
    /// falls with the context, and soon crosses the cap.
    static func nearTheCap(_ name: String, _ stream: inout RandomStream) throws -> (RooflineModel, Walk) {
        let picojoules: Double = stream.whole(in: 0...1) == 0 ? 116.9 : 250
        let free = try model(name, milliwatts: 2_000_000, picojoulesPerByte: picojoules)
        let rows = stream.whole(in: 1...200)
        let longest = stream.whole(in: 2...2000)
        let walk = Walk(
            contexts: (0..<rows).map { _ in stream.whole(in: 1...longest) },
            window: free.attentionWindow.map(Int64.init))
        let milliwatts = Int64(free.estimate(of: walk.shape).watts * 1000)
        let cap = milliwatts * stream.whole(in: 980...1020) / 1000
        return (try model(name, milliwatts: cap, picojoulesPerByte: picojoules), walk)
    }

    @Test(arguments: ["Llama-3.1-8B", "gemma-3-12b"]) func pieceEqualsItsSteps(name: String) throws {
        var stream = RandomStream(seed: 7, purpose: "walks")
        var endings = [true: 0, false: 0]
        for _ in 0..<60 {
            var (model, walk) = try Self.nearTheCap(name, &stream)
            let piece = model.cost(of: walk.shape)
            let startsCapped = isCapped(piece, model)
            #expect(piece.contextLimit >= walk.shape.contextTokens)
            #expect(piece.windowedContextLimit >= walk.shape.windowedContextTokens)
            for _ in 0..<1000 {
                let shape = walk.shape
                let fresh = model.cost(of: shape)
                guard shape.contextTokens <= piece.contextLimit,
                    shape.windowedContextTokens <= piece.windowedContextLimit
                else {
                    endings[startsCapped, default: 0] += 1
                    break
                }
                #expect(fresh.duration(at: shape) == piece.duration(at: shape))
                #expect(fresh.energy(at: shape) == piece.energy(at: shape))
                walk.step()
            }
        }
        // The walks are worth something only if they meet the cap from both sides.
        #expect(endings[true, default: 0] >= 3, "\(endings)")
        #expect(endings[false, default: 0] >= 3, "\(endings)")
    }

    @Test func limitsAreNotTimid() throws {
        // Without windowed layers the first step beyond the limit must lie on the cap's other side.
        var stream = RandomStream(seed: 8, purpose: "walks")
        var ended = 0
        for _ in 0..<100 {
            var (model, walk) = try Self.nearTheCap("Llama-3.1-8B", &stream)
            let piece = model.cost(of: walk.shape)
            // A step at the cap ends with its cell of contexts.
            guard piece.contextLimit < .max, !isCapped(piece, model) else { continue }
            var shape = walk.shape
            let steps = (piece.contextLimit - shape.contextTokens) / shape.decodeSequences
            shape.contextTokens += steps * shape.decodeSequences
            #expect(isCapped(model.cost(of: shape), model) == isCapped(piece, model))
            shape.contextTokens += shape.decodeSequences
            #expect(isCapped(model.cost(of: shape), model) != isCapped(piece, model))
            ended += 1
        }
        #expect(ended > 5)
    }

    @Test func energyStaysWithinTheCapExactly() throws {
        var stream = RandomStream(seed: 9, purpose: "caps")
        for name in ["Llama-3.1-8B", "gemma-3-12b"] {
            for _ in 0..<200 {
                let cap = stream.whole(in: 201_000...700_000)
                var model = try Self.model(name, milliwatts: cap, picojoulesPerByte: 116.9)
                let shape = BatchShape.random(&stream, window: model.attentionWindow)
                let cost = model.cost(of: shape)
                #expect(cost.energy(at: shape) * 1000 <= Int128(cap) * cost.duration(at: shape))
            }
        }
    }

    @Test func capAtTheFloorIsTheFloor() throws {
        var model = try Self.model("Llama-3.1-8B", milliwatts: 200_000, picojoulesPerByte: 116.9)
        let shape = BatchShape.decode(100, context: 1000)
        let cost = model.cost(of: shape)
        #expect(cost.energy(at: shape) == 200 * cost.duration(at: shape))
    }

    private func isCapped(_ cost: StepCost, _ model: RooflineModel) -> Bool {
        let cap = Int128(model.device.capPower.milliwatts)
        return cost.energyBase == cap * Int128(cost.durationBase) / 1000
            && Int128(cost.energyPerToken) == cap * Int128(cost.durationPerToken) / 1000
    }
}
