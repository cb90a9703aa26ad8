import SimCore
import Testing

@testable import HardwareModels

/// A step told in products is the step that is simulated.
@Suite struct StepLineTests {
    private static func forEachStep(
        _ body: (RooflineModel, BatchShape, String) throws -> Void
    ) throws {
        for replication in 0..<120 as Range<UInt64> {
            var stream = RandomStream(seed: 51, purpose: "lines", replication: replication)
            let model = try DeterminismLawTests.model(&stream)
            for shape in DeterminismLawTests.shapes(&stream, window: model.attentionWindow).prefix(4) {
                try body(model, shape, "seed 51, replication \(replication), \(shape)")
            }
        }
    }

    @Test func productsAddUpToFlopAndBytesOfEveryPart() throws {
        try Self.forEachStep { model, shape, label in
            let program = model.program(for: shape)
            let pass = Pass(shape, stages: program.stages)
            let parts = program.breakdown(pass)
            let lines = model.lines(of: shape)
            for part in StepPart.allCases {
                let of = lines.filter { $0.part == part }
                func sum(_ accounts: (StepLine) -> [Account]) -> Double {
                    of.reduce(0) { $0 + accounts($1).reduce(0) { $0 + $1.value } }
                }
                let energy = of.first?.unit?.relativeEnergy ?? 1
                let cost = parts[part] * pass.busy
                #expect(agree(sum(\.flop) * energy, cost.flop, within: 1e-9), "\(part) \(label)")
                #expect(agree(sum(\.bytes), cost.bytes, within: 1e-9), "\(part) \(label)")
                #expect(agree(sum(\.paddedFlop) * energy, cost.paddedFlop, within: 1e-9), "\(part) \(label)")
                #expect(agree(sum(\.paddedBytes), cost.paddedBytes, within: 1e-9), "\(part) \(label)")
            }
            for account in lines.flatMap({ $0.flop + $0.bytes + $0.paddedFlop + $0.paddedBytes }) {
                #expect(account.value > 0 && account.factors.allSatisfy { $0.value > 0 }, "\(label)")
            }
        }
    }

    @Test func energyTermsAddUpAndNoneIsNegative() throws {
        var capped = 0
        try Self.forEachStep { model, shape, label in
            let estimate = model.estimate(of: shape)
            let terms = model.energyTerms(of: shape)
            let joules = estimate.joules * Double(model.sharding.devices)
            #expect(agree(terms.reduce(0) { $0 + $1.joules }, joules, within: 1e-9), "\(label)")
            #expect(terms.allSatisfy { $0.joules > 0 }, "\(label)")
            capped += estimate.isCapped ? 1 : 0
        }
        #expect(capped > 20)
    }

    /// Every stage samples the rows that pass it once, however many stages there are.
    @Test func aPipelinesSamplerIsCountedOnce() throws {
        func joules(_ stages: Int) throws -> Double {
            let model = try RooflineModel(
                model: ModelCatalog.model(named: "Llama-3.1-8B"), device: DeviceCatalog.h100SXM,
                engine: .vllm,
                pipelineParallel: stages)
            let terms = model.energyTerms(of: .decode(64, context: 500))
            return terms.first { $0.cause == .sampler }?.joules ?? 0
        }
        let one = try joules(1)
        #expect(
            agree(one, 64 * 128_256 * EngineProfile.vllm.sampler.nanojoulesPerLogit * 1e-9, within: 1e-12))
        for stages in [2, 4, 8] { #expect(agree(try joules(stages), one, within: 1e-12)) }
    }
}
