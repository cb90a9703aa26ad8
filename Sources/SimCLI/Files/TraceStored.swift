import SimCore
import Workloads

/// Requests of a trace in memory, 16 bytes each: what a pipe gave, which can't be read again.
struct StoredRequests: Sendable {
    /// Tokens are at most 2^24, so 25 bits each, and priorities are within ``TraceRows/priorities``.
    private struct Packed: Sendable {
        let picoseconds: Int64
        let lengths: UInt64
    }

    private var requests: [Packed] = []
    private var position = 0

    var isEmpty: Bool { requests.isEmpty }

    mutating func append(_ request: RequestSpec) {
        let priority = UInt64(request.priority - TraceRows.priorities.lowerBound)
        let lengths = priority << 50 | UInt64(request.promptTokens) << 25 | UInt64(request.outputTokens)
        requests.append(Packed(picoseconds: request.arrival.picoseconds, lengths: lengths))
    }

    mutating func next() -> RequestSpec? {
        guard position < requests.count else { return nil }
        let packed = requests[position]
        position += 1
        return RequestSpec(
            arrival: SimInstant(picoseconds: packed.picoseconds),
            promptTokens: Int(packed.lengths >> 25 & 0x1ff_ffff),
            outputTokens: Int(packed.lengths & 0x1ff_ffff),
            priority: Int(packed.lengths >> 50) + TraceRows.priorities.lowerBound)
    }
}
