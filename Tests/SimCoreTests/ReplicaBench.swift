@testable import SimCore

/// One replica to be driven by hand, step by step.
final class ReplicaBench {
    private let replicas: Lot<Replica>
    private let plans: Lot<BatchPlan>
    private let steps: Lot<PricedStep>
    private var tally = RunTally(objective: ServiceObjective())
    private var cost = AffineCostModel.round

    init(_ limits: ReplicaLimits, prompts: [Int], outputTokens: Int64) {
        replicas = Lot(count: 1) { number in
            Replica(number: number, limits: limits, idlePower: .zero, spans: PerSpan(window: nil))
        }
        plans = Lot(count: 1) { _ in BatchPlan() }
        steps = Lot(count: 1) { _ in PricedStep() }
        for (id, prompt) in prompts.enumerated() {
            replica.value.enqueue(
                ArrivedRequest(id: Int64(id), arrival: .zero, promptTokens: prompt, priority: 0),
                outputTokens: outputTokens, key: 0)
        }
        replica.value.queue.refill()
    }

    var replica: Place<Replica> { replicas.place(0) }
    var plan: Place<BatchPlan> { plans.place(0) }
    var state: ReplicaState { ReplicaState(replica) }
    var youngest: RunningSequence? { state.youngest }
    func older(than sequence: RunningSequence) -> RunningSequence? { state.nextOlder(than: sequence) }
    /// Of the last step.
    var shape: BatchShape { steps[0].shape }

    func ask(_ fill: (borrowing ReplicaState, inout BatchPlan) -> Void) {
        replica.value.prepare(&plan.value, at: replica.value.now)
        fill(state, &plan.value)
    }

    func check() throws(PolicyFault) { try replica.value.check(&plan.value) }

    func apply() -> Bool { replica.value.apply(&plan.value, to: &steps[0].shape, tally: &tally) }

    /// Plans a step, and takes it.
    func step(_ fill: (borrowing ReplicaState, inout BatchPlan) -> Void) throws {
        ask(fill)
        try check()
        guard apply() else { return }
        cost.price(&steps[0])
        try replica.value.launch(steps.place(0), hold: .oneStep, isSteady: false)
        replica.value.completeFlight(tally: &tally)
        replica.value.queue.refill()
    }

    /// All that a plan could change, as text.
    var contents: String {
        var text = "\(replica.value.decodeStep) \(replica.value.rows) \(replica.value.offsetSum) "
        text += "\(replica.value.cache.freeBlocks) \(replica.value.outstandingTokens) \(replica.value.now) "
        text += "\(replica.value.youngestSlot) \(replica.value.oldestSlot) \(replica.value.blocksToSwap)"
        for index in 0..<replica.value.queue.windowCount {
            text += "\n\(String(reflecting: replica.value.queue[index]))"
        }
        for index in 0..<replica.value.slotCount {
            var slot = replica.value.slots[index]
            slot.planStamp = 0
            text += "\n\(String(reflecting: slot))"
        }
        return text
    }
}
