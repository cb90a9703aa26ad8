import SimCore
import Testing

@testable import HardwareModels

/// Laws of physics that hold for any batch, model and device.
@Suite struct RooflineLawTests {
    static let models = ["Llama-3.1-8B", "gemma-3-12b", "Qwen3-0.6B", "textbook-7b"]

    /// Any model, engine and device, with a batch.
    struct Scene: CustomStringConvertible {
        var model: ModelArchitecture
        var engine: EngineProfile
        var device: DeviceSpec
        var tensorParallel: Int
        var shape: BatchShape

        init(_ stream: inout RandomStream) throws {
            model = try ModelCatalog.model(named: models[Int(stream.whole(in: 0...3))])
            engine = stream.whole(in: 0...1) == 0 ? .reference : .ideal
            device = stream.whole(in: 0...1) == 0 ? DeviceCatalog.h100SXM : DeviceCatalog.textbook
            tensorParallel = stream.whole(in: 0...1) == 0 ? 1 : 2
            shape = BatchShape.random(&stream, window: model.slidingWindow)
        }

        func estimate() throws -> StepEstimate {
            try RooflineModel(
                model: model, device: device, engine: engine, tensorParallel: tensorParallel
            ).estimate(of: shape)
        }

        var description: String {
            "\(model.name) \(engine.name) \(device.name) tp \(tensorParallel) \(shape)"
        }
    }

    private func forEachScene(_ purpose: String, _ body: (Scene) throws -> Void) throws {
        for replication in 0..<150 as Range<UInt64> {
            var stream = RandomStream(seed: 11, purpose: purpose, replication: replication)
            try body(Scene(&stream))
        }
    }

    @Test func costsArePositive() throws {
        try forEachScene("positive") { scene in
            var model = try RooflineModel(
                model: scene.model, device: scene.device, engine: scene.engine,
                tensorParallel: scene.tensorParallel)
            let cost = model.cost(of: scene.shape)
            #expect(cost.durationBase > 0, "\(scene)")
            #expect(cost.energyBase > 0, "\(scene)")
            let decodes = scene.shape.decodeSequences > 0
            #expect(!decodes || cost.durationPerToken > 0, "\(scene)")
            #expect(!decodes || cost.energyPerToken > 0, "\(scene)")
            #expect(cost.prefillEnergy >= 0 && cost.prefillEnergy <= cost.energyBase, "\(scene)")
        }
    }

    @Test func doublingARateNeverLengthensAStep() throws {
        try forEachScene("rates") { scene in
            let before = try scene.estimate().uncappedMicroseconds
            for rate in [
                \DeviceSpec.memoryBytesPerSecond, \.bf16FlopPerSecond, \.linkBytesPerSecond,
                \.hostLinkBytesPerSecond,
            ] {
                var faster = scene
                faster.device[keyPath: rate] *= 2
                #expect(try faster.estimate().uncappedMicroseconds <= before, "\(scene)")
            }
        }
    }

    @Test func doublingBothRatesHalvesAnIdealStepWithoutLinks() throws {
        try forEachScene("halves") { scene in
            var slow = scene
            slow.engine = .ideal
            slow.tensorParallel = 1
            var fast = slow
            fast.device.memoryBytesPerSecond *= 2
            fast.device.bf16FlopPerSecond *= 2
            let halved = try fast.estimate().uncappedMicroseconds
            let whole = try slow.estimate().uncappedMicroseconds
            #expect(agree(2 * halved, whole, within: 1e-12), "\(scene)")
        }
    }

    @Test func moreWorkIsNeverFasterNorCheaper() throws {
        try forEachScene("more") { scene in
            let before = try scene.estimate()
            var bigger: [BatchShape] = []
            var one = scene.shape
            one.contextTokens += one.decodeSequences > 0 ? 100 : 0
            bigger.append(one)
            // A row that joins a batch which decodes already; the first one would take over the prefill kernel's
            // launch.
            one = scene.shape
            one.decodeSequences += one.decodeSequences > 0 ? 1 : 0
            bigger.append(one)
            one = scene.shape
            one.prefillTokens += one.prefillTokens > 0 ? 16 : 0
            bigger.append(one)
            one = scene.shape
            one.prefillPairs += one.prefillTokens > 0 ? 1000 : 0
            bigger.append(one)
            one = scene.shape
            one.swappedBlocks += 3
            bigger.append(one)
            for shape in bigger {
                var more = scene
                more.shape = shape
                let after = try more.estimate()
                #expect(after.microseconds >= before.microseconds * (1 - 1e-12), "\(scene)")
                #expect(after.uncappedJoules >= before.uncappedJoules * (1 - 1e-12), "\(scene)")
                #expect(after.joules >= before.joules * (1 - 1e-12), "\(scene)")
            }
        }
    }

    @Test func dearerBytesScaleTheirOwnEnergyOnly() throws {
        try forEachScene("scale") { scene in
            var dear = scene
            dear.device.picojoulesPerByte *= 3
            let before = try scene.estimate()
            let after = try dear.estimate()
            #expect(after.uncappedMicroseconds == before.uncappedMicroseconds)
            let bytes = before.bytes * scene.device.picojoulesPerByte * 1e-12
            #expect(agree(after.uncappedJoules - before.uncappedJoules, 2 * bytes, within: 1e-9))
        }
    }

    @Test func powerLiesBetweenFloorAndCap() throws {
        try forEachScene("power") { scene in
            let step = try scene.estimate()
            #expect(step.watts >= scene.device.bareIdlePower.watts * (1 - 1e-12), "\(scene)")
            #expect(step.watts <= scene.device.capPower.watts * (1 + 1e-12), "\(scene)")
        }
    }

    @Test func splittingDividesTheWorkAndIsNoFasterThanDevices() throws {
        for name in ["Llama-3.1-8B", "gemma-3-12b", "Qwen3-14B"] {
            let model = try ModelCatalog.model(named: name)
            var stream = RandomStream(seed: 12, purpose: name)
            for _ in 0..<40 {
                let shape = BatchShape.random(&stream, window: model.slidingWindow)
                func step(_ size: Int, _ engine: EngineProfile) throws -> StepEstimate {
                    try RooflineModel(
                        model: model, device: DeviceCatalog.uncappedReference, engine: engine,
                        tensorParallel: size
                    ).estimate(of: shape)
                }
                for size in [2, 4, 8] where Sharding.possibleSizes(model).contains(size) {
                    let alone = try step(1, .reference)
                    let split = try step(size, .reference)
                    #expect(split.microseconds > alone.microseconds / Double(size))
                    #expect(agree(split.flop * Double(size), alone.flop, within: 1e-9))
                    // Without overheads only the all-reduce keeps the split from being exactly so much faster.
                    let ideal = try step(size, .ideal)
                    let wire = ideal.breakdown[.allReduce].microseconds
                    let single = try step(1, .ideal).microseconds
                    #expect(agree(ideal.microseconds - wire, single / Double(size), within: 1e-9))
                }
            }
        }
    }
}
