import Testing

@testable import HardwareModels

@Suite struct ExpertLoadTests {
    private func load(
        _ tokens: Double, devices: Double = 1, _ routing: ExpertRouting, imbalance: Double = 1
    ) -> ExpertLoad {
        ExpertLoad(
            tokens: tokens, perToken: 8, experts: 128, devices: devices, routing: routing,
            imbalance: imbalance)
    }

    @Test func oneTokenReadsItsOwnExperts() {
        #expect(load(1, .balanced).activeExperts == 8)
        #expect(agree(load(1, .uniform).activeExperts, 8, within: 1e-12))
        #expect(load(1, .powerLaw(1.2)).activeExperts == 8)
    }

    @Test func skewReadsFewerExperts() {
        for tokens in [4.0, 16, 64, 256] {
            let even = load(tokens, .uniform).activeExperts
            let mild = load(tokens, .skewed(2)).activeExperts
            let strong = load(tokens, .skewed(0.5)).activeExperts
            #expect(load(tokens, .balanced).activeExperts >= even)
            #expect(even > mild)
            #expect(mild > strong)
            #expect(load(tokens, .skewed(2)).rows == tokens * 8)
        }
        // 16 tokens hit 1 - (1 + 1/2)^-2 = 5/9 of the experts.
        #expect(agree(load(16, .skewed(2)).activeExperts, 128 * 5.0 / 9, within: 1e-12))
    }

    @Test func theBusiestDeviceHasMoreThanItsShare() {
        let four = load(64, devices: 4, .skewed(2))
        #expect(four.rows > 64 * 8 / 4)
        #expect(four.activeExperts > load(64, .skewed(2)).activeExperts / 4)
        #expect(four.activeExperts <= 32)
        let even = load(64, devices: 4, .skewed(2), imbalance: 0)
        #expect(even.rows == 64 * 8 / 4)
        #expect(load(64, devices: 4, .balanced).rows == 64 * 8 / 4)
    }

    @Test func powerLawsOfWholeExponentsAreBetweenTheirNeighbours() {
        for exponent in [2.0, 3] {
            let (below, at, above) = (
                load(64, devices: 4, .powerLaw(exponent - 0.01)), load(64, devices: 4, .powerLaw(exponent)),
                load(64, devices: 4, .powerLaw(exponent + 0.01))
            )
            #expect(agree(at.rows, (below.rows + above.rows) / 2, within: 1e-3))
            #expect(agree(at.activeExperts, (below.activeExperts + above.activeExperts) / 2, within: 1e-3))
        }
    }

    @Test func theMeanOverDevicesIsWhatOneDeviceWouldRead() {
        for routing in [ExpertRouting.skewed(2), .uniform, .powerLaw(1.2)] {
            for tokens in [1.0, 8, 64, 512] {
                let four = load(tokens, devices: 4, routing)
                #expect(four.meanExperts <= four.activeExperts)
                #expect(four.meanRows <= four.rows)
                #expect(agree(four.meanRows, tokens * 8 / 4, within: 1e-12))
            }
        }
        let four = load(16, devices: 4, .skewed(2))
        #expect(agree(4 * four.meanExperts, load(16, .skewed(2)).activeExperts, within: 1e-12))
    }
}
