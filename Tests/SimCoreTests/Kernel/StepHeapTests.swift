import Testing

@testable import SimCore

@Suite struct StepHeapTests {
    /// Random insertions, removals and pops against a sorted list.
    @Test func agreesWithASortedList() {
        var stream = RandomStream(seed: 51, purpose: "heap")
        for _ in 0..<60 {
            var heap = StepHeap()
            var list: [(step: Int64, order: Int64, member: Int32)] = []
            for round in 0..<400 as Range<Int64> {
                let member = Int32(stream.whole(in: 0...30))
                switch stream.whole(in: 0...3) {
                case 0, 1:
                    guard !heap.contains(member) else { break }
                    // Few different steps, so that ties are common; orders are unique.
                    let step = stream.whole(in: -3...12)
                    heap.insert(member, step: step, order: round)
                    list.append((step, round, member))
                case 2:
                    heap.remove(member)
                    list.removeAll { $0.member == member }
                default:
                    let through = stream.whole(in: -3...12)
                    list.sort { ($0.step, $0.order) < ($1.step, $1.order) }
                    let expected = list.first.flatMap { $0.step <= through ? $0.member : nil }
                    #expect(heap.popFirst(through: through) == expected)
                    if expected != nil { list.removeFirst() }
                }
                #expect(heap.count == list.count && heap.isEmpty == list.isEmpty)
                #expect(heap.earliestStep == list.map(\.step).min() ?? .max)
                #expect(heap.contains(member) == list.contains { $0.member == member })
            }
            list.sort { ($0.step, $0.order) < ($1.step, $1.order) }
            for entry in list { #expect(heap.popFirst(through: .max) == entry.member) }
            #expect(heap.popFirst(through: .max) == nil)
        }
    }

    @Test func anEmptyHeapHasNoStep() {
        var heap = StepHeap()
        #expect(heap.earliestStep == .max)
        #expect(!heap.contains(7))
        heap.remove(7)
        #expect(heap.popFirst(through: .max) == nil)
    }
}
