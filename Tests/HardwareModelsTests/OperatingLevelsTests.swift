import SimCore
import Testing

@testable import HardwareModels

/// What a lock and a cap do to a step, for random curves and random steps.
@Suite struct OperatingLevelsTests {
    /// A step's needs: kernels that compute and move bytes at once, launches, waits for the host, energy of both kinds.
    struct Demand: CustomStringConvertible {
        var host = 0.0
        var launch = 0.0
        var kernels: [(compute: Double, memory: Double)] = []
        var core = 0.0
        var memory = 0.0
        let seed: UInt64

        var description: String { "WATTLINE_SEED=\(seed)" }

        init(seed: UInt64, _ stream: inout RandomStream) {
            self.seed = seed
            let kind = stream.whole(in: 0...3)
            host = kind == 1 ? 0 : stream.unit() * 5000
            // Some steps are all host, some all device.
            guard kind != 2 else { return }
            launch = stream.unit() * 2000
            for _ in 0..<stream.whole(in: 0...5) {
                let (compute, memory) = (stream.unit() * 3000, stream.unit() * 3000)
                kernels.append((compute, memory))
                core += compute * 4e11 * stream.unit()
                self.memory += memory * 2e11 * stream.unit()
            }
        }

        func draw(_ level: OperatingLevel, _ curve: OperatingCurve) -> (Int64, Int128) {
            let stretch = Double(level.stretchBillionths) * 1e-9
            let waiting = max(
                1, 3e12 / curve.issueBytesPerSecond(atMegahertz: Double(level.kilohertz) * 1e-3))
            var microseconds = launch * stretch
            for kernel in kernels {
                microseconds += smoothMaximum(
                    kernel.compute * stretch, kernel.memory * waiting, exponent: 2.73)
            }
            let busy = Whole.int64(microseconds * 1e9)
            let idle = Whole.int64(host * 1e9)
            let joules = level.femtojoules(
                busy: busy, host: idle, core: Whole.int128(core), memory: Whole.int128(memory))
            return (busy + idle, joules)
        }
    }

    /// Calls `body` with so many random curves and steps; a failure names the seed that repeats it.
    static func forAll(
        _ purpose: String, _ count: UInt64 = 300,
        _ body: (OperatingCurve, OperatingLevels, Demand) throws -> Void
    ) throws {
        for seed in 0..<count {
            var stream = RandomStream(seed: seed, purpose: purpose)
            let curve = try OperatingCurveTests.random(&stream)
            try body(curve, try OperatingLevels(curve), Demand(seed: seed, &stream))
        }
    }

