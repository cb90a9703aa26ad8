import HardwareModels
import SimCore
import Testing

@testable import SimCLI

@Suite("A step's energy line by line")
struct EnergyWalkTests {
    /// Printed joules as whole numbers of their last digit.
    private func digits(_ text: String) -> Int? { Int(text.dropLast(2).filter { $0 != "." }) }

    @Test("The printed lines add up to the printed total, on every model and several engines")
    func sums() throws {
        var checked = 0
        for model in ModelCatalog.all {
            for (engine, stages, cap) in [
                (EngineProfile.vllm, 1, 400.0), (.ideal, 1, 700), (.transformers, 1, 700), (.vllm, 2, 700),
            ] {
                guard
                    let system = try? RooflineModel(
                        model: model, device: DeviceCatalog.h200, engine: engine, tensorParallel: 2,
                        pipelineParallel: stages, powerCap: Power(watts: cap))
                else { continue }
                for (phase, count) in [(RooflineStep.Phase.decode, 1), (.decode, 200), (.prefill, 777)] {
                    let step = RooflineStep(phase, count: count, context: 900, of: system)
                    let walk = EnergyWalk(step, system)
                    let values = walk.lines.map { digits($0.value) ?? .min }
                    let label = "\(model.name) \(engine.name) \(phase) \(count)"
                    #expect(values.dropLast().reduce(0, +) == values.last, "\(label)")
                    #expect(walk.lines.last?.value == "\(walk.total) J")
                    // Not only in print: the terms are the energy.
                    let sum = walk.terms.reduce(0) { $0 + $1.joules }
                    #expect(abs(sum - step.joules) <= 1e-9 * step.joules, "\(label): \(sum) \(step.joules)")
                    checked += 1
                }
            }
        }
        #expect(checked > 100)
    }

    @Test("A step under the cap is told as power at rest, and what is above it")
    func cap() throws {
        let system = try RooflineModel(
            model: ModelCatalog.model(named: "llama-3.1-8b"), device: DeviceCatalog.h100SXM, engine: .vllm,
            powerCap: Power(watts: 400))
        let step = RooflineStep(.prefill, count: 4096, context: 0, of: system)
        let walk = EnergyWalk(step, system)
        #expect(walk.terms.first?.name == "GPU at rest")
        #expect(walk.terms.contains { $0.formula.contains("under the cap") })
        #expect(step.estimate.isCapped)
    }

    @Test("It is the energy of the simulator's own step")
    func integers() throws {
        var system = try RooflineModel(
            model: ModelCatalog.model(named: "textbook-7b"), device: DeviceCatalog.textbook, engine: .ideal)
        let step = RooflineStep(.decode, count: 8, context: 1000, of: system)
        let cost = system.cost(of: step.shape)
        let femtojoules =
            Double(cost.energyBase) + Double(cost.energyPerToken) * Double(step.shape.contextTokens)
        #expect(abs(femtojoules * 1e-15 - step.joules) <= 1e-9 * step.joules)
        // 13e9 + 8 x 0.2e9 bytes take 14.6 ms: 1.46 J awake, 1.46 J of bytes; 8 x 13.4e9 FLOP x 3 pJ = 0.3216 J.
        #expect(EnergyWalk(step, system).total == "3.2416")
    }
}
