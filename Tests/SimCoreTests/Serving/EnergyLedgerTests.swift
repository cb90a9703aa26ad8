import SimCore
import Testing

@Suite struct EnergyLedgerTests {
    private func ledger(_ unit: Int128) -> EnergyLedger {
        var ledger = EnergyLedger()
        ledger.idle = Energy(femtojoules: unit)
        ledger.prefill = Energy(femtojoules: 2 * unit)
        ledger.decode = Energy(femtojoules: 4 * unit)
        ledger.paddingWaste = Energy(femtojoules: 8 * unit)
        ledger.recomputeWaste = Energy(femtojoules: 16 * unit)
        ledger.staticPart = Energy(femtojoules: 3 * unit)
        return ledger
    }

    /// Waste is part of prefill and decode, not beside them.
    @Test func theTotalIsIdlePrefillAndDecode() {
        #expect(ledger(1).total.femtojoules == 7)
        #expect(ledger(1).dynamicPart.femtojoules == 4)
    }

    @Test func ledgersAddFieldByField() {
        var sum = ledger(1)
        sum += ledger(10)
        #expect(sum == ledger(11))
    }
}
