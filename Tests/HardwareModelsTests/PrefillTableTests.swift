import SimCore
import Testing

@testable import HardwareModels

@Suite struct PrefillTableTests {
    private static func program(_ name: String) throws -> StepProgram {
        try RooflineModel(
            model: ModelCatalog.model(named: name), device: DeviceCatalog.h100SXM, engine: .vllm
        ).program(for: BatchShape())
    }

    /// Few values of each number, so that keys differ in one of them and collide in the table.
    @Test(arguments: ["gemma-3-12b", "Llama-3.1-8B"]) func answersWhatWouldBeComputed(name: String) throws {
        let program = try Self.program(name)
        var stream = RandomStream(seed: 5, purpose: "prefill table")
        var table = PrefillTable()
        for _ in 0..<5_000 {
            var shape = BatchShape()
            shape.prefillTokens = stream.whole(in: 1...3)
            shape.prefillChunks = stream.whole(in: 1...3)
            shape.prefillPairs = stream.whole(in: 1...3)
            shape.windowedPrefillPairs = stream.whole(in: 1...3)
            shape.prefillPastTokens = stream.whole(in: 0...2)
            shape.windowedPrefillPastTokens = stream.whole(in: 0...2)
            shape.decodeSequences = stream.whole(in: 0...2)
            #expect(table.cost(shape, program) == program.prefillAttention(shape))
        }
    }
}
