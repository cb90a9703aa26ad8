import SimCore
import Testing

@testable import HardwareModels

/// A cap that lowers the clock.
@Suite struct StretchTests {
    static let models: [(String, QuantizationFormat, Int)] = [
        ("Llama-3.1-8B", .bf16, 1), ("gemma-3-12b", .bf16, 1), ("Qwen3-30B-A3B", .fp8Block, 1),
        ("gpt-oss-20b", .mxfp4, 1), ("DeepSeek-V3", .fp8Block, 8),
    ]

    static func model(
        _ index: Int, cap: Int64, engine: EngineProfile = .vllm
    ) throws -> RooflineModel {
        let (name, format, size) = models[index]
        var device = DeviceCatalog.h200
        device.maxPower = Power(milliwatts: 2_000_000)
        device.capPower = Power(milliwatts: cap)
        return try RooflineModel(
            model: ModelCatalog.model(named: name), device: device, engine: engine, format: format,
            tensorParallel: size)
    }

    @Test(arguments: models.indices) func pieceEqualsItsSteps(index: Int) throws {
        var stream = RandomStream(seed: 21, purpose: "stretch", replication: UInt64(index))
        var steps = 0
        var stretched = 0
        for round in 0..<25 {
            let engine = round % 2 == 0 ? EngineProfile.vllm : .reference
            var model = try Self.model(index, cap: stream.whole(in: 210_000...600_000), engine: engine)
            let window = model.attentionWindow.map(Int64.init)
            let longest = stream.whole(in: 2...3000)
            var walk = PowerCapTests.Walk(
                contexts: (0..<stream.whole(in: 1...200)).map { _ in stream.whole(in: 1...longest) },
                window: window)
            var piece = model.cost(of: walk.shape)
            for _ in 0..<200 {
                let shape = walk.shape
                let fresh = model.cost(of: shape)
                if shape.contextTokens > piece.contextLimit
                    || shape.windowedContextTokens > piece.windowedContextLimit
                    || shape.growingSequences != walk.shape.growingSequences
                {
                    piece = fresh
                }
                #expect(fresh.duration(at: shape) == piece.duration(at: shape))
                #expect(fresh.energy(at: shape) == piece.energy(at: shape))
                let exact = model.estimate(of: shape)
                let devices = Double(model.sharding.devices)
                #expect(agree(Double(fresh.duration(at: shape)) * 1e-9, exact.microseconds, within: 0.005))
                #expect(agree(Double(fresh.energy(at: shape)) * 1e-15, exact.joules * devices, within: 0.005))
                stretched += exact.isCapped ? 1 : 0
                steps += 1
                // Rows leave the window at their own time, which changes the composition.
                let growing = shape.growingSequences
                walk.step()
                if walk.shape.growingSequences != growing { piece = model.cost(of: walk.shape) }
            }
        }
        #expect(stretched > steps / 10, "\(stretched) of \(steps)")
    }

