/// A part of a step, in the order in which it runs.
public enum StepPart: String, CaseIterable, Hashable, Sendable {
    case swap
    case queryKeyValue
    case prefillAttention
    case decodeAttention
    case attentionOutput
    case gateAndUp
    case down
    case router
    case sharedExperts
    case experts
    case elementwise
    case allReduce
    case pipeline
    case outputHead
    case sampler
    case hostOverhead
}

/// What each part of a step costs one device, over all layers.
public struct StepBreakdown: Hashable, Sendable {
    private var costs = [KernelCost](repeating: .zero, count: StepPart.allCases.count)

    init() {}

    public internal(set) subscript(part: StepPart) -> KernelCost {
        get { costs[StepBreakdown.index(part)] }
        set { costs[StepBreakdown.index(part)] = newValue }
    }

    /// All parts together.
    public var total: KernelCost {
        var sum = KernelCost.zero
        for cost in costs { sum += cost }
        return sum
    }

    private static func index(_ part: StepPart) -> Int {
        switch part {
        case .swap: 0
        case .queryKeyValue: 1
        case .prefillAttention: 2
        case .decodeAttention: 3
        case .attentionOutput: 4
        case .gateAndUp: 5
        case .down: 6
        case .router: 7
        case .sharedExperts: 8
        case .experts: 9
        case .elementwise: 10
        case .allReduce: 11
        case .pipeline: 12
        case .outputHead: 13
        case .sampler: 14
        case .hostOverhead: 15
        }
    }
}
