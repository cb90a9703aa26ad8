import SimCore
import Testing

@testable import HardwareModels

@Suite struct OperatingCurveTests {
    static let supply = [
        OperatingCurve.Supply(megahertz: 1000, share: 1), OperatingCurve.Supply(megahertz: 1500, share: 1.2),
        OperatingCurve.Supply(megahertz: 2000, share: 1.3),
    ]

    static func curve(
        lowest: Double = 200, highest: Double = 2000, step: Double = 15,
        supply: [OperatingCurve.Supply] = supply,
        bare: Double = 70, idle: Double = 120, awake: Double = 270, leakage: Double = 0.3
    ) throws -> OperatingCurve {
        try OperatingCurve(
            lowestMegahertz: lowest, highestMegahertz: highest, stepMegahertz: step, supply: supply,
            bareWatts: bare, idleWatts: idle, awakeWatts: awake, leakageShare: leakage)
    }

    /// Any curve that a device can have.
    static func random(_ stream: inout RandomStream) throws -> OperatingCurve {
        func draw(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + stream.unit() * (range.upperBound - range.lowerBound)
        }
        let highest = draw(800...3000)
        let knee = highest * draw(0.3...0.9)
        let bend = knee + (highest - knee) * draw(0.1...0.9)
        let share = draw(1...1.3)
        let bare = draw(20...200)
        let idle = bare * draw(1...2.5)
        return try OperatingCurve(
            lowestMegahertz: highest * draw(0.1...0.3), highestMegahertz: highest,
            stepMegahertz: draw(5...60),
            supply: [
                .init(megahertz: knee, share: 1), .init(megahertz: bend, share: share),
                .init(megahertz: highest, share: share * draw(1...1.3)),
            ], bareWatts: bare, idleWatts: idle, awakeWatts: idle * draw(1...3),
            // The supply rises least where the leakage is judged by it.
            leakageShare: draw(0...0.3), issueBytesPerCycle: draw(500...6000))
    }

    @Test func readsBackWhatTheWattmeterRead() throws {
        let curve = try Self.curve()
        #expect(agree(curve.idleWatts(atMegahertz: 200), 70))
        #expect(agree(curve.idleWatts(atMegahertz: 2000), 120))
        #expect(agree(curve.awakeWatts(atMegahertz: 2000), 270))
        // 150 W over 2 GHz at 1.3 squared.
        #expect(agree(curve.awakeWattsPerGigahertz, 150 / (2 * 1.69)))
        // 30 % of 50 W over 1.69 - 1.
        #expect(agree(curve.leakageWatts, 15 / 0.69))
        #expect(agree(curve.idleWattsPerGigahertz, 35 / (2 * 1.69 - 0.2)))
    }

    @Test func supplyIsStraightBetweenItsPoints() throws {
        let curve = try Self.curve()
        #expect(curve.voltage(atMegahertz: 200) == 1)
        #expect(curve.voltage(atMegahertz: 1000) == 1)
        #expect(agree(curve.voltage(atMegahertz: 1250), 1.1))
        #expect(agree(curve.voltage(atMegahertz: 1500), 1.2))
        #expect(agree(curve.voltage(atMegahertz: 1750), 1.25))
        #expect(curve.voltage(atMegahertz: 2500) == 1.3)
        #expect(agree(curve.coreEnergyShare(atMegahertz: 1000), 1 / 1.69))
        #expect(curve.coreEnergyShare(atMegahertz: 2000) == 1)
        #expect(try Self.curve(supply: []).voltage(atMegahertz: 1300) == 1)
    }

    @Test func aDeviceThatIdlesAtOnePowerHasNoClockTree() throws {
        let curve = try Self.curve(bare: 100, idle: 100, awake: 100)
        for clock in [200.0, 900, 1700, 2000] {
            #expect(curve.idleWatts(atMegahertz: clock) == 100)
            #expect(curve.awakeWatts(atMegahertz: clock) == 100)
        }
    }

    @Test func issueLimitGoesWithTheClock() throws {
        let curve = try OperatingCurve(
            lowestMegahertz: 200, highestMegahertz: 2000, stepMegahertz: 15, supply: [], bareWatts: 1,
            idleWatts: 1,
            awakeWatts: 1, leakageShare: 0, issueBytesPerCycle: 3300)
        #expect(agree(curve.issueBytesPerSecond(atMegahertz: 1000), 3.3e12))
        #expect(try Self.curve().issueBytesPerSecond(atMegahertz: 1000) == .infinity)
    }

    @Test func whatDoesNotRiseIsRefused() {
        func refuses(_ make: () throws -> OperatingCurve) -> String? {
            do { _ = try make() } catch { return "\(error)" }
            return nil
        }
        let refused = [
            refuses { try Self.curve(lowest: 2100) }, refuses { try Self.curve(lowest: 0) },
            refuses { try Self.curve(highest: .nan) }, refuses { try Self.curve(step: 0) },
            refuses { try Self.curve(step: 0.01) }, refuses { try Self.curve(bare: -1) },
            refuses { try Self.curve(idle: 60) }, refuses { try Self.curve(awake: 110) },
            refuses { try Self.curve(leakage: 1.1) },
            refuses { try Self.curve(supply: Self.supply.reversed()) },
            refuses { try Self.curve(supply: [.init(megahertz: 1000, share: 0.9)]) },
            refuses { try Self.curve(supply: [.init(megahertz: 1000, share: .infinity)]) },
            // Leakage alone would draw more than the board does.
            refuses {
                try Self.curve(
                    lowest: 1900,
                    supply: [.init(megahertz: 500, share: 1), .init(megahertz: 2000, share: 5)],
                    bare: 1, idle: 1000, awake: 1000, leakage: 0)
            },
        ]
        for (index, text) in refused.enumerated() {
            #expect(text != nil, "case \(index)")
            #expect(text?.contains("operating curve") ?? true, "\(text ?? "")")
        }
    }
}
