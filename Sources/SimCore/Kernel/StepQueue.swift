/// Members ordered by the step at which something happens to them, then by age. Members that come in order, as answers of
/// one length do, are in a sorted ring; the others in a binary heap beside it.
///
/// Who leaves before its step, as by preemption, stays in its place and is passed over when that comes to the front; when
/// such entries outnumber the others they are cleared away, so that leaving is O(1) and memory bounded.
///
/// Example: sequences by the decode step that writes their last token.
struct StepQueue: ~Copyable {
    struct Entry: BitwiseCopyable {
        var step: Int64 = 0
        var order: Int64 = 0
        var member: Int32 = -1
        /// The insertion that it stands for.
        var ticket: Int32 = 0
    }

    private var run = Ring<Entry>(Entry())
    private var heap = Ring<Entry>(Entry())
    /// For each member the ticket of its entry, 0 if it has none.
    private var tickets: Buffer<Int32>
    private var lastTicket: Int32 = 0
    private(set) var count = 0
    /// The earliest step, or `Int64.max` when empty.
    private(set) var earliestStep = Int64.max

    init() { tickets = Buffer(count: 16, filledWith: 0) }

    init(copying other: borrowing StepQueue) {
        run = Ring(copying: other.run)
        heap = Ring(copying: other.heap)
        tickets = Buffer(copying: other.tickets, count: other.tickets.count, filledWith: 0)
        lastTicket = other.lastTicket
        count = other.count
        earliestStep = other.earliestStep
    }

    var isEmpty: Bool { count == 0 }

    /// Entries for which memory is used.
    var keptEntries: Int { run.count + heap.count }

    func contains(_ member: Int32) -> Bool {
        Int(member) < tickets.count && tickets[Int(member)] != 0
    }

    /// Adds a member that is not in the queue. O(1) if it is later than all before, else O(log n).
    @inline(__always)
    mutating func insert(_ member: Int32, step: Int64, order: Int64) {
        if Int(member) >= tickets.count { enlarge(toHold: Int(member)) }
        let place = tickets.place(Int(member))
        precondition(place.value == 0, "a member is in a StepQueue at most once")
        lastTicket = lastTicket == Int32.max ? 1 : lastTicket &+ 1
        place.value = lastTicket
        count &+= 1
        let entry = Entry(step: step, order: order, member: member, ticket: lastTicket)
        if run.isEmpty || StepQueue.precedes(run[run.count &- 1], entry) {
            run.append(entry)
        } else {
            push(entry)
        }
        if step < earliestStep { earliestStep = step }
    }

    /// Removes and returns the earliest member, if its step is at most `step`. O(log n).
    @inline(__always)
    mutating func popFirst(through step: Int64) -> Int32? {
        guard earliestStep <= step, count > 0 else { return nil }
        let member = takeFirst().member
        tickets[Int(member)] = 0
        count &-= 1
        settleFront()
        return member
    }

    /// Removes a member if it is in the queue. O(1) on average.
    mutating func remove(_ member: Int32) {
        guard contains(member) else { return }
        tickets[Int(member)] = 0
        count -= 1
        if keptEntries > 2 * count + 64 { clearAway() }
        settleFront()
    }

    /// Drops entries at the front that nobody stands behind.
    @inline(__always)
    private mutating func settleFront() {
        while !run.isEmpty || !heap.isEmpty {
            let isInRun = frontIsInRun
            let entry = isInRun ? run.place(0) : heap.place(0)
            if tickets[Int(entry.value.member)] == entry.value.ticket {
                earliestStep = entry.value.step
                return
            }
            _ = takeFirst()
        }
        earliestStep = Int64.max
    }

    @inline(__always)
    private var frontIsInRun: Bool {
        heap.isEmpty || (!run.isEmpty && StepQueue.precedes(run[0], heap[0]))
    }

    @inline(__always)
    private mutating func takeFirst() -> Entry { frontIsInRun ? run.removeFirst() : pop() }

    /// Keeps only entries that somebody stands behind.
    @inline(never)
    private mutating func clearAway() {
        var kept = 0
        for index in 0..<run.count where tickets[Int(run[index].member)] == run[index].ticket {
            run[kept] = run[index]
            kept += 1
        }
        while run.count > kept { run.removeLast() }
        let old = Ring(copying: heap)
        heap.removeAll()
        for index in 0..<old.count where tickets[Int(old[index].member)] == old[index].ticket {
            push(old[index])
        }
    }

    @inline(never)
    private mutating func enlarge(toHold member: Int) {
        tickets = Buffer(copying: tickets, count: max(2 * tickets.count, member + 1), filledWith: 0)
    }

    @inline(__always)
    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        left.step != right.step ? left.step < right.step : left.order < right.order
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count &- 1
        while index > 0 {
            let parent = (index &- 1) / 2
            let above = heap[parent]
            if !StepQueue.precedes(entry, above) { break }
            heap[index] = above
            index = parent
        }
        heap[index] = entry
    }

    /// Takes the heap's first entry.
    private mutating func pop() -> Entry {
        let top = heap[0]
        let entry = heap.removeLast()
        let count = heap.count
        if count == 0 { return top }
        // The last entry mostly belongs near the leaves: going down without asking where it fits and up again from
        // there takes half the comparisons (Floyd, see Knuth 5.2.3, exercise 18).
        var index = 0
        while true {
            var child = 2 &* index &+ 1
            if child >= count { break }
            if child &+ 1 < count, StepQueue.precedes(heap[child &+ 1], heap[child]) { child &+= 1 }
            heap[index] = heap[child]
            index = child
        }
        while index > 0 {
            let parent = (index &- 1) / 2
            let above = heap[parent]
            if !StepQueue.precedes(entry, above) { break }
            heap[index] = above
            index = parent
        }
        heap[index] = entry
        return top
    }
}