    @Test(arguments: models.indices) func aLowerCapNeverRaisesPowerNorShortensAStep(index: Int) throws {
        var stream = RandomStream(seed: 22, purpose: "lower", replication: UInt64(index))
        let window = try Self.model(index, cap: 700_000).attentionWindow
        for _ in 0..<40 {
            let shape = BatchShape.random(&stream, window: window)
            var former: (Double, Double)?
            for cap in [700_000, 600_000, 500_000, 400_000, 300_000, 220_000] as [Int64] {
                var model = try Self.model(index, cap: cap)
                let cost = model.cost(of: shape)
                let time = Double(cost.duration(at: shape))
                let power = Double(cost.energy(at: shape)) / time
                #expect(
                    cost.energy(at: shape) * 1000
                        <= Int128(cap * Int64(model.sharding.devices)) * cost.duration(at: shape))
                if let (lastTime, lastPower) = former {
                    #expect(time >= lastTime)
                    #expect(power <= lastPower * (1 + 1e-12))
                }
                former = (time, power)
            }
        }
    }

    @Test(arguments: models.indices) func fasterMemoryNeverLengthensACappedStep(index: Int) throws {
        var stream = RandomStream(seed: 23, purpose: "memory", replication: UInt64(index))
        for _ in 0..<60 {
            let model = try Self.model(index, cap: stream.whole(in: 260_000...693_000))
            let shape = BatchShape.random(&stream, window: model.attentionWindow)
            var device = model.device
            device.memoryBytesPerSecond *= 2
            let faster = try RooflineModel(
                model: model.sharding.model, device: device, engine: .vllm, format: model.format,
                tensorParallel: model.sharding.tensorParallel)
            #expect(
                faster.estimate(of: shape).microseconds <= model.estimate(of: shape).microseconds
                    * (1 + 1e-12))
        }
    }

    @Test func capIsAChoiceOfTheCaller() throws {
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        let capped = try RooflineModel(
            model: llama, device: DeviceCatalog.h100SXM, engine: .vllm, powerCap: Power(milliwatts: 400_000))
        let step = capped.estimate(of: .prompts(1, of: 4096))
        // The highest of the clocks that fit: a step of 15 MHz below the cap at most.
        #expect(step.watts <= 400 && step.watts > 393)
        #expect(step.microseconds > step.uncappedMicroseconds)
        #expect(throws: HardwareError.self) {
            try RooflineModel(
                model: llama, device: DeviceCatalog.h100SXM, engine: .vllm,
                powerCap: Power(milliwatts: 100_000))
        }
        // A lower clock is another way to the same end.
        let slow = try RooflineModel(
            model: llama, device: DeviceCatalog.h100SXM, engine: .vllm,
            clock: DeviceCatalog.h100SXM.operatingPoint(megahertz: 990))
        #expect(slow.estimate(of: .prompts(1, of: 4096)).uncappedWatts < step.uncappedWatts)
        #expect(throws: HardwareError.self) { try DeviceCatalog.h100SXM.operatingPoint(megahertz: 3000) }
    }

    /// A lock and a cap at the watts that the lock draws: the same clock, time and energy, to the last digit.
    @Test(arguments: models.indices) func aCapAndALockAreOneLaw(index: Int) throws {
        var stream = RandomStream(seed: 24, purpose: "one law", replication: UInt64(index))
        let free = try Self.model(index, cap: 2_000_000)
        for round in 0..<30 {
            let shape = BatchShape.random(&stream, window: free.attentionWindow)
            var slow = shape
            slow.operatingPoint = OperatingPoint(clockPermille: Int(stream.whole(in: 150...950)))
            var locked = free
            let cost = locked.cost(of: slow)
            let (time, energy) = (cost.duration(at: slow), cost.energy(at: slow))
            let devices = Int64(free.sharding.devices)
            // The least whole number of milliwatts that holds it.
            let milliwatts = Int64((energy * 1000 + time * Int128(devices) - 1) / (time * Int128(devices)))
            var capped = try Self.model(index, cap: milliwatts)
            let held = capped.cost(of: shape)
            let label = "seed 24, model \(index), round \(round)"
            // A milliwatt more may hold the next clock too.
            #expect(agree(Double(held.duration(at: shape)), Double(time), within: 0.005), "\(label)")
            #expect(agree(Double(held.energy(at: shape)), Double(energy), within: 0.005), "\(label)")
        }
    }

    @Test(arguments: models.indices) func powerNeverRisesAndTimeNeverFallsAsTheClockFalls(index: Int) throws {
        var stream = RandomStream(seed: 25, purpose: "clock", replication: UInt64(index))
        for engine in [EngineProfile.vllm, .transformers] {
            var model = try Self.model(index, cap: 2_000_000, engine: engine)
            for round in 0..<12 {
                var shape = BatchShape.random(&stream, window: model.attentionWindow)
                var former: (time: Double, watts: Double)?
                for permille in stride(from: 1000, through: 110, by: -89) {
                    shape.operatingPoint = OperatingPoint(clockPermille: permille)
                    let cost = model.cost(of: shape)
                    let time = Double(cost.duration(at: shape))
                    let watts = Double(cost.energy(at: shape)) / time
                    #expect(watts > 0)
                    if let former {
                        let label = "seed 25, model \(index), \(engine.name), round \(round) at \(permille)"
                        #expect(time >= former.time * (1 - 1e-9), "\(label)")
                        #expect(watts <= former.watts * (1 + 1e-9), "\(label)")
                    }
                    former = (time, watts)
                }
            }
        }
    }
}