    @Test func powerNeverRisesAndTimeNeverFallsAsTheClockFalls() throws {
        try Self.forAll("falls") { curve, levels, demand in
            var above: (time: Int64, energy: Int128)?
            for level in levels.levels.reversed() {
                let (time, energy) = demand.draw(level, curve)
                #expect(time >= 0 && energy >= 0, "\(demand)")
                if let above {
                    #expect(time >= above.time, "\(demand)")
                    // energy/time <= above.energy/above.time, but for a femtojoule of rounding on each side.
                    let (left, right) = (energy * Int128(above.time), above.energy * Int128(time))
                    #expect(
                        left <= right + Int128(above.time) + Int128(time),
                        "\(demand) at \(level.kilohertz) kHz")
                }
                above = (time, energy)
            }
        }
    }

    @Test func aCapTakesTheHighestLevelThatFits() throws {
        try Self.forAll("fits") { curve, levels, demand in
            let draws = levels.levels.map { demand.draw($0, curve) }
            var stream = RandomStream(seed: demand.seed, purpose: "caps")
            for _ in 0..<20 {
                let cap = stream.whole(in: 0...1_500_000)
                let top = Int(stream.whole(in: 0...Int64(levels.levels.count - 1)))
                var calls = 0
                let chosen = levels.highest(under: cap, upTo: top) { place in
                    calls += 1
                    return draws[place]
                }
                let wanted = (0...top).last { draws[$0].1 * 1000 <= Int128(cap) * Int128(draws[$0].0) }
                #expect(chosen == wanted, "\(demand) under \(cap) mW up to level \(top)")
                #expect(calls <= 14, "\(demand)")
            }
        }
    }

    /// The two ways of asking for less give the same time and joules at the same watts, to the last digit.
    @Test func aCapAndALockAreOneLaw() throws {
        try Self.forAll("one law") { curve, levels, demand in
            let draws = levels.levels.map { demand.draw($0, curve) }
            for (place, draw) in draws.enumerated() where draw.0 > 0 {
                // The least whole number of milliwatts that holds this level.
                let cap = Int64((draw.1 * 1000 + Int128(draw.0) - 1) / Int128(draw.0))
                let chosen = try #require(
                    levels.highest(under: cap, upTo: draws.count - 1) { draws[$0] }, "\(demand)")
                #expect(chosen >= place, "\(demand)")
                // A milliwatt may hold the next level too.
                #expect(agree(Double(draws[chosen].0), Double(draw.0), within: 0.005), "\(demand)")
                #expect(Whole.double(draws[chosen].1) <= Whole.double(draw.1) * 1.005, "\(demand)")
            }
        }
    }

    @Test func aLowerCapNeverTakesAHigherLevel() throws {
        try Self.forAll("lower") { curve, levels, demand in
            var before = -1
            for cap in stride(from: 10_000, through: 1_500_000, by: 70_000) {
                let chosen =
                    levels.highest(under: Int64(cap), upTo: levels.levels.count - 1) {
                        demand.draw(levels.levels[$0], curve)
                    } ?? -1
                #expect(chosen >= before, "\(demand) under \(cap) mW")
                before = chosen
            }
        }
    }

    @Test func levelsEndAtTheHighestClock() throws {
        let levels = try OperatingLevels(try OperatingCurveTests.curve(lowest: 205, highest: 1980, step: 15))
            .levels
        #expect(levels.last?.kilohertz == 1_980_000)
        #expect(levels.last?.coreMillionths == 1_000_000)
        #expect(levels.last?.stretchBillionths == 1_000_000_000)
        #expect(levels.first?.kilohertz == 205_000)
        #expect(levels[1].kilohertz == 210_000)
        #expect(levels.count == 120)
        let single = try OperatingLevels(try OperatingCurveTests.curve(lowest: 2000, highest: 2000))
        #expect(single.levels.count == 1)
        #expect(single.highest(under: 1, upTo: 0) { _ in (1, 1) } == nil)
        #expect(single.highest(under: 1000, upTo: 0) { _ in (1, 1) } == 0)
    }

    @Test func aShareOfTheHighestClockNamesTheNearestLevel() throws {
        try Self.forAll("nearest", 60) { _, levels, demand in
            for permille in stride(from: 1, through: 1000, by: 7) {
                let wanted = Double(levels.highest.kilohertz) * Double(permille) / 1000
                func distance(_ place: Int) -> Double { abs(Double(levels.levels[place].kilohertz) - wanted) }
                let place = levels.place(ofPermille: permille)
                for neighbour in [place - 1, place + 1] where levels.levels.indices.contains(neighbour) {
                    #expect(distance(place) <= distance(neighbour), "\(demand) \(permille)")
                }
            }
            #expect(levels.place(ofPermille: 1000) == levels.levels.count - 1)
        }
    }

    @Test func standingPowerIsPricedByWhoWaits() throws {
        let level = OperatingLevel(
            kilohertz: 1_000_000, awakeMilliwatts: 200_000, idleMilliwatts: 100_000, coreMillionths: 500_000,
            stretchBillionths: 2_000_000_000)
        // A millisecond at 200 W, half of it at 100 W, a joule that follows the supply at a half, and one that does not.
        let joules = level.femtojoules(
            busy: 1_000_000_000_000, host: 500_000_000_000, core: 1_000_000_000_000_000,
            memory: 1_000_000_000_000_000)
        #expect(
            joules == 200_000_000_000_000 + 50_000_000_000_000 + 500_000_000_000_000 + 1_000_000_000_000_000)
    }
}
