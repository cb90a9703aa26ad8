import SimCore
import Testing

@testable import HardwareModels

/// Laws over every model, format, device and engine that the catalogs know.
@Suite struct CatalogLawTests {
    /// A model and device whose memory is no obstacle.
    static func model(
        _ architecture: ModelArchitecture, _ device: DeviceSpec, _ engine: EngineProfile = .vllm,
        _ format: QuantizationFormat, tp: Int = 1, pp: Int = 1, ep: Int = 1, kvFormat: KVFormat? = nil
    ) throws(HardwareError) -> RooflineModel {
        var device = device
        device.memoryBytes = 100_000_000_000_000
        return try RooflineModel(
            model: architecture, device: device, engine: engine, format: format, kvFormat: kvFormat,
            tensorParallel: tp, pipelineParallel: pp, expertParallel: ep)
    }

    @Test(arguments: DeviceCatalog.all.map(\.name)) func everyDeviceRunsEveryModelAndFormat(name: String)
        throws
    {
        let device = try DeviceCatalog.device(named: name)
        var stream = RandomStream(seed: 31, purpose: name)
        var ran = 0
        for architecture in ModelCatalog.all {
            for format in QuantizationFormat.all {
                var model: RooflineModel
                do throws(HardwareError) {
                    model = try Self.model(architecture, device, .vllm, format)
                } catch {
                    guard case .formatNotAvailable(_, _, _, let possible) = error else { throw error }
                    #expect(!possible.isEmpty)
                    continue
                }
                ran += 1
                let shape = BatchShape.random(&stream, window: model.attentionWindow)
                let cost = model.cost(of: shape)
                let exact = model.estimate(of: shape)
                guard !cost.isBeyondLimits else {
                    // An hour a step: half a trillion parameters on a credit-card computer.
                    #expect(throws: HardwareError.self) { try model.check(shape) }
                    #expect(exact.microseconds > 3.9e9)
                    continue
                }
                #expect(cost.duration(at: shape) > 0)
                #expect(cost.energy(at: shape) > 0)
                #expect(cost.durationPerToken >= 0)
                #expect(cost.energyPerToken >= 0)
                let microseconds = Double(cost.duration(at: shape)) * 1e-9
                #expect(agree(microseconds, exact.microseconds, within: 0.005))
                #expect(exact.watts <= device.capPower.watts * (1 + 1e-12))
                #expect(exact.uncappedWatts >= device.idlePower.watts * (1 - 1e-9))
            }
        }
        #expect(ran >= ModelCatalog.all.count)
    }

    @Test func doublingARateNeverLengthensAStep() throws {
        var stream = RandomStream(seed: 32, purpose: "rates")
        for architecture in ModelCatalog.all {
            for format in [QuantizationFormat.bf16, .fp8Block, .int4AWQ, .int8, .mxfp4, .nf4] {
                let size = architecture.heads % 2 == 0 ? 2 : 1
                let engine = EngineProfile.all[Int(stream.whole(in: 0...5))]
                let slow = try Self.model(architecture, DeviceCatalog.h100SXM, engine, format, tp: size)
                let shape = BatchShape.random(&stream, window: slow.attentionWindow)
                let before = slow.estimate(of: shape).uncappedMicroseconds
                for rate in [\DeviceSpec.memoryBytesPerSecond, \.linkBytesPerSecond, \.bf16FlopPerSecond] {
                    var device = DeviceCatalog.h100SXM
                    device[keyPath: rate] *= 2
                    let fast = try Self.model(architecture, device, engine, format, tp: size)
                    #expect(
                        fast.estimate(of: shape).uncappedMicroseconds <= before * (1 + 1e-12),
                        "\(architecture.name) \(format.name) \(engine.name)")
                }
            }
        }
    }

    @Test func aNarrowerFormatNeverMovesMoreBytes() throws {
        var stream = RandomStream(seed: 33, purpose: "narrow")
        let formats = QuantizationFormat.all
        for architecture in ModelCatalog.all {
            for engine in [EngineProfile.vllm, .reference, .ideal] {
                let shape = BatchShape.random(&stream, window: architecture.slidingWindow)
                func bytes(_ format: QuantizationFormat, _ kv: KVFormat? = .bf16) throws -> Double {
                    try Self.model(architecture, DeviceCatalog.h100SXM, engine, format, kvFormat: kv)
                        .estimate(of: shape).bytes
                }
                for wide in formats {
                    for narrow in formats
                    where narrow.weightBytes <= wide.weightBytes
                        && narrow.activationBytes <= wide.activationBytes
                        && narrow.residualBytes <= wide.residualBytes
                        && narrow.layers.isSuperset(of: wide.layers)
                    {
                        #expect(
                            try bytes(narrow) <= bytes(wide) * (1 + 1e-12),
                            "\(architecture.name) \(narrow.name)")
                    }
                }
                #expect(try bytes(.bf16, .fp8) <= bytes(.bf16))
            }
        }
    }

    @Test func splittingNeverMovesMoreBytesPerDevice() throws {
        var stream = RandomStream(seed: 34, purpose: "split")
        for architecture in ModelCatalog.all {
            for engine in [EngineProfile.vllm, .reference] {
                let shape = BatchShape.random(&stream, window: architecture.slidingWindow)
                var last = Double.infinity
                for size in Sharding.possibleSizes(architecture) {
                    let bytes = try Self.model(
                        architecture, DeviceCatalog.h100SXM, engine, architecture.publishedFormat, tp: size
                    ).estimate(of: shape).bytes
                    #expect(bytes <= last * (1 + 1e-12), "\(architecture.name) --tp \(size)")
                    last = bytes
                }
            }
        }
    }

    @Test func pipelineKeepsTheWork() throws {
        var stream = RandomStream(seed: 35, purpose: "pipeline")
        for name in ["Llama-3.1-8B", "gemma-3-12b", "Qwen3-30B-A3B"] {
            let architecture = try ModelCatalog.model(named: name)
            for _ in 0..<20 {
                let shape = BatchShape.random(&stream, window: architecture.slidingWindow)
                let whole = try Self.model(architecture, DeviceCatalog.h100SXM, .ideal, .bf16)
                    .estimate(of: shape)
                var split = try Self.model(architecture, DeviceCatalog.h100SXM, .ideal, .bf16, pp: 4)
                let step = split.estimate(of: shape)
                // Stages share the FLOP; each reads its weights once for each of the passes.
                if name != "Qwen3-30B-A3B" { #expect(agree(step.flop * 4, whole.flop, within: 1e-9)) }
                let hops = step.breakdown[.pipeline].microseconds
                #expect(step.microseconds <= whole.microseconds + hops + 1e-6)
                #expect(step.microseconds >= whole.microseconds / 4)
                let cost = split.cost(of: shape)
                #expect(agree(Double(cost.duration(at: shape)) * 1e-9, step.microseconds, within: 0.005))
                #expect(agree(Double(cost.energy(at: shape)) * 1e-15, step.joules * 4, within: 0.005))
            }
        }
        // One sequence cannot be split: one stage at a time works, the others idle.
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        let alone = try Self.model(llama, DeviceCatalog.textbook, .ideal, .bf16).estimate(
            of: .decode(1, context: 9))
        let staged = try Self.model(llama, DeviceCatalog.textbook, .ideal, .bf16, pp: 2)
            .estimate(of: .decode(1, context: 9))
        let hop = staged.breakdown[.pipeline].microseconds
        #expect(agree(staged.microseconds - hop, alone.microseconds, within: 1e-9))
        #expect(agree(staged.bytes * 2, alone.bytes, within: 1e-9))
    }
}
