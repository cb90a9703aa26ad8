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
            let startsCapped = try isCapped(piece, at: walk.shape, model)
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
        // Without windowed layers the first step beyond the limit must run at another clock.
        var stream = RandomStream(seed: 8, purpose: "walks")
        var ended = 0
        for _ in 0..<100 {
            var (model, walk) = try Self.nearTheCap("Llama-3.1-8B", &stream)
            let piece = model.cost(of: walk.shape)
            guard piece.contextLimit < .max else { continue }
            var shape = walk.shape
            let steps = (piece.contextLimit - shape.contextTokens) / shape.decodeSequences
            shape.contextTokens += steps * shape.decodeSequences
            #expect(model.cost(of: shape).durationBase == piece.durationBase)
            shape.contextTokens += shape.decodeSequences
            #expect(model.cost(of: shape).durationBase != piece.durationBase)
            ended += 1
        }
        #expect(ended > 20)
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

    /// What idles until its mean is the cap draws the cap, and no more prefill energy than it has.
    @Test func aPauseMakesTheMeanTheCap() {
        var cost = StepCost(durationBase: 1_000_000, energyBase: 300_000_000)
        cost.spans[0].duration = 100
        cost.spans[0].energy = 30_000
        cost.prefillEnergy = 150_000_000
        // 300 W for a nanosecond and 100 W of idle under 200 W: as long again.
        let paused = PowerCap(milliwatts: 200_000).paused(cost, spanCount: 1, idleMilliwatts: 100_000)
        #expect(paused.durationBase == 2_000_000)
        #expect(paused.energyBase == 400_000_000)
        #expect(paused.spans[0].duration == 200)
        #expect(paused.spans[0].energy == 40_000)
        #expect(paused.prefillEnergy == 200_000_000)
    }

    /// Whether it runs slower than without a cap.
    private func isCapped(_ cost: StepCost, at shape: BatchShape, _ model: RooflineModel) throws -> Bool {
        var free = try Self.model(
            model.sharding.model.name, milliwatts: 2_000_000,
            picojoulesPerByte: model.device.picojoulesPerByte)
        return free.cost(of: shape).durationBase != cost.durationBase
    }
}
