import Testing

@testable import SimCore

/// Every way to write a bad plan: the fault, its words, and that nothing of the plan was done.
@Suite struct BatchPlanTests {
    private static let limits = ReplicaLimits(
        maxSequences: 3, maxBatchedTokens: 40, kvBlocks: 6, blockSize: 16)

    /// A replica with request 0 decoding (20 prompt tokens: 2 blocks), 1 prefilling (10 of 30: 1 block), 2 swapped
    /// out (16 tokens: 1 block) and 3, 4, 5 in the queue (8 tokens each): 3 blocks are free, one sequence fits.
    private static func replica() throws -> ReplicaState {
        var replica = ReplicaState(number: 0, limits: limits, idlePower: .zero, spans: PerSpan(window: nil))
        var tally = RunTally(objective: ServiceObjective())
        for (id, prompt) in [20, 30, 16, 8, 8, 8].enumerated() {
            replica.enqueue(
                ArrivedRequest(id: Int64(id), arrival: .zero, promptTokens: prompt, priority: 0),
                outputTokens: 100, key: 0)
        }
        replica.queue.refill()
        func step(_ fill: (borrowing ReplicaState, inout BatchPlan) -> Void) throws {
            var plan = BatchPlan()
            replica.prepare(&plan, at: replica.now)
            fill(replica, &plan)
            try replica.check(plan)
            var shape = BatchShape()
            let hasStep = replica.apply(plan, to: &shape, tally: &tally)
            #expect(hasStep)
            var cost = AffineCostModel.round
            try replica.launch(
                shape, cost: cost.cost(of: shape), terms: FlightTerms(plan, shape, .single))
            replica.completeFlight(tally: &tally)
            replica.queue.refill()
        }
        try step { replica, plan in
            plan.prefill(replica.waiting(at: 0), tokens: 20)
            plan.prefill(replica.waiting(at: 2), tokens: 16)
        }
        try step { replica, plan in
            guard let youngest = replica.youngest else { return }
            plan.preempt(youngest, by: .swap)
            plan.prefill(replica.waiting(at: 0), tokens: 10)
        }
        return replica
    }

    /// All that a plan could change, as text.
    private func contents(_ replica: ReplicaState) -> String {
        var copy = replica
        copy.planNumber = 0
        for index in copy.slots.indices { copy.slots[index].planStamp = 0 }
        return String(reflecting: copy)
    }

    private func expectFault(
        _ fault: PolicyFault, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ fill: (borrowing ReplicaState, inout BatchPlan) -> Void
    ) throws {
        var replica = try Self.replica()
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        fill(replica, &plan)
        let before = contents(replica)
        #expect(throws: fault, sourceLocation: sourceLocation) { try replica.check(plan) }
        #expect(fault.description == text, sourceLocation: sourceLocation)
        #expect(contents(replica) == before, sourceLocation: sourceLocation)
    }

    @Test func theReplicaIsAsDescribed() throws {
        var replica = try Self.replica()
        #expect(replica.decodingCount == 1 && replica.prefillingCount == 1 && replica.swappedCount == 1)
        #expect((0..<3).map { replica.waiting(at: $0).id } == [3, 4, 5])
        #expect(replica.freeBlocks == 3)
        #expect(replica.violations() == [])
        #expect(replica.prefilling(at: 0).remainingTokens == 20)
        #expect(replica.swapped(at: 0).id == 2)
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        #expect(plan.sequencesLeft == 1 && plan.tokensLeft == 40 && plan.blocksLeft == 3 && plan.isEmpty)
    }

    @Test(arguments: [0, -1, Int.min, 9, Int.max])
    func tokensOutsideThePrompt(tokens: Int) throws {
        try expectFault(
            .tokens(request: 3, asked: Int64(tokens), remaining: 8),
            "asked to prefill \(tokens) tokens of request 3, which has 8 left. Ask for 1 ... 8; "
                + "plan.tokensThatFit(request) counts"
        ) { replica, plan in plan.prefill(replica.waiting(at: 0), tokens: tokens) }
    }

