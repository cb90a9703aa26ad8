import SimCore

/// A step's cost in the integers of ``StepCost``.
extension StepTables {
    /// The cost of a bounded shape, all devices together, before any cap. O(1).
    mutating func cost(of shape: BatchShape) -> StepCost {
        let isDecode = shape.decodeSequences > 0 && shape.prefillTokens == 0 && shape.swappedBlocks == 0
        guard isDecode, shape.completedPrefills == 0 else { return mixedCost(of: shape) }
        let cell = GridCell(shape.contextTokens)
        let windowedCell = physics.windowedLayers > 0 ? GridCell(shape.windowedContextTokens).lower : 0
        // Without a window the two contexts are one, and a piece is a range of it.
        let isOneContext =
            physics.windowedLayers == 0 && shape.growingSequences == shape.decodeSequences
            && shape.windowedContextTokens == shape.contextTokens
        let slot = decodes.slot(shape.decodeSequences, cell.lower, windowedCell)
        if !decodes.holds(slot, shape.decodeSequences, cell.lower, windowedCell) {
            // One after the other: as an argument of `uncapped`, `sums` would change the tables while a second
            // reference to them is held, and copy them all.
            let sums = sums(shape)
            let fresh = uncapped(sums, shape)
            decodes.fill(slot, shape.decodeSequences, cell.lower, windowedCell, fresh)
        } else if isOneContext, decodes.pieces[slot].from <= shape.contextTokens {
            return decodes.pieces[slot].cost
        }
        var step = decodes.steps[slot]
        hold(&step, at: shape)
        if isOneContext { remember(step.cost, in: slot, at: shape, cell) }
        return step.cost
    }

    /// The cost of a step that does more than decode.
    @inline(never)
    private mutating func mixedCost(of shape: BatchShape) -> StepCost {
        let key = MixedSteps.Key(shape, hasWindow: physics.windowedLayers > 0)
        var step: HeldStep
        let part: PrefillPart
        if shape.swappedBlocks == 0, let place = mixed.place(of: key) {
            step = mixed.entries[place].step
            part = mixed.entries[place].part
        } else {
            let sums = sums(shape)
            step = uncapped(sums, shape)
            part = prefillPart(sums, shape)
            if shape.swappedBlocks == 0 { mixed.fill(key, step, part) }
        }
        hold(&step, at: shape)
        if shape.prefillTokens > 0, !step.isBeyondLimits {
            step.cost.prefillEnergy =
                shape.decodeSequences == 0
                ? max(0, step.cost.energyBase) : part.energy(of: step, at: shape)
        }
        return step.cost
    }

    /// Remembers a piece that holds to the end of its cell and a step's growth beyond. With that room its limit is the
    /// cell's wherever in the cell it is asked for, so that what is remembered is what would be computed.
    private mutating func remember(_ cost: StepCost, in slot: Int, at shape: BatchShape, _ cell: GridCell) {
        guard cost.contextLimit == cell.upper - 1 else { return }
        var later = shape
        later.contextTokens = cell.upper - 1 + shape.decodeSequences
        later.windowedContextTokens = later.contextTokens
        var beyond = decodes.steps[slot]
        hold(&beyond, at: later)
        beyond.cost.contextLimit = cost.contextLimit
        beyond.cost.windowedContextLimit = cost.windowedContextLimit
        if beyond.cost == cost { decodes.pieces[slot].note(cost, at: shape.contextTokens) }
    }

    private func hold(_ step: inout HeldStep, at shape: BatchShape) {
        guard !step.isBeyondLimits, physics.hostPace > 0 else { return }
        let idle = physics.power.idleJoulesPerMicrosecond * 1e9 * physics.devices
        HostPace.hold(
            &step.cost, to: Whole.int64(physics.hostPace * 1e9), idleMilliwatts: Whole.int64(idle), at: shape)
    }

    /// The whole numbers of a step before the host holds it.
    private func uncapped(_ sums: StepSums, _ shape: BatchShape) -> HeldStep {
        let base = sums.base
        let power = physics.power
        let femtojoules = physics.devices * 1e15
        let baseJoules = power.joules(sums, base: base)
        let perToken = power.joules(sums.perToken, busy: sums.busy)
        let windowed = sums.perWindowedToken
        let perWindowedToken = power.joules(windowed, busy: sums.busy)
        var step = HeldStep(cost: .beyondLimits, baseJoules: baseJoules)
        guard
            StepLimits.hold(
                microseconds: max(base.microseconds, physics.hostPace), joules: baseJoules * physics.devices),
            StepLimits.hold(
                microsecondsPerToken: max(sums.perToken.microseconds, windowed.microseconds),
                joulesPerToken: max(perToken, perWindowedToken) * physics.devices)
        else { return step }
        // A step takes at least a picosecond, so that the clock always advances.
        var cost = StepCost(
            durationBase: max(1000, Whole.int64(base.microseconds * 1e9)),
            energyBase: Whole.int128(baseJoules * femtojoules))
        if shape.decodeSequences > 0 {
            cost.durationPerToken = Whole.int64(sums.perToken.microseconds * 1e9)
            cost.energyPerToken = Whole.int64(perToken * femtojoules)
            cost.contextLimit = sums.limit
            if physics.windowedLayers > 0 {
                cost.durationPerWindowedToken = Whole.int64(windowed.microseconds * 1e9)
                cost.energyPerWindowedToken = Whole.int64(perWindowedToken * femtojoules)
                cost.windowedContextLimit = sums.windowedLimit
            }
        }
        step.cost = cost
        return step
    }

    private func prefillPart(_ sums: StepSums, _ shape: BatchShape) -> PrefillPart {
        let power = physics.power
        let busy = sums.busy
        let tokenShare = Double(shape.prefillTokens) / Double(max(1, shape.tokens))
        let rowShare = Double(shape.completedPrefills) / Double(max(1, shape.rows))
        let output = power.joules(sums.output, busy: busy) + power.joulesPerLogit * sums.logits * busy
        let shared = power.joules(sums.linear + sums.fixed, busy: busy)
        return PrefillPart(
            prefill: power.joules(sums.prefillAttention, busy: busy) + rowShare * output + tokenShare
                * shared,
            perToken: power.joules(sums.perToken, busy: busy),
            perWindowedToken: power.joules(sums.perWindowedToken, busy: busy))
    }
}

/// Nearest whole numbers of non-negative quantities that were found within ``StepLimits``.
enum Whole {
    /// Of a number below 2^63.
    static func int64(_ value: Double) -> Int64 {
        value > 0 ? Int64(value.rounded(.toNearestOrEven)) : 0
    }

    /// Of a number below 2^127.
    static func int128(_ value: Double) -> Int128 {
        guard value > 0 else { return 0 }
        guard value >= 9e18 else { return Int128(Int64(value.rounded(.toNearestOrEven))) }
        // At least 2^53, so the value is its whole significand shifted: exact, and without a division.
        let significand = value.significandBitPattern | (1 << 52)
        return Int128(significand) << Int128(value.exponent - 52)
    }

    /// Of a non-negative number: the library's conversion from `Int128` takes as long as all the rest of a cost.
    static func double(_ value: Int128) -> Double {
        let high = UInt64(truncatingIfNeeded: value >> 64)
        let low = UInt64(truncatingIfNeeded: value)
        return high == 0 ? Double(low) : Double(high) * 0x1p64 + Double(low)
    }
}
