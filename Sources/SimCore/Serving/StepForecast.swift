/// Answers what the step of a plan would cost, at any clock: what a policy that saves energy by running slower asks.
///
///     mutating func plan(
///         _ replica: borrowing ReplicaState, into plan: inout BatchPlan, asking forecast: inout some StepForecast
///     ) {
///         self.plan(replica, into: &plan)
///         var least = Energy(femtojoules: .max)
///         for permille in stride(from: 1000, through: 400, by: -100) {
///             let point = OperatingPoint(clockPermille: permille)
///             guard let step = forecast.step(of: plan, on: replica, at: point), step.duration <= limit else { break }
///             if step.energy < least { (least, plan.operatingPoint) = (step.energy, point) }
///         }
///     }
public protocol StepForecast {
    /// The cost of the plan's step at an operating point; nil for a plan that computes nothing. It is what the step will
    /// cost if the engine accepts the plan as it is. O(sequences named, and of those paused).
    mutating func step(
        of plan: borrowing BatchPlan, on replica: borrowing ReplicaState, at point: OperatingPoint
    ) -> ForecastStep?
}

/// What a step would cost.
public struct ForecastStep: Hashable, Sendable {
    /// Rounded down to a picosecond.
    public let duration: SimDuration
    /// Of all the replica's devices, static power included.
    public let energy: Energy
}

/// A cost model that can be asked for forecasts: where it is, as it is too large to be handed on.
@usableFromInline struct PlanForecast<Cost: StepCostModel>: StepForecast {
    @usableFromInline let cost: Place<Cost>

    @inlinable
    init(_ cost: Place<Cost>) { self.cost = cost }

    @inlinable
    mutating func step(
        of plan: borrowing BatchPlan, on replica: borrowing ReplicaState, at point: OperatingPoint
    ) -> ForecastStep? {
        guard let shape = replica.shape(of: plan, at: point) else { return nil }
        return ForecastStep(cost.value.cost(of: shape), shape)
    }
}

extension ForecastStep {
    /// The cost of a step of this shape, clamped where it is no step's.
    @usableFromInline
    init(_ cost: StepCost, _ shape: BatchShape) {
        var duration = Int128(cost.durationBase)
        var energy = cost.energyBase
        for index in 0..<PerSpan<StepCost.PerToken>.count {
            duration &+= Int128.product(cost.spans[index].duration, shape.spans[index].contextTokens)
            energy &+= Int128.product(cost.spans[index].energy, shape.spans[index].contextTokens)
        }
        self.duration = SimDuration(picoseconds: Int64(clamping: duration / 1000))
        self.energy = Energy(femtojoules: energy)
    }
}

extension ReplicaState {
    /// The shape that the step of a plan would have; nil if it computes nothing.
    @usableFromInline
    func shape(of plan: borrowing BatchPlan, at point: OperatingPoint) -> BatchShape? {
        var shape = place.value.shape(of: plan)
        guard shape.decodeSequences > 0 || shape.prefillChunks > 0 else { return nil }
        shape.operatingPoint = point
        return shape
    }
}

extension Replica {
    /// The same. What the plan names and is not there counts for nothing: the engine will refuse it.
    mutating func shape(of plan: borrowing BatchPlan) -> BatchShape {
        var shape = BatchShape()
        shape.pool = pool
        shape.stateBytes = limits.stateBytes
        shape.swappedBlocks = blocksToSwap
        let isForAll = plan.decodes && plan.selected.isEmpty
        if isForAll, rows > 0 { describeDecoding(&shape) }
        if isForAll, pausedCount > 0 {
            var number = oldestSlot
            while number >= 0 {
                let slot = slots.place(Int(number))
                if slot.value.phase == .paused { shape.addRow(slot.value.computed, 1, spans) }
                number = slot.value.younger
            }
        }
        for index in 0..<plan.preempted.count {
            let victim = plan.preempted[index]
            guard let slot = slot(victim.slot, id: victim.id) else { continue }
            let tokens = tokensInCache(slot)
            if slot.value.phase == .prefilling { continue }
            if isForAll { shape.addRow(tokens, -1, spans) }
            if victim.how == .swap { shape.swappedBlocks += blocks(ofSequence: tokens) }
        }
        for index in 0..<plan.resumed.count {
            guard let slot = slot(plan.resumed[index].slot, id: plan.resumed[index].id) else { continue }
            shape.addRow(slot.value.computed, 1, spans)
            shape.swappedBlocks += blocks(ofSequence: slot.value.computed)
        }
        for index in 0..<plan.selected.count {
            guard let slot = slot(plan.selected[index].slot, id: plan.selected[index].id) else { continue }
            shape.addRow(tokensInCache(slot), 1, spans)
        }
        for index in 0..<plan.chunks.count {
            let chunk = plan.chunks[index]
            guard chunk.tokens > 0, chunk.tokens <= 1 << 40 else { continue }
            var target: Int64
            var past: Int64 = 0
            if chunk.place >= 0 {
                guard chunk.place < queue.windowCount else { continue }
                let entry = queue[chunk.place]
                target = entry.slot < 0 ? entry.promptTokens : slots[Int(entry.slot)].prefillTarget
                target = max(target, chunk.paddedTo)
            } else {
                guard let slot = slot(chunk.slot, id: chunk.id) else { continue }
                target = slot.value.prefillTarget
                past = slot.value.computed
            }
            shape.addChunk(
                tokens: chunk.tokens, past: past, completes: past + chunk.tokens == target, spans: spans,
                declared: spanBooks.count)
        }
        return shape
    }

    private mutating func slot(_ number: Int32, id: Int64) -> Place<SequenceSlot>? {
        guard number >= 0, Int(number) < slotCount else { return nil }
        let slot = slots.place(Int(number))
        return slot.value.id == id ? slot : nil
    }
}

extension BatchShape {
    /// Adds a decode row with so many tokens in its cache, or with a `sign` of -1 takes it out.
    fileprivate mutating func addRow(_ tokens: Int64, _ sign: Int64, _ lengths: PerSpan<AttentionSpan>) {
        decodeSequences += sign
        for index in 0..<PerSpan<AttentionSpan>.count {
            let span = lengths[index]
            spans[index].contextTokens += sign * span.reads(tokens + 1)
            spans[index].growingSequences += span.isChunked || tokens < span.tokens ? sign : 0
        }
    }
}
