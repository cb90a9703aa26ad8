/// The future of a simulation in which each source has at most one event ahead of it, ordered by
/// (time, rank, source).
///
/// A replica's future is either the end of its step or its wake-up, so a source's event is replaced, never
/// duplicated: there are no stale entries to skip, and memory is fixed.
@usableFromInline struct EventQueue: Sendable {
    @usableFromInline struct Event: Hashable, Sendable {
        @usableFromInline var time: SimInstant
        var rank: EventRank
        @usableFromInline var source: Int32

        fileprivate static func precedes(_ left: Event, _ right: Event) -> Bool {
            if left.time != right.time { return left.time < right.time }
            if left.rank != right.rank { return left.rank < right.rank }
            return left.source < right.source
        }
    }

    /// The event of a source that is the only one: it needs no heap.
    private var sole: Event?
    private let isSole: Bool
    private var heap: [Event] = []
    /// For each source its index in `heap`, or -1.
    private var positions: [Int32]

    init(sources: Int) {
        isSole = sources == 1
        positions = Array(repeating: -1, count: sources)
    }

    /// The next event, or nil when the future is empty. O(1).
    var first: Event? { isSole ? sole : heap.first }

    /// Sets the source's next event, in place of the one it had. O(log sources).
    @inline(__always)
    mutating func schedule(source: Int, at time: SimInstant, rank: EventRank) {
        let event = Event(time: time, rank: rank, source: Int32(source))
        if isSole {
            sole = event
            return
        }
        let position = Int(positions[source])
        if position < 0 {
            heap.append(event)
            siftUp(heap.count - 1)
        } else {
            heap[position] = event
            siftDown(position)
            siftUp(Int(positions[source]))
        }
    }

    /// Forgets the source's next event, if it has one. O(log sources).
    mutating func cancel(source: Int) {
        if isSole {
            sole = nil
            return
        }
        let position = Int(positions[source])
        if position >= 0 { remove(at: position) }
    }

    /// Takes the next event if it is at `time`. O(log sources).
    @usableFromInline
    mutating func popFirst(at time: SimInstant, rank: EventRank) -> Event? {
        if isSole {
            guard let event = sole, event.time == time, event.rank == rank else { return nil }
            sole = nil
            return event
        }
        guard let event = heap.first, event.time == time, event.rank == rank else { return nil }
        remove(at: 0)
        return event
    }

    @inline(never)
    private mutating func remove(at index: Int) {
        positions[Int(heap[index].source)] = -1
        let last = heap.removeLast()
        if index < heap.count {
            heap[index] = last
            positions[Int(last.source)] = Int32(index)
            siftDown(index)
            siftUp(Int(positions[Int(last.source)]))
        }
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        let event = heap[index]
        while index > 0 {
            let parent = (index - 1) / 2
            if !Event.precedes(event, heap[parent]) { break }
            heap[index] = heap[parent]
            positions[Int(heap[index].source)] = Int32(index)
            index = parent
        }
        heap[index] = event
        positions[Int(event.source)] = Int32(index)
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        let event = heap[index]
        while true {
            var child = 2 * index + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, Event.precedes(heap[child + 1], heap[child]) { child += 1 }
            if !Event.precedes(heap[child], event) { break }
            heap[index] = heap[child]
            positions[Int(heap[index].source)] = Int32(index)
            index = child
        }
        heap[index] = event
        positions[Int(event.source)] = Int32(index)
    }
}
