import SimCore
import Testing

@testable import HardwareModels

/// Eager launches: a step lasts as long as the slower of host and device.
@Suite struct HostPaceTests {
    private func llama(_ format: QuantizationFormat) throws -> RooflineModel {
        try RooflineModel(
            model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM,
            engine: .transformers, format: format)
    }

    @Test func decodingOneSequenceWaitsForTheHost() throws {
        // 1.4 ms and 32 layers of 40 kernels of 17.5 us: the 23.8 ms that were measured.
        for format in [QuantizationFormat.fp32, .bf16] {
            let step = try llama(format).estimate(of: .decode(1, context: 700))
            #expect(agree(step.microseconds, 23_800, within: 1e-9))
        }
    }

    @Test func waitingDrawsIdlePower() throws {
        let model = try llama(.bf16)
        let step = model.estimate(of: .decode(1, context: 700))
        let gpu = step.microseconds - step.breakdown[.hostOverhead].microseconds
        let physics = PowerModel(device: model.device, joulesPerLogit: 0, clock: 1)
        let work = physics.joules(
            KernelCost(microseconds: gpu, flop: step.flop, bytes: step.bytes), busy: 1)
        #expect(agree(step.joules, work + 120e-6 * (step.microseconds - gpu), within: 1e-9))
    }

    @Test func aPromptInSinglePrecisionKeepsTheDeviceBusy() throws {
        // Measured: 0.244 s for 683 tokens, the first token's way through `generate` included.
        let step = try llama(.fp32).estimate(of: .prompts(1, of: 683))
        #expect(agree(step.uncappedMicroseconds, 244_000, within: 0.1))
    }

    @Test func outlierDecompositionLaunchesManyMoreKernels() throws {
        let plain = try llama(.fp16).estimate(of: .decode(1, context: 700))
        let quantised = try llama(.llmInt8).estimate(of: .decode(1, context: 700))
        // Claimed of int8 decode: two to three times the energy of fp32.
        #expect(quantised.microseconds > 2 * plain.microseconds)
        #expect(quantised.microseconds < 4 * plain.microseconds)
    }

    @Test func pieceEqualsItsStepsAcrossTheHostsPace() throws {
        var model = try llama(.bf16)
        var crossings = 0
        for rows in [1, 16, 64] as [Int64] {
            var shape = BatchShape.decode(rows, context: 100)
            var piece = model.cost(of: shape)
            for _ in 0..<3000 {
                let fresh = model.cost(of: shape)
                if shape.contextTokens > piece.contextLimit {
                    crossings += piece.durationPerToken == 0 && fresh.durationPerToken > 0 ? 1 : 0
                    piece = fresh
                }
                #expect(fresh.duration(at: shape) == piece.duration(at: shape))
                #expect(fresh.energy(at: shape) == piece.energy(at: shape))
                shape.contextTokens += rows * 7
            }
        }
        #expect(crossings >= 1)
    }
}
