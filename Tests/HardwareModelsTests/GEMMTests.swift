import SimCore
import Testing

@testable import HardwareModels

@Suite struct GEMMTests {
    @Test func idealIsTheLargerTime() {
        // 1000 x 1000 weights: 2 MB, 2 us. 1 row: 2e6 FLOP, 0.02 us. 400 rows: 8e8 FLOP, 8 us.
        let one = Textbook.product(rows: 1, columns: 1000, depth: 1000, on: Textbook.machine())
        #expect(agree(one.microseconds, 2, within: 1e-12))
        #expect(one.flop == 2e6)
        #expect(one.bytes == 2e6)
        let many = Textbook.product(rows: 400, columns: 1000, depth: 1000, on: Textbook.machine())
        #expect(agree(many.microseconds, 8, within: 1e-12))
    }

    @Test func launchAndDepthAddUp() {
        var constants = RooflineConstants.ideal
        constants.products[.sixteenBit].launchMicroseconds = 3
        constants.products[.sixteenBit].microsecondsPer1024Depth = 0.5
        constants.products[.sixteenBit].depthLimit = 2048
        let machine = Textbook.machine(constants)
        // 1024 deep: 0.5 us more; from 2048 on 1 us.
        let shallow = Textbook.product(rows: 1, columns: 1000, depth: 1024, on: machine)
        #expect(agree(shallow.microseconds, 3 + 0.5 + 2.048, within: 1e-12))
        let deep = Textbook.product(rows: 1, columns: 1000, depth: 4096, on: machine)
        #expect(agree(deep.microseconds, 3 + 1 + 8.192, within: 1e-12))
    }

    @Test func activationsCountWhereTheyTravel() {
        var constants = RooflineConstants.ideal
        constants.activationTraffic = 1
        let cost = Textbook.product(rows: 10, columns: 300, depth: 200, on: Textbook.machine(constants))
        // 60,000 weights, 2000 inputs and 3000 outputs of 2 bytes.
        #expect(cost.bytes == 130_000)
    }

    @Test func smoothMaximumLiesBetweenMaximumAndSum() {
        #expect(smoothMaximum(3, 4, exponent: .infinity) == 4)
        #expect(agree(smoothMaximum(3, 4, exponent: 2), 5, within: 1e-14))
        #expect(agree(smoothMaximum(3, 4, exponent: 1), 7, within: 1e-14))
        #expect(smoothMaximum(0, 4, exponent: 2.73) == 4)
        #expect(smoothMaximum(0, 0, exponent: 2.73) == 0)
        let corner = smoothMaximum(1, 1, exponent: 2.73)
        // 2^(1/2.73)
        #expect(agree(corner, 1.2890429787892568, within: 1e-14))
    }

    @Test func clockSlowsComputeAndLaunchOnly() {
        var constants = RooflineConstants.ideal
        constants.products[.sixteenBit].launchMicroseconds = 3
        let half = Textbook.machine(constants, clock: 0.5)
        let memoryBound = Textbook.product(rows: 1, columns: 1000, depth: 1000, on: half)
        #expect(agree(memoryBound.microseconds, 6 + 2, within: 1e-12))
        let computeBound = Textbook.product(rows: 400, columns: 1000, depth: 1000, on: half)
        #expect(agree(computeBound.microseconds, 6 + 16, within: 1e-12))
    }
}
