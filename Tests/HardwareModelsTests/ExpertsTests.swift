import Testing

@testable import HardwareModels

@Suite struct ExpertsTests {
    private func cost(
        tokens: Double, devices: Double = 1, alone: Bool = false,
        change: (inout RooflineConstants) -> Void = { _ in }
    ) -> KernelCost {
        var constants = RooflineConstants.ideal
        constants.routing = .skewed(2)
        constants.expertImbalance = 1
        change(&constants)
        let machine = Textbook.machine(constants)
        return Experts(
            hiddenSize: 4096, size: 1536, perToken: 8, count: 128, devices: devices,
            routing: constants.routing, precision: Precision(.bf16, .experts, on: machine)
        ).cost(tokens: tokens, on: machine, alone: alone)
    }

    /// Bytes of one expert: three matrices of 4096 x 1536 in 16 bits.
    private static let expert = 3 * 4096.0 * 1536 * 2

    @Test func weightsOfTheExpertsThatAreHit() {
        let load = ExpertLoad(
            tokens: 16, perToken: 8, experts: 128, devices: 1, routing: .skewed(2), imbalance: 1)
        #expect(agree(cost(tokens: 16).bytes, load.activeExperts * Self.expert, within: 1e-12))
    }

    @Test func theBusiestDeviceTakesTheTimeAndTheMeanTheEnergy() {
        let counted = cost(tokens: 16, devices: 4)
        let even = cost(tokens: 16, devices: 4) { $0.expertImbalance = 0 }
        #expect(counted.microseconds > even.microseconds)
        #expect(counted.bytes == even.bytes)
        #expect(counted.flop == even.flop)
        // What four devices read together is what one would.
        #expect(agree(4 * counted.bytes, cost(tokens: 16).bytes, within: 1e-12))
    }

    @Test func aContiguousLayoutReadsAnExpertForEveryBlock() {
        let padded = cost(tokens: 512, devices: 8) { $0.experts[.sixteenBit].blockRows = 128 }
        // 512 x 8 rows of all devices and 16 local experts padded by up to 127: 47.875 blocks.
        #expect(agree(padded.bytes + padded.paddedBytes, 47.875 * Self.expert, within: 1e-12))
        #expect(padded.bytes == cost(tokens: 512, devices: 8).bytes)
        #expect(padded.microseconds > cost(tokens: 512, devices: 8).microseconds)
        #expect(padded.flop == cost(tokens: 512, devices: 8).flop)
        #expect(padded.paddedFlop > 0)
        let alone = cost(tokens: 512, devices: 8, alone: true) { $0.experts[.sixteenBit].blockRows = 128 }
        #expect(alone == cost(tokens: 512, devices: 8, alone: true))
    }

    @Test func kernelsThatAreNotTunedReadSlower() {
        func untuned(_ tokens: Double, _ devices: Double, alone: Bool = false) -> Double {
            let plain = cost(tokens: tokens, devices: devices, alone: alone)
            let slow = cost(tokens: tokens, devices: devices, alone: alone) {
                $0.experts[.sixteenBit].untunedPenalty = 1.5
            }
            return slow.microseconds / plain.microseconds
        }
        #expect(untuned(64, 1) == 1)
        // Tuned up to as many tokens as local experts, and where the kernel runs alone.
        #expect(untuned(32, 4) == 1)
        #expect(agree(untuned(33, 4), 1.5, within: 1e-12))
        #expect(untuned(33, 4, alone: true) == 1)
    }
}
