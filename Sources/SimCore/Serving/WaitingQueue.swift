/// Requests that wait for a replica, in the order that its policy asked for: smallest key first, then oldest.
///
/// A policy looks at the front only, so the front is kept sorted in a small window and the rest is not: arrivals
/// that come in order go into a plain run, the others into a heap. First come, first served costs O(1) a request
/// however long the queue is; any other order O(log n).
struct WaitingQueue: ~Copyable {
    struct Entry: BitwiseCopyable, Sendable {
        var key: Int64 = 0
        /// The request's number in order of arrival.
        var id: Int64 = 0
        var arrival = SimInstant.zero
        var promptTokens: Int64 = 0
        var outputTokens: Int64 = 0
        var priority = 0
        var requestClass: Int32 = 0
        /// The sequence slot of a request that was preempted; -1 for one that never ran.
        var slot: Int32 = -1

        @inline(__always)
        static func precedes(_ left: Entry, _ right: Entry) -> Bool {
            left.key != right.key ? left.key < right.key : left.id < right.id
        }
    }

    /// Sorted; every entry here precedes every entry elsewhere. It may hold twice what can be looked at, so that requests that
    /// come and go at its front move nobody in and out of it.
    private var window = Ring<Entry>(Entry())
    /// Sorted, because entries were appended in order.
    private var run = Ring<Entry>(Entry())
    private var heap = Ring<Entry>(Entry())
    /// Entries that can be looked at, at most.
    private let windowLimit: Int

    init(windowLimit: Int) { self.windowLimit = max(1, windowLimit) }

    init(copying other: borrowing WaitingQueue) {
        window = Ring(copying: other.window)
        run = Ring(copying: other.run)
        heap = Ring(copying: other.heap)
        windowLimit = other.windowLimit
    }

    /// Requests that wait. O(1).
    @inline(__always) var count: Int { window.count &+ run.count &+ heap.count }

    /// Requests that can be looked at.
    @inline(__always) var windowCount: Int { min(window.count, windowLimit) }

    /// Entries for which memory is used.
    var keptEntries: Int { window.capacity + run.capacity + heap.count }

    /// The entry at `index` of the order; `index` < ``windowCount``. O(1).
    subscript(index: Int) -> Entry { window[index] }

    /// Where it is; valid until the queue changes.
    @inline(__always)
    func place(_ index: Int) -> Place<Entry> { window.place(index) }

    /// O(window) at worst, O(1) for a queue that grows in order.
    @inline(__always)
    mutating func insert(_ entry: Entry) {
        if run.isEmpty, heap.isEmpty, window.count < windowLimit,
            window.isEmpty || !Entry.precedes(entry, window[window.count &- 1])
        {
            window.append(entry)
        } else {
            insertElsewhere(entry)
        }
    }

    @inline(never)
    private mutating func insertElsewhere(_ entry: Entry) {
        if !window.isEmpty, Entry.precedes(entry, window[window.count - 1]) {
            var low = 0
            var high = window.count
            while low < high {
                let middle = (low + high) / 2
                if Entry.precedes(window[middle], entry) { low = middle + 1 } else { high = middle }
            }
            window.insert(entry, at: low)
            if window.count > 2 * windowLimit { push(window.removeLast()) }
        } else if !run.isEmpty, Entry.precedes(entry, run[run.count - 1]) {
            push(entry)
        } else {
            run.append(entry)
        }
    }

    /// ``refill()``, where there is something to do.
    @inline(__always)
    mutating func refillIfNeeded() {
        if (!run.isEmpty || !heap.isEmpty) && window.count < windowLimit { refill() }
    }

    /// Sorts the front, as far as there are entries for it. O(log n) for each that the heap gives.
    mutating func refill() {
        while window.count < windowLimit {
            if !heap.isEmpty, run.isEmpty || Entry.precedes(heap[0], run[0]) {
                window.append(pop())
            } else if !run.isEmpty {
                window.append(run.removeFirst())
            } else {
                break
            }
        }
    }

    /// Takes out the entry at `index` of the order. O(1) at the front.
    @inline(__always)
    mutating func remove(at index: Int) -> Entry { window.remove(at: index) }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            if !Entry.precedes(heap[index], heap[parent]) { break }
            swap(index, parent)
            index = parent
        }
    }

    private mutating func swap(_ left: Int, _ right: Int) {
        let entry = heap[left]
        heap[left] = heap[right]
        heap[right] = entry
    }

    private mutating func pop() -> Entry {
        let top = heap[0]
        let last = heap.removeLast()
        if heap.isEmpty { return top }
        heap[0] = last
        var index = 0
        while true {
            var child = 2 * index + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, Entry.precedes(heap[child + 1], heap[child]) { child += 1 }
            if !Entry.precedes(heap[child], heap[index]) { break }
            swap(index, child)
            index = child
        }
        return top
    }
}
