import SimCore
import Testing

@testable import HardwareModels

@Suite struct RooflineModelTests {
    static func llama(_ tensorParallel: Int = 1) throws -> RooflineModel {
        try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.uncappedReference,
            engine: .reference, tensorParallel: tensorParallel)
    }

    static func gemma() throws -> RooflineModel {
        try RooflineModel(
            model: ModelCatalog.model(named: "gemma-3-27b"), device: DeviceCatalog.uncappedReference,
            engine: .reference)
    }

    @Test func llamaDecodesATokenIn7Point73Milliseconds() throws {
        let step = try Self.llama().estimate(of: .decode(1, context: 512))
        #expect(abs(step.microseconds - 7730) < 0.5)
        #expect(abs(step.uncappedWatts - 431.3) < 0.1)
        #expect(!step.isCapped)
    }

    @Test(arguments: [false, true]) func integersAgreeWithFloatingPoint(windowed: Bool) throws {
        var model = try windowed ? Self.gemma() : Self.llama(2)
        var stream = RandomStream(seed: 1, purpose: "shapes")
        for _ in 0..<300 {
            let shape = BatchShape.random(&stream, window: model.attentionWindow)
            let cost = model.cost(of: shape)
            let step = model.estimate(of: shape)
            let devices = Double(model.sharding.tensorParallel)
            #expect(agree(Double(cost.duration(at: shape)) * 1e-9, step.microseconds))
            #expect(agree(Double(cost.energy(at: shape)) * 1e-15, step.joules * devices))
        }
    }

    @Test func partsAddUpToTheStep() throws {
        let model = try Self.gemma()
        var stream = RandomStream(seed: 2, purpose: "shapes")
        for _ in 0..<100 {
            let step = model.estimate(of: .random(&stream, window: model.attentionWindow))
            var sum = KernelCost.zero
            for part in StepPart.allCases { sum += step.breakdown[part] }
            #expect(agree(sum.microseconds, step.microseconds, within: 1e-12))
            #expect(agree(sum.flop, step.flop, within: 1e-12))
            #expect(agree(sum.bytes, step.bytes, within: 1e-12))
        }
    }

    @Test func rememberedCostsAreTheComputedOnes() throws {
        var warm = try Self.gemma()
        var stream = RandomStream(seed: 3, purpose: "shapes")
        let shapes = (0..<200).map { _ in BatchShape.random(&stream, window: 1024) }
        let first = shapes.map { warm.cost(of: $0) }
        for (shape, cost) in zip(shapes, first).reversed() {
            var cold = try Self.gemma()
            #expect(warm.cost(of: shape) == cost)
            #expect(cold.cost(of: shape) == cost)
        }
    }

    @Test func copiesShareNothing() throws {
        var original = try Self.llama()
        let shape = BatchShape.decode(8, context: 100)
        var slow = shape
        slow.operatingPoint = OperatingPoint(clockPermille: 500)
        let cost = original.cost(of: shape)
        var copy = original
        _ = copy.cost(of: slow)
        #expect(copy.cost(of: .decode(9, context: 100)) != cost)
        #expect(original.cost(of: shape) == cost)
        #expect(copy.cost(of: shape) == cost)
    }

    @Test func prefillEnergyIsAllNothingOrAShare() throws {
        var model = try Self.llama()
        let decode = BatchShape.decode(32, context: 800)
        let prompt = BatchShape.prompts(1, of: 700)
        let alone = model.cost(of: prompt)
        #expect(model.cost(of: decode).prefillEnergy == 0)
        #expect(alone.prefillEnergy == alone.energyBase)
        let mixed = model.cost(of: decode.with(prompt))
        #expect(mixed.prefillEnergy > 0)
        #expect(mixed.prefillEnergy < mixed.energyBase)
    }

    @Test func prefillEnergyFollowsTheTokens() throws {
        // Without overhead and attention, 300 prompt tokens beside 100 decode rows are three quarters of the
        // linear layers; of the head's rows they are 1 in 101.
        var model = try RooflineModel(
            model: ModelCatalog.model(named: "textbook-7b"), device: DeviceCatalog.textbook, engine: .ideal)
        var shape = BatchShape.decode(100, context: 0)
        shape.prefillTokens = 300
        shape.prefillChunks = 1
        shape.completedPrefills = 1
        let step = model.estimate(of: shape)
        let head = step.breakdown[.outputHead]
        let cost = model.cost(of: shape)
        func joules(_ cost: KernelCost) -> Double {
            100e-6 * cost.microseconds + 3e-12 * cost.flop + 100e-12 * cost.bytes
        }
        var linear = KernelCost.zero
        for part in [StepPart.queryKeyValue, .attentionOutput, .gateAndUp, .down] {
            linear += step.breakdown[part]
        }
        let expected =
            0.75 * joules(linear) + joules(head) / 101 + joules(step.breakdown[.prefillAttention])
        #expect(agree(Double(cost.prefillEnergy) * 1e-15, expected * step.joules / step.uncappedJoules))
    }

    @Test func lowerClockIsSlowerAndDrawsLess() throws {
        var model = try Self.llama()
        for shape in [BatchShape.decode(64, context: 1000), .prompts(1, of: 512)] {
            var slow = shape
            slow.operatingPoint = OperatingPoint(clockPermille: 600)
            let fast = model.estimate(of: shape)
            let eased = model.estimate(of: slow)
            #expect(eased.microseconds > fast.microseconds)
            #expect(eased.microseconds < fast.microseconds / 0.6)
            #expect(eased.uncappedWatts < fast.uncappedWatts)
            let cost = model.cost(of: slow)
            #expect(agree(Double(cost.duration(at: slow)) * 1e-9, eased.microseconds))
            #expect(agree(Double(cost.energy(at: slow)) * 1e-15, eased.joules))
        }
    }

    @Test func memoryBoundDecodeDoesNotFeelTheClock() throws {
        let model = try RooflineModel(
            model: ModelCatalog.model(named: "textbook-7b"), device: DeviceCatalog.textbook, engine: .ideal)
        let shape = BatchShape.decode(10, context: 1000)
        var slow = shape
        slow.operatingPoint = OperatingPoint(clockPermille: 500)
        let fast = model.estimate(of: shape)
        let eased = model.estimate(of: slow)
        #expect(eased.microseconds == fast.microseconds)
        // At the lowest voltage, two thirds of the highest, what happens on the chip takes 4/9: FLOP, and 47 % of a byte.
        let chip = 3e-12 * fast.flop + 0.47 * 100e-12 * fast.bytes
        #expect(agree(fast.joules - eased.joules, 5 / 9 * chip, within: 1e-9))
    }

    @Test func swappedBlocksTakeTheHostLinksTime() throws {
        let model = try Self.llama()
        var shape = BatchShape.decode(1, context: 512)
        let before = model.estimate(of: shape)
        shape.swappedBlocks = 100
        // 100 blocks x 16 tokens x 131,072 bytes at 64 GB/s.
        let expected = 100.0 * 16 * 131_072 / 64e9 * 1e6
        #expect(agree(model.estimate(of: shape).microseconds - before.microseconds, expected, within: 1e-9))
    }

    @Test func nonsenseIsAnsweredWithoutATrap() throws {
        var model = try Self.gemma()
        var extreme = BatchShape()
        #expect(model.cost(of: extreme).durationBase > 0)
        for value in [Int64.min, -1, Int64.max] {
            extreme.decodeSequences = value
            extreme.contextTokens = value
            extreme.windowedContextTokens = value
            extreme.growingSequences = value
            extreme.prefillTokens = value
            extreme.completedPrefills = value
            extreme.prefillPairs = value
            extreme.windowedPrefillPairs = value
            extreme.prefillPastTokens = value
            extreme.windowedPrefillPastTokens = value
            extreme.swappedBlocks = value
            for clock in [1, 1000] {
                extreme.operatingPoint = OperatingPoint(clockPermille: clock)
                let cost = model.cost(of: extreme)
                #expect(cost.durationBase > 0 || cost.isBeyondLimits)
                #expect(cost.energyBase >= 0)
                #expect(cost.prefillEnergy >= 0)
                #expect(cost.prefillEnergy <= cost.energyBase)
            }
        }
    }

    @Test func idlePowerIsThatOfAllDevices() throws {
        #expect(try Self.llama().idlePower == Power(milliwatts: 120_000))
        #expect(try Self.llama(4).idlePower == Power(milliwatts: 480_000))
    }

    @Test func badFiguresAreRefused() throws {
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        func refuses(_ change: (inout DeviceSpec) -> Void) -> Bool {
            var device = DeviceCatalog.h100SXM
            change(&device)
            do throws(HardwareError) {
                _ = try RooflineModel(model: llama, device: device, engine: .vllm)
                return false
            } catch {
                guard case .outOfRange = error else { return false }
                return true
            }
        }
        #expect(!refuses { _ in })
        #expect(refuses { $0.memoryBytesPerSecond = 0 })
        #expect(refuses { $0.memoryBytesPerSecond = .nan })
        #expect(refuses { $0.bf16FlopPerSecond = -1 })
        #expect(refuses { $0.bf16FlopPerSecond = .infinity })
        #expect(refuses { $0.memoryBytes = 0 })
        #expect(refuses { $0.capPower = Power(milliwatts: 120_000) })
        #expect(refuses { $0.capPower = Power(milliwatts: 800_000) })
        #expect(refuses { $0.idlePower = Power(milliwatts: -1) })
        #expect(refuses { $0.picojoulesPerFlop = .nan })
        #expect(refuses { $0.voltage.bendVoltage = 0.9 })
        #expect(refuses { $0.voltage.topVoltage = .nan })
        #expect(refuses { $0.voltage.knee = 0.8 })
        #expect(refuses { $0.clockStepMegahertz = 0 })
        #expect(refuses { $0.bytesPerCycle = .nan })

        var weak = DeviceCatalog.h100SXM
        weak.capPower = Power(milliwatts: 120_000)
        let error = #expect(throws: HardwareError.self) {
            try RooflineModel(model: llama, device: weak, engine: .vllm)
        }
        #expect(
            error?.description == "h100-sxm: power cap must be 200.0 W to 700.0 W, got 150.0 W")

        var constants = RooflineConstants.reference
        constants.products[.sixteenBit].memoryEfficiency = 0
        #expect(throws: HardwareError.self) {
            try RooflineModel(
                model: llama, device: DeviceCatalog.h100SXM, engine: .vllm, constants: constants)
        }
        var engine = EngineProfile.vllm
        engine.stepOverheadMicroseconds = -1
        #expect(throws: HardwareError.self) {
            try RooflineModel(model: llama, device: DeviceCatalog.h100SXM, engine: engine)
        }
    }
}
