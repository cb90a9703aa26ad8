import SimCore

/// Clock, supply voltage and standing power of a device: the one law behind a locked clock and a power cap.
///
///     V(f)     = 1 up to the knee, then rising in straight pieces: the supply as a share of its lowest
///     idle(f)  = P0 + L (V^2 - 1) + ki f V^2      a context is loaded and nothing runs
///     awake(f) = idle(f) + ka f V^2               kernels are resident, those that wait for memory or links among them
///     E(step)  = awake(f) t_busy + idle(f) t_host + V^2 E_core + E_memory
///
/// A cap is a controller that lowers the clock until the watts fit, so it chooses one of the ``OperatingLevels`` that a
/// lock could name. E_core follows the supply (FLOP, a byte's way through the chip, a sampler's comparisons), E_memory
/// does not (a byte's way to and through the memory, which has a clock of its own).
///
/// Forms and values: calibration/README.md. Three figures that a wattmeter reads fix P0, ki and ka: idle without a
/// context at the lowest clock, idle with one and awake at the highest.
public struct OperatingCurve: Hashable, Sendable {
    /// The supply at a core clock, as a share of its lowest.
    public struct Supply: Hashable, Sendable {
        public var megahertz: Double
        public var share: Double

        public init(megahertz: Double, share: Double) {
            self.megahertz = megahertz
            self.share = share
        }
    }

    /// Core clocks that can be had, in MHz: `lowest`, `lowest + step`, ... `highest`.
    public let lowestMegahertz: Double
    public let highestMegahertz: Double
    public let stepMegahertz: Double
    /// Rising points of V: 1 up to the first, straight between, level after the last.
    public let supply: [Supply]
    /// P0, the board, standing memory and leakage at the lowest supply, in watts.
    public let standbyWatts: Double
    /// L, leakage that follows the supply's square, in watts at the lowest supply.
    public let leakageWatts: Double
    /// ki, the clock tree of an idle chip, in watts per GHz at the lowest supply.
    public let idleWattsPerGigahertz: Double
    /// ka, what resident kernels add, in watts per GHz at the lowest supply.
    public let awakeWattsPerGigahertz: Double
    /// I, the bytes of device memory that the cores can ask for in a cycle; infinite where nobody saw a limit.
    public let issueBytesPerCycle: Double

    /// From what a wattmeter reads: `bareWatts` idle at the lowest clock without a context, `idleWatts` idle and
    /// `awakeWatts` awake at the highest clock; `leakageShare` of the rise from bare to idle is leakage.
    ///
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for clocks, supply or watts that do not rise.
    public init(
        lowestMegahertz: Double, highestMegahertz: Double, stepMegahertz: Double, supply: [Supply],
        bareWatts: Double, idleWatts: Double, awakeWatts: Double, leakageShare: Double,
        issueBytesPerCycle: Double = .infinity
    ) throws(HardwareError) {
        func check(_ field: String, _ value: Double, _ range: ClosedRange<Double>) throws(HardwareError) {
            guard value >= range.lowerBound, value <= range.upperBound else {
                throw OperatingCurve.outOfRange(
                    field, String(value), "\(range.lowerBound) to \(range.upperBound)")
            }
        }
        try check("highest clock", highestMegahertz, 1...100_000)
        try check("lowest clock", lowestMegahertz, 0.001...highestMegahertz)
        // No table of levels is longer than this.
        try check(
            "clock step", stepMegahertz, max(0.001, (highestMegahertz - lowestMegahertz) / 4096)...100_000)
        try check("bare idle power", bareWatts, 0...1e6)
        try check("idle power", idleWatts, bareWatts...1e6)
        try check("active floor", awakeWatts, idleWatts...1e6)
        try check("leakage share", leakageShare, 0...1)
        guard issueBytesPerCycle >= 1 else {
            throw OperatingCurve.outOfRange("bytes per cycle", String(issueBytesPerCycle), "at least 1")
        }
        var before = Supply(megahertz: 0, share: 1)
        for point in supply {
            guard point.megahertz > before.megahertz, point.share >= before.share, point.share <= 10 else {
                throw OperatingCurve.outOfRange(
                    "supply voltage", "\(point.share) at \(point.megahertz) MHz",
                    "rising with the clock, from 1 to 10 times the lowest")
            }
            before = point
        }
        self.init(
            unchecked: lowestMegahertz, highestMegahertz: highestMegahertz, stepMegahertz: stepMegahertz,
            supply: supply, bareWatts: bareWatts, idleWatts: idleWatts, awakeWatts: awakeWatts,
            leakageShare: leakageShare, issueBytesPerCycle: issueBytesPerCycle)
        guard standbyWatts >= 0 else {
            throw OperatingCurve.outOfRange(
                "bare idle power", String(bareWatts), "enough for the leakage and clocks of the lowest clock")
        }
    }