    @Test(arguments: [0, -7, 21, Int.max])
    func tokensOutsideTheRestOfAPrompt(tokens: Int) throws {
        try expectFault(
            .tokens(request: 1, asked: Int64(tokens), remaining: 20),
            "asked to prefill \(tokens) tokens of request 1, which has 20 left. Ask for 1 ... 20; "
                + "plan.tokensThatFit(request) counts"
        ) { replica, plan in plan.prefill(replica.prefilling(at: 0), tokens: tokens) }
    }

    /// The room that a plan shows goes below zero instead of overflowing.
    @Test func absurdNumbersDoNotOverflowThePlan() throws {
        var replica = try Self.replica()
        for tokens in [Int.max, Int.min, 1 << 62] {
            var plan = BatchPlan()
            replica.prepare(&plan, at: replica.now)
            for _ in 0..<20 { plan.prefill(replica.waiting(at: 0), tokens: tokens, paddedTo: tokens) }
            for _ in 0..<20 { plan.prefill(replica.prefilling(at: 0), tokens: tokens, paddedTo: tokens) }
            #expect(plan.tokensThatFit(replica.waiting(at: 1)) == 0)
            var copy = replica
            #expect(throws: PolicyFault.self) { try copy.check(plan) }
        }
    }

    /// The whole cache holds 96 tokens: a longer prompt would never be done.
    @Test(arguments: [97, 1 << 40, Int.max])
    func paddingBeyondTheCache(length: Int) throws {
        try expectFault(
            .padding(request: 3, asked: Int64(length), limit: 96),
            "asked to pad request 3 to \(length) tokens, the KV cache holds 96. Pad to the longest prompt of the batch"
        ) { replica, plan in plan.prefill(replica.waiting(at: 0), tokens: 8, paddedTo: length) }
    }

    @Test func aPlaceThatIsEmptyOrAnothers() throws {
        let text = "named request 3, which is not there any more. Take requests from the state of this call"
        let stale = try Self.replica().waiting(at: 0)
        try expectFault(.unknownRequest(3), text) { replica, plan in
            plan.prefill(
                WaitingRequest(
                    id: 3, arrival: .zero, priority: 0, promptTokens: 8, remainingTokens: 8,
                    computedTokens: 0,
                    preemptions: 0, place: .queue(index: 1)), tokens: 8)
        }
        try expectFault(.unknownRequest(3), text) { _, plan in
            plan.prefill(
                WaitingRequest(
                    id: 3, arrival: .zero, priority: 0, promptTokens: 8, remainingTokens: 8,
                    computedTokens: 0,
                    preemptions: 0, place: .queue(index: 99)), tokens: 8)
        }
        // A request that was admitted since: its name is stale.
        var replica = try Self.replica()
        _ = replica.queue.remove(at: 0)
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        plan.prefill(stale, tokens: 8)
        #expect(throws: PolicyFault.unknownRequest(3)) { try replica.check(plan) }
    }

    @Test func aSequenceThatIsNotThere() throws {
        let text = "named request 9, which is not there any more. Take requests from the state of this call"
        for slot in [0, 99] as [Int32] {
            let gone = RunningSequence(
                id: 9, arrival: .zero, priority: 0, promptTokens: 8, generatedTokens: 1, contextTokens: 8,
                isPrefilling: false, isPadding: false, slot: slot)
            try expectFault(.unknownRequest(9), text) { _, plan in plan.preempt(gone) }
            try expectFault(.unknownRequest(9), text) { replica, plan in
                plan.decode(replica)
                plan.resume(gone)
            }
        }
    }

    @Test func aSequenceInAnotherState() throws {
        let text = "named request 2, which is not there any more. Take requests from the state of this call"
        try expectFault(.unknownRequest(2), text) { replica, plan in plan.preempt(replica.swapped(at: 0)) }
        try expectFault(
            .unknownRequest(1),
            "named request 1, which is not there any more. Take requests from the state of this call"
        ) { replica, plan in
            guard let youngest = replica.youngest else { return }
            plan.decode(replica)
            plan.resume(youngest)
        }
    }

