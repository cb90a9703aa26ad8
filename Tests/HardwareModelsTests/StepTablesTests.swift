import SimCore
import Testing

@testable import HardwareModels

@Suite struct StepTablesTests {
    @Test func batchesBeyondTheTableAreComputed() throws {
        var model = try RooflineModelTests.llama()
        for tokens in [16_383, 16_384, 16_385, 100_000] as [Int64] {
            for shape in [BatchShape.prompts(1, of: tokens), .decode(tokens, context: 1)] {
                let step = model.estimate(of: shape)
                #expect(agree(Double(model.cost(of: shape).duration(at: shape)) * 1e-9, step.microseconds))
                #expect(model.cost(of: shape) == model.cost(of: shape))
            }
        }
    }

    @Test func clocksDoNotMix() throws {
        var model = try RooflineModelTests.llama()
        let shape = BatchShape.decode(64, context: 100)
        for clock in [1000, 700, 1000, 500, 700, 999] {
            var eased = shape
            eased.operatingPoint = OperatingPoint(clockPermille: clock)
            var fresh = try RooflineModelTests.llama()
            #expect(model.cost(of: eased) == fresh.cost(of: eased))
        }
    }

    @Test func wholeNumbersAreTheNearest() {
        #expect(Whole.int64(2.5) == 2)
        #expect(Whole.int64(-1) == 0)
        #expect(Whole.int64(4e18) == 4_000_000_000_000_000_000)
        #expect(Whole.int128(0x1p80) == Int128(1) << 80)
        #expect(Whole.int128(1e15) == 1_000_000_000_000_000)
        #expect(Whole.int128(9.5e18) == 9_500_000_000_000_000_000)
        #expect(Whole.int128(.nan) == 0)
        #expect(Whole.double(Int128(1) << 80) == 0x1p80)
        #expect(Whole.double(12_345) == 12_345)
    }
}
