import SimCore
import Testing

@Suite struct EnergyTests {
    @Test func sumsAreExactInAnyOrder() {
        var stream = RandomStream(seed: 2, purpose: "energy")
        let parts = (0..<1_000).map { _ in
            Energy(femtojoules: Int128(stream.whole(in: Int64.min...Int64.max)) << 20)
        }
        #expect(parts.reduce(.zero, +) == parts.reversed().reduce(.zero, +))
        #expect(parts.reduce(.zero, +) - parts.reduce(.zero, +) == .zero)
    }

    @Test func jouleIsTenToTheFifteen() {
        #expect(Energy(femtojoules: 2_500_000_000_000_000).joules == 2.5)
        var energy = Energy(femtojoules: 5)
        energy += Energy(femtojoules: 4)
        energy -= Energy(femtojoules: 2)
        #expect(energy.femtojoules == 7)
        #expect(Energy(femtojoules: 7) < Energy(femtojoules: 8))
    }

    @Test func readsAndPrints() throws {
        #expect(try Energy(parsing: "1 Wh") == Energy(parsing: "3.6 kJ"))
        #expect(try Energy(parsing: "268.9 J").femtojoules == 268_900_000_000_000_000)
        #expect("\(try Energy(parsing: "431.8 J"))" == "431.8 J")
        #expect("\(Energy(femtojoules: .min))".hasSuffix(" MJ"))
    }
}