    /// Of figures that were found in range.
    init(
        unchecked lowestMegahertz: Double, highestMegahertz: Double, stepMegahertz: Double, supply: [Supply],
        bareWatts: Double, idleWatts: Double, awakeWatts: Double, leakageShare: Double,
        issueBytesPerCycle: Double
    ) {
        self.lowestMegahertz = lowestMegahertz
        self.highestMegahertz = highestMegahertz
        self.stepMegahertz = stepMegahertz
        self.supply = supply
        self.issueBytesPerCycle = issueBytesPerCycle
        let low = OperatingCurve.voltage(supply, lowestMegahertz)
        let high = OperatingCurve.voltage(supply, highestMegahertz)
        let (lowSquare, highSquare) = (low * low, high * high)
        let rise = idleWatts - bareWatts
        leakageWatts = highSquare > lowSquare ? rise * leakageShare / (highSquare - lowSquare) : 0
        let leakageRise = leakageWatts * (highSquare - lowSquare)
        let cycles = (highestMegahertz * highSquare - lowestMegahertz * lowSquare) * 1e-3
        idleWattsPerGigahertz = cycles > 0 ? (rise - leakageRise) / cycles : 0
        awakeWattsPerGigahertz = (awakeWatts - idleWatts) / (highestMegahertz * 1e-3 * highSquare)
        standbyWatts =
            bareWatts - leakageWatts * (lowSquare - 1) - idleWattsPerGigahertz * lowestMegahertz * 1e-3
            * lowSquare
    }

    /// V, the supply as a share of its lowest.
    public func voltage(atMegahertz megahertz: Double) -> Double {
        OperatingCurve.voltage(supply, megahertz)
    }

    /// Drawn with a context loaded and nothing running, in watts.
    public func idleWatts(atMegahertz megahertz: Double) -> Double {
        let square = squaredVoltage(megahertz)
        return standbyWatts + leakageWatts * (square - 1) + idleWattsPerGigahertz * megahertz * 1e-3 * square
    }

    /// Drawn by resident kernels before any FLOP or byte is counted, in watts.
    public func awakeWatts(atMegahertz megahertz: Double) -> Double {
        idleWatts(atMegahertz: megahertz) + awakeWattsPerGigahertz * megahertz * 1e-3
            * squaredVoltage(megahertz)
    }

    /// What energy that follows the supply is at a clock, as a share of the same at the highest clock.
    public func coreEnergyShare(atMegahertz megahertz: Double) -> Double {
        squaredVoltage(megahertz) / squaredVoltage(highestMegahertz)
    }

    /// Bytes a second that the cores can ask for.
    public func issueBytesPerSecond(atMegahertz megahertz: Double) -> Double {
        issueBytesPerCycle * megahertz * 1e6
    }

    private func squaredVoltage(_ megahertz: Double) -> Double {
        let volts = voltage(atMegahertz: megahertz)
        return volts * volts
    }

    private static func voltage(_ supply: [Supply], _ megahertz: Double) -> Double {
        var before: Supply?
        for point in supply {
            guard megahertz > point.megahertz else {
                guard let before else { return point.megahertz > 0 ? 1 : point.share }
                let way = (megahertz - before.megahertz) / (point.megahertz - before.megahertz)
                return before.share + way * (point.share - before.share)
            }
            before = point
        }
        return before?.share ?? 1
    }

    static func outOfRange(_ field: String, _ value: String, _ allowed: String) -> HardwareError {
        HardwareError.outOfRange(subject: "operating curve", field: field, value: value, allowed: allowed)
    }
}
