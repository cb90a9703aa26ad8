import Testing

@testable import SimCore

/// Every way to write a bad plan: the fault, its words, and that nothing of the plan was done.
@Suite struct BatchPlanTests {
    private static let limits = ReplicaLimits(
        maxSequences: 3, maxBatchedTokens: 40, kvBlocks: 6, blockSize: 16)

    /// A replica with request 0 decoding (20 prompt tokens: 2 blocks), 1 prefilling (10 of 30: 1 block), 2 swapped
    /// out (16 tokens: 1 block) and 3, 4, 5 in the queue (8 tokens each): 3 blocks are free, one sequence fits.
    private static func bench() throws -> ReplicaBench {
        let bench = ReplicaBench(limits, prompts: [20, 30, 16, 8, 8, 8], outputTokens: 100)
        try bench.step { replica, plan in
            plan.prefill(replica.waiting(at: 0), tokens: 20)
            plan.prefill(replica.waiting(at: 2), tokens: 16)
        }
        try bench.step { replica, plan in
            guard let youngest = replica.youngest else { return }
            plan.preempt(youngest, by: .swap)
            plan.prefill(replica.waiting(at: 0), tokens: 10)
        }
        return bench
    }

    private func expectFault(
        _ fault: PolicyFault, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ fill: (borrowing ReplicaState, inout BatchPlan) -> Void
    ) throws {
        let bench = try Self.bench()
        bench.ask(fill)
        let before = bench.contents
        #expect(throws: fault, sourceLocation: sourceLocation) { try bench.check() }
        #expect(fault.description == text, sourceLocation: sourceLocation)
        #expect(bench.contents == before, sourceLocation: sourceLocation)
    }

