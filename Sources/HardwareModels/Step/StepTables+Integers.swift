import SimCore

/// A step's cost in the integers of ``StepCost``.
extension StepTables {
    /// The cost of a bounded shape, all devices together, before any cap. O(1).
    mutating func cost(of shape: BatchShape) -> StepCost {
        let isDecode = shape.decodeSequences > 0 && shape.prefillTokens == 0 && shape.swappedBlocks == 0
        guard isDecode, shape.completedPrefills == 0 else { return mixedCost(of: shape) }
        let cell = GridCell(shape.contextTokens)
        // Of one span of attention a piece is a range of its contexts.
        let isOneSpan = program.spanCount == 1
        let key = DecodeSteps.Key(shape, cell, spanCount: program.spanCount)
        let (slot, isHeld) = decodes.find(key)
        if !isHeld {
            // One after the other: as an argument of `uncapped`, `sums` would change the tables while a second
            // reference to them is held, and copy them all.
            let sums = sums(shape)
            let fresh = uncapped(sums, shape)
            decodes.fill(slot, key, fresh)
        } else if isOneSpan, decodes.pieces[slot].from <= shape.contextTokens {
            return decodes.pieces[slot].cost
        }
        var step = decodes.steps[slot]
        hold(&step, at: shape)
        if isOneSpan { remember(step.cost, in: slot, at: shape, cell) }
        return step.cost
    }

    /// The cost of a step that does more than decode.
    @inline(never)
    private mutating func mixedCost(of shape: BatchShape) -> StepCost {
        let key = MixedSteps.Key(shape, spanCount: program.spanCount)
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
        var beyond = decodes.steps[slot]
        hold(&beyond, at: later)
        beyond.cost.contextLimit = cost.contextLimit
        if beyond.cost == cost { decodes.pieces[slot].note(cost, at: shape.contextTokens) }
    }

    private func hold(_ step: inout HeldStep, at shape: BatchShape) {
        guard !step.isBeyondLimits, program.hostPace > 0 else { return }
        let idle = program.power.idleJoulesPerMicrosecond * 1e9 * program.devices
        HostPace.hold(
            &step, to: Whole.int64(program.hostPace * 1e9), idleMilliwatts: Whole.int64(idle), at: shape)
    }

    /// The whole numbers of a step before the host holds it.
    private func uncapped(_ sums: StepSums, _ shape: BatchShape) -> HeldStep {
        let base = sums.base
        let power = program.power
        let baseJoules = power.joules(base, busy: sums.busy)
        var step = HeldStep(cost: .beyondLimits, baseJoules: baseJoules, spanCount: program.spanCount)
        guard
            StepLimits.hold(
                microseconds: max(base.microseconds, program.hostPace), joules: baseJoules * program.devices)
        else { return step }
        // A step takes at least a picosecond, so that the clock always advances.
        var cost = StepCost(
            durationBase: max(1000, Whole.int64(base.microseconds * 1e9)),
            energyBase: Whole.int128(baseJoules * (program.devices * 1e15)))
        for span in 0..<program.spanCount where shape.decodeSequences > 0 {
            let perToken = sums.perToken[span]
            let joules = power.joules(perToken, busy: sums.busy) * (program.devices * 1e15)
            guard
                StepLimits.hold(microsecondsPerToken: perToken.microseconds, joulesPerToken: joules * 1e-15)
            else { return step }
            cost.spans[span].duration = Whole.int64(perToken.microseconds * 1e9)
            cost.spans[span].energy = Whole.int64(joules)
            cost.spans[span].limit = sums.limits[span]
        }
        step.cost = cost
        return step
    }

    private func prefillPart(_ sums: StepSums, _ shape: BatchShape) -> PrefillPart {
        let power = program.power
        let busy = sums.busy
        let tokenShare = Double(shape.prefillTokens) / Double(max(1, shape.tokens))
        let rowShare = Double(shape.completedPrefills) / Double(max(1, shape.rows))
        let output = power.joules(sums.output, busy: busy)
        let shared = power.joules(sums.linear + sums.fixed, busy: busy)
        var perToken = PerSpan(repeating: 0.0)
        for span in 0..<program.spanCount { perToken[span] = power.joules(sums.perToken[span], busy: busy) }
        return PrefillPart(
            prefill: power.joules(sums.prefillAttention, busy: busy) + rowShare * output + tokenShare
                * shared,
            perToken: perToken)
    }
}
