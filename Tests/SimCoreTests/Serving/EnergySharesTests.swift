import Testing

@testable import SimCore

@Suite struct EnergySharesTests {
    /// k steps at once leave what k single steps leave, in every running sum.
    @Test func aLeapLeavesWhatItsStepsLeave() {
        var stream = RandomStream(seed: 101, purpose: "shares")
        for _ in 0..<300 {
            var leap = EnergyShares()
            var steps = EnergyShares()
            var step: Int64 = 0
            for _ in 0..<10 {
                let base = Int128(stream.whole(in: 0...1 << 60))
                let slope = stream.whole(in: 0...1 << 40)
                let rows = stream.whole(in: 1...300)
                let count = stream.whole(in: 1...40)
                leap.add(base: base, slope: slope, rows: rows, step: step, count: count)
                for index in 0..<count {
                    steps.add(base: base, slope: slope, rows: rows, step: step + index, count: 1)
                }
                step += count
                #expect(leap.each == steps.each)
                #expect(leap.carry == steps.carry)
                #expect(leap.slope == steps.slope && leap.slopeSteps == steps.slopeSteps)
                #expect(leap.carry >= 0 && leap.carry < Int128(rows))
            }
        }
    }

    /// Rows that come and go get, together, every femtojoule of base energy; the last one to leave gets the rest.
    @Test func nothingIsLost() {
        var stream = RandomStream(seed: 102, purpose: "shares")
        for _ in 0..<300 {
            var shares = EnergyShares()
            var joinedAt: [Int128] = []
            var paid: Int128 = 0
            var spent: Int128 = 0
            for round in 0..<30 as Range<Int64> {
                for _ in 0..<stream.whole(in: 0...3) { joinedAt.append(shares.each) }
                if !joinedAt.isEmpty {
                    let base = Int128(stream.whole(in: 0...1_000))
                    let count = stream.whole(in: 1...9)
                    shares.add(
                        base: base, slope: 0, rows: Int64(joinedAt.count), step: round,
                        count: count)
                    spent += base * Int128(count)
                }
                for _ in 0..<stream.whole(in: 0...2) where !joinedAt.isEmpty {
                    paid += shares.each - joinedAt.removeLast()
                    if joinedAt.isEmpty { paid += shares.takeCarry() }
                }
            }
            while !joinedAt.isEmpty { paid += shares.each - joinedAt.removeLast() }
            paid += shares.takeCarry()
            #expect(paid == spent)
        }
    }

    /// A row that reads offset + step + 1 tokens in step number `step` gets slope x that.
    @Test func slopesCountTheContextThatIsRead() {
        var shares = EnergyShares()
        shares.add(base: 0, slope: 3, rows: 2, step: 10, count: 4)
        // Steps 10 ... 13 read offset + 11 ... offset + 14, in sum 4 offset + 50.
        #expect(shares.slope == 12 && shares.slopeSteps == 3 * 50)
        #expect(shares.each == 0 && shares.carry == 0)
    }

    @Test func energyBeyondSixtyFourBitsIsDivided() {
        var shares = EnergyShares()
        let base = (Int128(1) << 80) + 5
        shares.add(base: base, slope: 0, rows: 7, step: 0, count: 3)
        #expect(shares.each == base * 3 / 7)
        #expect(shares.carry == base * 3 % 7)
    }
}
