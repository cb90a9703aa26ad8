import Testing

@testable import SimCore

@Suite struct RequestRecordTests {
    private func record(output: Int) -> RequestRecord {
        RequestRecord(
            id: 3, replica: 0, arrival: .milliseconds(10), firstScheduled: .milliseconds(15),
            firstToken: .milliseconds(40), finish: .milliseconds(100), promptTokens: 8, outputTokens: output,
            requestClass: 0, preemptions: 0, prefillEnergy: Energy(femtojoules: 5),
            decodeEnergy: Energy(femtojoules: 6),
            paddingEnergy: .zero, recomputeEnergy: .zero)
    }

    @Test func latenciesAreDifferences() {
        let record = record(output: 4)
        #expect(record.queueing == .milliseconds(5) && record.ttft == .milliseconds(30))
        #expect(record.e2e == .milliseconds(90) && record.tpot == .milliseconds(20))
        #expect(record.energy.femtojoules == 11)
    }

    @Test func oneTokenHasNoTPOT() { #expect(record(output: 1).tpot == nil) }
}
