import SimCore

/// Step costs at every clock, and the one that a lock and a cap allow.
///
/// A lock names a level of the device's ``OperatingLevels``, a cap lets the highest that draws no more; either way the step
/// is priced by the tables of that level, kernel by kernel, so the two give the same integers at the same clock. Tables are made
/// when a level is first asked for.
struct LevelTables: Sendable {
    let levels: OperatingLevels
    private let cap: PowerCap
    /// Of all devices together, idle at the lowest clock.
    private let lowestIdleMilliwatts: Int64
    private let make: @Sendable (Double) -> StepTables
    private var tables: [StepTables?]

    /// `cap` is that of all `devices` together; `make` gives the tables of a clock, as a share of the highest.
    init(
        _ levels: OperatingLevels, cap: PowerCap, devices: Int,
        make: @escaping @Sendable (Double) -> StepTables
    ) {
        self.levels = levels
        self.cap = cap
        lowestIdleMilliwatts = levels.levels[0].idleMilliwatts * Int64(devices)
        self.make = make
        tables = [StepTables?](repeating: nil, count: levels.levels.count)
    }

    /// The clock of a level as a share of the highest.
    func share(_ place: Int) -> Double {
        place == levels.levels.count - 1
            ? 1 : Double(levels.levels[place].kilohertz) / Double(levels.highest.kilohertz)
    }

    /// Fills in the cost of a decode step that is remembered at the level `top` and draws no more there than the cap.
    @inline(__always)
    func recall(_ step: inout PricedStep, upTo top: Int) -> Bool {
        guard let known = tables[top]?.recall(&step), known else { return false }
        let excess = cap.excess(step.cost, spanCount: 1, at: step.shape)
        guard !excess.isPositive else { return false }
        excess.limit(&step.cost, at: step.shape)
        return true
    }

    /// The cost of a bounded shape at no level above `top`.
    mutating func cost(of shape: BatchShape, upTo top: Int) -> StepCost {
        var (cost, spanCount) = price(shape, top)
        guard !cost.isBeyondLimits else { return cost }
        let excess = cap.excess(cost, spanCount: spanCount, at: shape)
        excess.limit(&cost, at: shape)
        guard excess.isPositive else { return cost }
        let place = place(of: shape, below: top)
        guard place >= 0 else { return paused(shape) }
        var chosen = price(shape, place).cost
        let above = price(shape, place + 1).cost
        guard !chosen.isBeyondLimits, !above.isBeyondLimits else { return .beyondLimits }
        cap.excess(chosen, spanCount: spanCount, at: shape).limit(&chosen, at: shape)
        cap.excess(above, spanCount: spanCount, at: shape).limit(&chosen, at: shape)
        for span in 0..<spanCount {
            chosen.spans[span].limit = min(chosen.spans[span].limit, above.spans[span].limit)
        }
        return chosen
    }

    /// The level that a bounded shape runs at, and whether the device pauses there besides.
    mutating func level(of shape: BatchShape, upTo top: Int) -> (place: Int, pauses: Bool) {
        let (cost, spanCount) = price(shape, top)
        guard !cost.isBeyondLimits, cap.excess(cost, spanCount: spanCount, at: shape).isPositive else {
            return (top, false)
        }
        let place = place(of: shape, below: top)
        return (max(0, place), place < 0)
    }

    /// The highest level below `top` that fits, or -1. Steps that a cap holds mostly run not far below the highest clock, so the
    /// search strides down before it halves.
    private mutating func place(of shape: BatchShape, below top: Int) -> Int {
        var high = top
        var stride = 4
        var low = max(-1, top - stride)
        while low >= 0, !fits(shape, low) {
            high = low
            stride *= 2
            low = max(-1, low - stride)
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if fits(shape, middle) { low = middle } else { high = middle }
        }
        return low
    }

    private mutating func fits(_ shape: BatchShape, _ place: Int) -> Bool {
        let (cost, spanCount) = price(shape, place)
        return !cost.isBeyondLimits && !cap.excess(cost, spanCount: spanCount, at: shape).isPositive
    }

    private mutating func price(_ shape: BatchShape, _ place: Int) -> (cost: StepCost, spanCount: Int) {
        if tables[place] == nil { tables[place] = make(share(place)) }
        // In place: a copy to change would copy the tables.
        return (tables[place]?.cost(of: shape) ?? .beyondLimits, tables[place]?.program.spanCount ?? 1)
    }

    /// A step that draws more than the cap even at the lowest clock, as few do: the device pauses, idle at that clock, until the
    /// mean is the cap.
    private mutating func paused(_ shape: BatchShape) -> StepCost {
        var (cost, spanCount) = price(shape, 0)
        guard !cost.isBeyondLimits else { return cost }
        cap.excess(cost, spanCount: spanCount, at: shape).limit(&cost, at: shape)
        return cap.paused(cost, spanCount: spanCount, idleMilliwatts: lowestIdleMilliwatts)
    }
}