    @Test func oneNameTwice() throws {
        func text(_ id: Int) -> String { "named request \(id) twice in one plan. Name it once" }
        try expectFault(.namedTwice(3), text(3)) { replica, plan in
            for _ in 0..<2 { plan.prefill(replica.waiting(at: 0), tokens: 4) }
        }
        try expectFault(.namedTwice(1), text(1)) { replica, plan in
            for _ in 0..<2 { plan.prefill(replica.prefilling(at: 0), tokens: 4) }
        }
        try expectFault(.namedTwice(1), text(1)) { replica, plan in
            guard let youngest = replica.youngest else { return }
            plan.preempt(youngest)
            plan.prefill(replica.prefilling(at: 0), tokens: 4)
        }
        try expectFault(.namedTwice(2), text(2)) { replica, plan in
            plan.decode(replica)
            plan.resume(replica.swapped(at: 0))
            plan.resume(replica.swapped(at: 0))
        }
    }

    @Test func outOfTheQueuesOrder() throws {
        try expectFault(
            .outOfOrder(3),
            "named request 3 after a later one of the queue. Go through the queue in ascending order; another order "
                + "of the queue is queueKey(for:)"
        ) { replica, plan in
            plan.prefill(replica.waiting(at: 1), tokens: 4)
            plan.prefill(replica.waiting(at: 0), tokens: 4)
        }
    }

    @Test func moreSequencesThanTheLimit() throws {
        try expectFault(
            .tooManySequences(asked: 4, limit: 3),
            "would run 4 sequences, the limit is 3. Look at plan.sequencesLeft"
        ) { replica, plan in
            plan.prefill(replica.waiting(at: 0), tokens: 4)
            plan.prefill(replica.waiting(at: 1), tokens: 4)
        }
    }

    @Test func moreTokensThanTheBudget() throws {
        try expectFault(
            .tooManyTokens(asked: 41, limit: 40),
            "would process 41 tokens in a step, the limit is 40. Look at plan.tokensLeft"
        ) { replica, plan in
            plan.decode(replica)
            plan.prefill(replica.prefilling(at: 0), tokens: 20)
            plan.prefill(replica.waiting(at: 0), tokens: 20, paddedTo: 20)
        }
    }

    @Test func moreBlocksThanAreFree() throws {
        // 1 holds 1 block for 10 tokens and needs a second for 30; 3, padded to 40, needs 3: 4 of the 3 there are.
        try expectFault(
            .notEnoughBlocks(asked: 4, free: 3),
            "needs 4 KV blocks, 3 are free. Preempt someone: plan.decodeMakingRoom(replica) does"
        ) { replica, plan in
            plan.prefill(replica.prefilling(at: 0), tokens: 7)
            plan.prefill(replica.waiting(at: 0), tokens: 33, paddedTo: 40)
        }
    }

    @Test func resumingWithoutDecoding() throws {
        try expectFault(
            .resumesWithoutDecoding,
            "resumed a swapped sequence in a step that does not decode. Call plan.decode(replica) too"
        ) { replica, plan in plan.resume(replica.swapped(at: 0)) }
    }

    @Test func wakingInThePast() throws {
        try expectFault(
            .wakesInThePast(.milliseconds(-1)),
            "is idle until -1.000 ms, which is not in the future. Wake later, or plan a step"
        ) { _, plan in plan.idle(until: .milliseconds(-1)) }
    }

    /// Both orders of resuming and decoding decode, also where nobody else does.
    @Test(arguments: [true, false])
    func theLastSequenceCanBeResumed(resumesFirst: Bool) throws {
        var replica = try Self.replica()
        var tally = RunTally(objective: ServiceObjective())
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        var next = replica.youngest
        while let sequence = next {
            next = replica.nextOlder(than: sequence)
            plan.preempt(sequence)
        }
        try replica.check(plan)
        var nothing = BatchShape()
        let waits = !replica.apply(plan, to: &nothing, tally: &tally)
        #expect(waits)
        #expect(replica.decodingCount == 0 && replica.swappedCount == 1)
        replica.queue.refill()
        replica.prepare(&plan, at: replica.now)
        if resumesFirst { plan.resume(replica.swapped(at: 0)) }
        plan.decode(replica)
        if !resumesFirst { plan.resume(replica.swapped(at: 0)) }
        try replica.check(plan)
        var shape = BatchShape()
        let hasStep = replica.apply(plan, to: &shape, tally: &tally)
        #expect(hasStep)
        #expect(shape.decodeSequences == 1 && shape.contextTokens == 17 && shape.swappedBlocks == 1)
        #expect(replica.violations() == [])
    }

