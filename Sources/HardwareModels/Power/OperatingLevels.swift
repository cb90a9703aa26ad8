import SimCore

/// One clock of an ``OperatingCurve``, in whole numbers.
public struct OperatingLevel: Hashable, Sendable {
    public let kilohertz: Int64
    public let awakeMilliwatts: Int64
    public let idleMilliwatts: Int64
    /// Energy that follows the supply, in millionths of what it is at the highest clock.
    public let coreMillionths: Int64
    /// Time that goes with the clock, in billionths of what it is at the highest.
    public let stretchBillionths: Int64

    /// Femtojoules of a step at this clock: so many femtoseconds of work and of waiting for the host, and energy that
    /// follows the supply (at the highest clock) and that does not. Rounded down once.
    public func femtojoules(busy: Int64, host: Int64, core: Int128, memory: Int128) -> Int128 {
        // mW x fs is a thousandth of a femtojoule.
        let standing = Int128(awakeMilliwatts) &* Int128(busy) &+ Int128(idleMilliwatts) &* Int128(host)
        return (standing &* 1000 &+ core &* Int128(coreMillionths)) / 1_000_000 &+ memory
    }
}

/// Every clock of an ``OperatingCurve`` from the lowest, each drawing no less than the one before.
///
/// A step draws more watts at a higher level: its busy time times the clock never falls as the clock rises (true of
/// time on the chip, of waits for memory, of a smooth maximum of the two, of the issue limit), and the supply never
/// falls. So the levels that a cap allows are the lowest few, and the highest of them is found by halving.
public struct OperatingLevels: Hashable, Sendable {
    /// Rising; never empty.
    public let levels: [OperatingLevel]

    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)`` for a curve whose watts fall as the clock
    ///   rises.
    public init(_ curve: OperatingCurve) throws(HardwareError) {
        let span = curve.highestMegahertz - curve.lowestMegahertz
        // Counted from the highest, which is the one that everybody runs at; the lowest step may be a short one.
        let steps = Int((span / curve.stepMegahertz).rounded(.up))
        var levels: [OperatingLevel] = []
        levels.reserveCapacity(steps + 1)
        for step in stride(from: steps, through: 0, by: -1) {
            let clock = max(
                curve.lowestMegahertz, curve.highestMegahertz - Double(step) * curve.stepMegahertz)
            let level = OperatingLevel(
                kilohertz: Whole.int64(clock * 1e3),
                awakeMilliwatts: Whole.int64(curve.awakeWatts(atMegahertz: clock) * 1e3),
                idleMilliwatts: Whole.int64(curve.idleWatts(atMegahertz: clock) * 1e3),
                coreMillionths: Whole.int64(curve.coreEnergyShare(atMegahertz: clock) * 1e6),
                stretchBillionths: Whole.int64(curve.highestMegahertz / clock * 1e9))
            if let before = levels.last {
                guard level.awakeMilliwatts >= before.awakeMilliwatts,
                    level.idleMilliwatts >= before.idleMilliwatts,
                    level.coreMillionths >= before.coreMillionths
                else {
                    throw OperatingCurve.outOfRange(
                        "power at \(clock) MHz", "\(level.awakeMilliwatts) mW",
                        "no less than at the clock below")
                }
            }
            levels.append(level)
        }
        self.levels = levels
    }

    public var highest: OperatingLevel { levels[levels.count - 1] }

    /// The place of the level nearest to a share of the highest clock, the higher of two that are as near. O(1).
    public func place(ofPermille permille: Int) -> Int {
        let wanted = highest.kilohertz * Int64(permille)
        var (low, high) = (0, levels.count - 1)
        while low < high {
            let middle = (low + high) / 2
            // Twice the middle between two neighbours, in thousandths of a kHz.
            if (levels[middle].kilohertz + levels[middle + 1].kilohertz) * 500 <= wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The highest level up to `limit` at which a step draws no more than the cap; nil where not even the lowest does.
    ///
    /// `draw` says femtoseconds and femtojoules at a level, all devices of the cap together. Decided in whole numbers, so
    /// that the cap that just holds a level chooses it. About log2 of the levels calls.
    public func highest(
        under milliwatts: Int64, upTo limit: Int, draw: (Int) -> (femtoseconds: Int64, femtojoules: Int128)
    ) -> Int? {
        func fits(_ place: Int) -> Bool {
            let step = draw(place)
            return step.femtojoules &* 1000 <= Int128(milliwatts) &* Int128(step.femtoseconds)
        }
        if fits(limit) { return limit }
        guard limit > 0, fits(0) else { return nil }
        // `low` fits and `high` does not.
        var (low, high) = (0, limit)
        while high - low > 1 {
            let middle = (low + high) / 2
            if fits(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
