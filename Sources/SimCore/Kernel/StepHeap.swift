/// Members ordered by the step at which something happens to them, then by age: a binary heap that can also
/// remove from its middle, because preemption does. Members that come in order, as answers of one length do, need no
/// heap: they are in a queue beside it.
///
/// Example: sequences by the decode step that writes their last token.
struct StepHeap: Sendable {
    private struct Entry {
        var step: Int64
        var order: Int64
        var member: Int32
    }

    private var entries: [Entry] = []
    /// Sorted. Who is removed from its middle leaves an entry without a member (-1); its ends have one.
    private var run = Ring<Entry>()
    private var runMembers = 0
    /// The ticket of the run's first entry: each entry has the next one, of ``tickets`` in a circle.
    private var firstTicket: Int32 = 0
    /// For each member its index in `entries`, -1 if it is nowhere, or -2 minus its ticket in the run.
    private var positions: [Int32] = []

    private static let tickets: Int32 = 1 << 30

    var isEmpty: Bool { entries.isEmpty && run.isEmpty }
    var count: Int { entries.count + runMembers }

    /// The earliest step, or `Int64.max` when empty. O(1).
    @inline(__always)
    var earliestStep: Int64 {
        let inRun = run.isEmpty ? Int64.max : run[0].step
        return entries.isEmpty ? inRun : min(inRun, entries[0].step)
    }

    func contains(_ member: Int32) -> Bool {
        Int(member) < positions.count && positions[Int(member)] != -1
    }

    /// Adds a member that is not in the heap. O(1) if it is later than all before, else O(log n).
    mutating func insert(_ member: Int32, step: Int64, order: Int64) {
        while positions.count <= Int(member) { positions.append(-1) }
        precondition(positions[Int(member)] == -1, "a member is in a StepHeap at most once")
        let entry = Entry(step: step, order: order, member: member)
        let isLast = run.isEmpty || StepHeap.precedes(run[run.count - 1], entry)
        // Entries without a member must not outnumber the others by much.
        if isLast, run.count <= 2 * runMembers + 64 {
            let ticket = (firstTicket &+ Int32(truncatingIfNeeded: run.count)) & (StepHeap.tickets - 1)
            positions[Int(member)] = -2 - ticket
            run.append(entry)
            runMembers += 1
        } else {
            entries.append(entry)
            StepHeap.siftUp(&entries, &positions, entries.count - 1)
        }
    }

    /// Removes and returns the earliest member, if its step is at most `step`. O(log n).
    @inline(__always)
    mutating func popFirst(through step: Int64) -> Int32? {
        earliestStep <= step ? popFirst() : nil
    }

    private mutating func popFirst() -> Int32? {
        if !run.isEmpty, entries.isEmpty || StepHeap.precedes(run[0], entries[0]) {
            let member = run[0].member
            positions[Int(member)] = -1
            runMembers -= 1
            trimFront()
            return member
        }
        guard let member = entries.first?.member else { return nil }
        removeEntry(at: 0)
        return member
    }

    /// Removes a member if it is in the heap. O(log n).
    mutating func remove(_ member: Int32) {
        guard contains(member) else { return }
        let position = positions[Int(member)]
        if position >= 0 { return removeEntry(at: Int(position)) }
        positions[Int(member)] = -1
        runMembers -= 1
        let index = Int((-2 - position &- firstTicket) & (StepHeap.tickets - 1))
        if index == 0 {
            trimFront()
        } else if index < run.count - 1 {
            run[index].member = -1
        } else {
            repeat { _ = run.removeLast() } while run[run.count - 1].member < 0
        }
    }

    /// Removes the run's first entry, and those after it that have no member.
    private mutating func trimFront() {
        repeat {
            _ = run.removeFirst()
            firstTicket = (firstTicket &+ 1) & (StepHeap.tickets - 1)
        } while !run.isEmpty && run[0].member < 0
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