    /// Who is preempted goes back into the queue, which must not move who is admitted by the same plan.
    @Test func preemptingAndAdmittingInOnePlan() throws {
        var replica = try Self.replica()
        var tally = RunTally(objective: ServiceObjective())
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        let youngest = try #require(replica.youngest)
        let oldest = try #require(replica.nextOlder(than: youngest))
        #expect(youngest.id == 1 && oldest.id == 0)
        plan.preempt(youngest)
        plan.preempt(oldest)
        plan.prefill(replica.waiting(at: 0), tokens: 8)
        plan.prefill(replica.waiting(at: 2), tokens: 5)
        try replica.check(plan)
        var shape = BatchShape()
        let hasStep = replica.apply(plan, to: &shape, tally: &tally)
        #expect(hasStep)
        #expect(shape.prefillTokens == 13 && shape.completedPrefills == 1 && shape.prefillPairs == 36 + 15)
        #expect((0..<2).map { replica.prefilling(at: $0).id } == [3, 5])
        replica.queue.refill()
        #expect((0..<3).map { replica.waiting(at: $0).id } == [0, 1, 4])
        #expect(replica.violations() == [])
    }

    @Test func whatFits() throws {
        var replica = try Self.replica()
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        #expect(plan.tokensThatFit(replica.prefilling(at: 0)) == 20)
        plan.decode(replica)
        #expect(plan.tokensLeft == 39 && plan.decodes)
        plan.prefill(replica.prefilling(at: 0), tokens: 20)
        #expect(plan.tokensLeft == 19 && plan.blocksLeft == 2 && plan.sequencesLeft == 1)
        #expect(plan.tokensThatFit(replica.waiting(at: 0)) == 8)
        plan.prefill(replica.waiting(at: 0), tokens: 8)
        #expect(plan.sequencesLeft == 0 && plan.tokensThatFit(replica.waiting(at: 1)) == 0)
        var copy = replica
        try copy.check(plan)
    }

    /// vLLM's order: the youngest gives way first, and no more of them than must.
    @Test func roomIsMadeByTheYoungest() throws {
        var replica = ReplicaState(
            number: 0,
            limits: ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 5, blockSize: 4),
            idlePower: .zero, spans: PerSpan(window: nil))
        var tally = RunTally(objective: ServiceObjective())
        for id in 0..<4 as Range<Int64> {
            replica.enqueue(
                ArrivedRequest(id: id, arrival: .zero, promptTokens: 4, priority: 0), outputTokens: 9, key: 0)
        }
        replica.queue.refill()
        var plan = BatchPlan()
        replica.prepare(&plan, at: replica.now)
        for index in 0..<4 { plan.prefill(replica.waiting(at: index), tokens: 4) }
        var shape = BatchShape()
        let hasStep = replica.apply(plan, to: &shape, tally: &tally)
        #expect(hasStep)
        var cost = AffineCostModel.round
        try replica.launch(
            shape, cost: cost.cost(of: shape), terms: FlightTerms(plan, shape, .single))
        replica.completeFlight(tally: &tally)
        // Four full blocks, one free; each sequence needs one. Without 3: two free, three needed. Without 2: three, two.
        replica.prepare(&plan, at: replica.now)
        let decodes = plan.decodeMakingRoom(replica)
        #expect(decodes)
        #expect(plan.preempted.map(\.sequence.id) == [3, 2])
        #expect(plan.decodes && plan.blocksLeft == 1 && plan.sequencesLeft == 2 && plan.isPreempting)
        try replica.check(plan)
    }
}
