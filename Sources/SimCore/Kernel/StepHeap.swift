/// Members ordered by the step at which something happens to them, then by age: a binary heap that can also
/// remove from its middle, because preemption does.
///
/// Example: sequences by the decode step that writes their last token.
struct StepHeap: Sendable {
    private struct Entry {
        var step: Int64
        var order: Int64
        var member: Int32
    }

    private var entries: [Entry] = []
    /// For each member its index in `entries`, or -1.
    private var positions: [Int32] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// The earliest step, or `Int64.max` when empty. O(1).
    var earliestStep: Int64 { entries.isEmpty ? Int64.max : entries[0].step }

    func contains(_ member: Int32) -> Bool {
        Int(member) < positions.count && positions[Int(member)] >= 0
    }

    /// Adds a member that is not in the heap. O(log n).
    mutating func insert(_ member: Int32, step: Int64, order: Int64) {
        while positions.count <= Int(member) { positions.append(-1) }
        precondition(positions[Int(member)] < 0, "a member is in a StepHeap at most once")
        entries.append(Entry(step: step, order: order, member: member))
        StepHeap.siftUp(&entries, &positions, entries.count - 1)
    }

    /// Removes and returns the earliest member, if its step is at most `step`. O(log n).
    mutating func popFirst(through step: Int64) -> Int32? {
        guard let first = entries.first, first.step <= step else { return nil }
        removeEntry(at: 0)
        return first.member
    }

    /// Removes a member if it is in the heap. O(log n).
    mutating func remove(_ member: Int32) {
        guard contains(member) else { return }
        removeEntry(at: Int(positions[Int(member)]))
    }

    private mutating func removeEntry(at index: Int) {
        positions[Int(entries[index].member)] = -1
        let last = entries.removeLast()
        if index < entries.count {
            entries[index] = last
            // The last entry mostly belongs near the leaves: going down without asking where it fits and up again from
            // there takes half the comparisons (Floyd, see Knuth 5.2.3, exercise 18).
            let leaf = StepHeap.sinkToLeaf(&entries, &positions, index)
            StepHeap.siftUp(&entries, &positions, leaf)
        }
    }

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        left.step != right.step ? left.step < right.step : left.order < right.order
    }

    private static func siftUp(_ entries: inout [Entry], _ positions: inout [Int32], _ start: Int) {
        // Spans: an array asks at every write whether it is shared.
        var entries = entries.mutableSpan
        var positions = positions.mutableSpan
        var index = start
        let entry = entries[index]
        while index > 0 {
            let parent = (index &- 1) / 2
            let above = entries[parent]
            if !StepHeap.precedes(entry, above) { break }
            entries[index] = above
            positions[Int(above.member)] = Int32(truncatingIfNeeded: index)
            index = parent
        }
        entries[index] = entry
        positions[Int(entry.member)] = Int32(truncatingIfNeeded: index)
    }

    /// Moves an entry down to a leaf, along the earlier of each two children; answers where. Its position is not
    /// noted, as it moves up again.
    private static func sinkToLeaf(
        _ entries: inout [Entry], _ positions: inout [Int32], _ start: Int
    ) -> Int {
        var entries = entries.mutableSpan
        var positions = positions.mutableSpan
        var index = start
        let entry = entries[index]
        while true {
            var child = 2 &* index &+ 1
            if child >= entries.count { break }
            var below = entries[child]
            if child &+ 1 < entries.count {
                let right = entries[child &+ 1]
                if StepHeap.precedes(right, below) {
                    child &+= 1
                    below = right
                }
            }
            entries[index] = below
            positions[Int(below.member)] = Int32(truncatingIfNeeded: index)
            index = child
        }
        entries[index] = entry
        return index
    }
}
