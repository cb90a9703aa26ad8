import SimCore

/// What sources and transforms did to the requests that went through them, for a report to mention.
public struct WorkloadTally: Hashable, Sendable {
    /// Prompts that were cut to a maximum.
    public var clampedPrompts = 0
    /// Answers that were cut to a maximum.
    public var clampedOutputs = 0
    /// Requests that shaping held back, and by how many picoseconds in total.
    public var delayedRequests = 0
    public var addedPicoseconds: Int128 = 0
    /// Rows of a trace that no request came from: failed ones (no answer), empty prompts, unreadable ones.
    public var failedRows = 0
    public var emptyPromptRows = 0
    public var badRows = 0

    public init() {}

    public static func + (left: WorkloadTally, right: WorkloadTally) -> WorkloadTally {
        var sum = left
        sum.clampedPrompts += right.clampedPrompts
        sum.clampedOutputs += right.clampedOutputs
        sum.delayedRequests += right.delayedRequests
        sum.addedPicoseconds += right.addedPicoseconds
        sum.failedRows += right.failedRows
        sum.emptyPromptRows += right.emptyPromptRows
        sum.badRows += right.badRows
        return sum
    }
}

/// A source that keeps a ``WorkloadTally``; a transform does when the source below it does, and adds its own.
public protocol TallyingSource: ArrivalSource {
    /// What was done to the requests pulled so far.
    var tally: WorkloadTally { get }
}

extension ListedArrivals: TallyingSource {
    public var tally: WorkloadTally { WorkloadTally() }
}
