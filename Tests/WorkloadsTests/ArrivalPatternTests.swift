import SimCore
import Testing

@testable import Workloads

@Suite struct ArrivalPatternTests {
    @Test func ratesAndBurstinessChooseTheLaw() throws {
        #expect(try ArrivalPattern(requestsPerSecond: 4) == .poisson(requestsPerSecond: 4))
        #expect(
            try ArrivalPattern(requestsPerSecond: 4, burstiness: 0.5)
                == .gamma(requestsPerSecond: 4, burstiness: 0.5))
        #expect(
            try ArrivalPattern(requestsPerSecond: 4, burstiness: .infinity) == .constant(requestsPerSecond: 4)
        )
        #expect(try ArrivalPattern(requestsPerSecond: .infinity) == .together)
        #expect(try ArrivalPattern(requestsPerSecond: .infinity, burstiness: .infinity) == .together)
    }

    @Test(arguments: [0, -4, -Double.infinity, Double.nan]) func ratesThatAreNone(rate: Double) {
        #expect(throws: WorkloadError.self) { try ArrivalPattern(requestsPerSecond: rate) }
        #expect(throws: WorkloadError.self) {
            try ArrivalPattern.constant(requestsPerSecond: rate).validate()
        }
        #expect(throws: WorkloadError.self) {
            try ArrivalPattern.gamma(requestsPerSecond: 1, burstiness: rate).validate()
        }
        #expect(throws: WorkloadError.self) { try ArrivalPattern(requestsPerSecond: 1, burstiness: rate) }
    }

    @Test func anInfiniteRateWithoutItsLawIsRefused() {
        #expect(throws: WorkloadError.notPositive(name: "rate", value: .infinity)) {
            try ArrivalPattern.poisson(requestsPerSecond: .infinity).validate()
        }
    }

    @Test(arguments: [1e-8, 1e-300, Double.leastNonzeroMagnitude]) func ratesBelowTheRange(rate: Double) {
        #expect(throws: WorkloadError.rateTooLow(requestsPerSecond: rate)) {
            try ArrivalPattern(requestsPerSecond: rate)
        }
    }

    @Test func gapsInTheWrongOrder() {
        let reversed = ArrivalPattern.uniformGaps(shortest: .seconds(2), longest: .seconds(1))
        #expect(throws: WorkloadError.badGaps(shortest: .seconds(2), longest: .seconds(1))) {
            try reversed.validate()
        }
        let negative = ArrivalPattern.uniformGaps(shortest: .seconds(-1), longest: .seconds(1))
        #expect(throws: WorkloadError.badGaps(shortest: .seconds(-1), longest: .seconds(1))) {
            try negative.validate()
        }
    }

    @Test func messagesSayWhatToTry() {
        #expect(
            WorkloadError.rateTooLow(requestsPerSecond: 1e-9).description.hasSuffix("ask for a higher rate"))
        #expect(
            WorkloadError.notPositive(name: "rate", value: -4).description
                == "rate must be a finite number > 0, got -4.0")
    }
}
