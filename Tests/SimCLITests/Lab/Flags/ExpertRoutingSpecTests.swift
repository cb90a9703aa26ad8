import HardwareModels
import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("--expert-routing")
struct ExpertRoutingSpecTests {
    @Test(
        "Every form reads back as the same",
        arguments: [
            ("measured", ExpertRouting.measured), ("Balanced", .balanced), ("uniform", .uniform),
            ("skewed:0.5", .skewed(0.5)), ("power-law:1.2", .powerLaw(1.2)),
            ("power_law:1.01", .powerLaw(1.01)),
        ])
    func forms(text: String, routing: ExpertRouting) throws {
        let spec = try ExpertRoutingSpec(parsing: text)
        #expect(spec.routing == routing)
        #expect(try ExpertRoutingSpec(parsing: spec.description) == spec)
    }

    @Test(
        "What is no routing says what is",
        arguments: [
            (
                "ballanced",
                "must be measured, balanced, uniform, skewed:SHAPE or power-law:EXPONENT, got 'ballanced'. Did you "
                    + "mean balanced?"
            ),
            ("skewed", "must be skewed with a number, such as skewed:1.2, got 'skewed'"),
            ("skewed:0", "needs for skewed a shape from 0.001 to 1000, got '0'"),
            ("skewed:nan", "needs for skewed a shape from 0.001 to 1000, got 'nan'"),
            ("power-law:2", "needs for power-law an exponent from 1.01 to 1.99, got '2'"),
            (
                "even:2",
                "must be measured, balanced, uniform, skewed:SHAPE or power-law:EXPONENT, got 'even:2'"
            ),
        ])
    func refusals(text: String, message: String) {
        #expect(throws: BadValue.predicate(message)) {
            try ExpertRoutingSpec(parsing: text)
        }
    }

    @Test("Even experts take no longer than skewed ones on several devices")
    func order() throws {
        func microseconds(_ routing: String) throws -> Double {
            let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
            let line = "-m qwen3-30b-a3b --tp 2 --ep 2 --expert-routing \(routing)"
            let arguments = line.split(separator: " ").map(String.init)
            var shape = BatchShape()
            shape.prefillTokens = 8192
            shape.prefillChunks = 1
            return try Scenario(Settings(parser.parse(arguments).given)).cost.estimate(of: shape).microseconds
        }
        #expect(try microseconds("balanced") < microseconds("power-law:1.2"))
    }
}