    @Test func theReplicaIsAsDescribed() throws {
        let bench = try Self.bench()
        let replica = bench.state
        #expect(replica.decodingCount == 1 && replica.prefillingCount == 1 && replica.swappedCount == 1)
        #expect((0..<3).map { replica.waiting(at: $0).id } == [3, 4, 5])
        #expect(replica.freeBlocks == 3)
        #expect(bench.replica.value.violations() == [])
        #expect(replica.prefilling(at: 0).remainingTokens == 20)
        #expect(replica.swapped(at: 0).id == 2)
        bench.ask { _, plan in
            let isEmpty = plan.isEmpty
            #expect(plan.sequencesLeft == 1 && plan.tokensLeft == 40 && plan.blocksLeft == 3 && isEmpty)
        }
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
        let bench = try Self.bench()
        for tokens in [Int.max, Int.min, 1 << 62] {
            bench.ask { replica, plan in
                for _ in 0..<20 { plan.prefill(replica.waiting(at: 0), tokens: tokens, paddedTo: tokens) }
                for _ in 0..<20 { plan.prefill(replica.prefilling(at: 0), tokens: tokens, paddedTo: tokens) }
                let fitting = plan.tokensThatFit(replica.waiting(at: 1))
                #expect(fitting == 0)
            }
            #expect(throws: PolicyFault.self) { try bench.check() }
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
        let stale = try Self.bench().state.waiting(at: 0)
        try expectFault(.unknownRequest(3), text) { replica, plan in
            plan.prefill(
                WaitingRequest(
                    id: 3, arrival: .zero, priority: 0, requestClass: 0, promptTokens: 8, remainingTokens: 8,
                    computedTokens: 0,
                    preemptions: 0, place: 1), tokens: 8)
        }
        try expectFault(.unknownRequest(3), text) { _, plan in
            plan.prefill(
                WaitingRequest(
                    id: 3, arrival: .zero, priority: 0, requestClass: 0, promptTokens: 8, remainingTokens: 8,
                    computedTokens: 0,
                    preemptions: 0, place: 99), tokens: 8)
        }
        // A request that was admitted since: its name is stale.
        let bench = try Self.bench()
        _ = bench.replica.value.queue.remove(at: 0)
        bench.ask { _, plan in plan.prefill(stale, tokens: 8) }
        #expect(throws: PolicyFault.unknownRequest(3)) { try bench.check() }
    }

    @Test func aSequenceThatIsNotThere() throws {
        let text = "named request 9, which is not there any more. Take requests from the state of this call"
        for slot in [0, 99] as [Int32] {
            let gone = RunningSequence(
                id: 9, arrival: .zero, priority: 0, requestClass: 0, promptTokens: 8, generatedTokens: 1,
                contextTokens: 8, isPrefilling: false, isPadding: false, isPaused: false, slot: slot)
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
        let bench = try Self.bench()
        bench.ask { replica, plan in
            var next = replica.youngest
            while let sequence = next {
                next = replica.nextOlder(than: sequence)
                plan.preempt(sequence)
            }
        }
        try bench.check()
        #expect(!bench.apply())
        #expect(bench.state.decodingCount == 0 && bench.state.swappedCount == 1)
        bench.ask { replica, plan in
            if resumesFirst { plan.resume(replica.swapped(at: 0)) }
            plan.decode(replica)
            if !resumesFirst { plan.resume(replica.swapped(at: 0)) }
        }
        try bench.check()
        #expect(bench.apply())
        #expect(bench.shape.decodeSequences == 1 && bench.shape.contextTokens == 17)
        #expect(bench.shape.swappedBlocks == 1)
        #expect(bench.replica.value.violations() == [])
    }

    /// Who is preempted goes back into the queue, which must not move who is admitted by the same plan.
    @Test func preemptingAndAdmittingInOnePlan() throws {
        let bench = try Self.bench()
        let youngest = try #require(bench.youngest)
        let oldest = try #require(bench.older(than: youngest))
        #expect(youngest.id == 1 && oldest.id == 0)
        bench.ask { replica, plan in
            plan.preempt(youngest)
            plan.preempt(oldest)
            plan.prefill(replica.waiting(at: 0), tokens: 8)
            plan.prefill(replica.waiting(at: 2), tokens: 5)
        }
        try bench.check()
        #expect(bench.apply())
        #expect(bench.shape.prefillTokens == 13 && bench.shape.completedPrefills == 1)
        #expect(bench.shape.prefillPairs == 36 + 15)
        #expect((0..<2).map { bench.state.prefilling(at: $0).id } == [3, 5])
        bench.replica.value.queue.refill()
        #expect((0..<3).map { bench.state.waiting(at: $0).id } == [0, 1, 4])
        #expect(bench.replica.value.violations() == [])
    }

    @Test func whatFits() throws {
        let bench = try Self.bench()
        bench.ask { replica, plan in
            var fitting = [plan.tokensThatFit(replica.prefilling(at: 0))]
            plan.decode(replica)
            #expect(plan.tokensLeft == 39 && plan.decodes)
            plan.prefill(replica.prefilling(at: 0), tokens: 20)
            #expect(plan.tokensLeft == 19 && plan.blocksLeft == 2 && plan.sequencesLeft == 1)
            fitting.append(plan.tokensThatFit(replica.waiting(at: 0)))
            plan.prefill(replica.waiting(at: 0), tokens: 8)
            fitting.append(plan.tokensThatFit(replica.waiting(at: 1)))
            #expect(plan.sequencesLeft == 0 && fitting == [20, 8, 0])
        }
        try bench.check()
    }

    /// vLLM's order: the youngest gives way first, and no more of them than must.
    @Test func roomIsMadeByTheYoungest() throws {
        let bench = ReplicaBench(
            ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 5, blockSize: 4),
            prompts: [4, 4, 4, 4], outputTokens: 9)
        try bench.step { replica, plan in
            for index in 0..<4 { plan.prefill(replica.waiting(at: index), tokens: 4) }
        }
        // Four full blocks, one free; each sequence needs one. Without 3: two free, three needed. Without 2: three, two.
        bench.ask { replica, plan in
            let decodes = plan.decodeMakingRoom(replica)
            let isPreempting = plan.isPreempting
            #expect(decodes && plan.decodes && isPreempting)
            #expect(plan.blocksLeft == 1 && plan.sequencesLeft == 2)
        }
        #expect((0..<bench.plan.value.preempted.count).map { bench.plan.value.preempted[$0].id } == [3, 2])
        try bench.check()
    }

    /// Who is not named keeps its blocks and stands still, and goes on where it stood.
    @Test func aSubsetDecodes() throws {
        var limits = ReplicaLimits(maxSequences: 4, maxBatchedTokens: 64, kvBlocks: 40, blockSize: 4)
        limits.stateBlocks = 2
        let bench = ReplicaBench(
            limits, prompts: [4, 5, 6], outputTokens: 9)
        try bench.step { replica, plan in
            for index in 0..<3 { plan.prefill(replica.waiting(at: index), tokens: 4 + index) }
        }
        // Prompts of 1, 2 and 2 blocks, and 2 of state each.
        #expect(bench.state.freeBlocks == 40 - 5 - 6)
        let two = try #require(bench.youngest)
        try bench.step { _, plan in plan.decode(only: two) }
        #expect(bench.shape.decodeSequences == 1 && bench.shape.contextTokens == 7)
        #expect(bench.state.pausedCount == 2 && bench.state.decodingCount == 3)
        #expect(bench.replica.value.violations() == [])
        // The pause counts for the tokens that were not written: 0 has 4 of 4 and needs a block.
        let one = try #require(bench.older(than: two))
        let zero = try #require(bench.older(than: one))
        #expect(one.isPaused && one.contextTokens == 5 && one.generatedTokens == 1)
        let needsBlock = bench.state.needsBlock(zero)
        #expect(bench.state.blocksForDecode == 1 && needsBlock)
        try bench.step { replica, plan in plan.decode(replica) }
        #expect(bench.shape.decodeSequences == 3 && bench.shape.contextTokens == 5 + 6 + 8)
        #expect(bench.state.pausedCount == 0 && bench.replica.value.violations() == [])
    }

    @Test func aSubsetNamesWhoIsThere() throws {
        try expectFault(
            .unknownRequest(1),
            "named request 1, which is not there any more. Take requests from the state of this call"
        ) { replica, plan in
            guard let prefilling = replica.youngest else { return }
            plan.decode(only: prefilling)
        }
        try expectFault(.namedTwice(0), "named request 0 twice in one plan. Name it once") { replica, plan in
            guard let youngest = replica.youngest, let oldest = replica.nextOlder(than: youngest) else {
                return
            }
            plan.decode(only: oldest)
            plan.decode(only: oldest)
        }
    }
}
