import Testing

@testable import SimCore

@Suite struct StepQueueTests {
    /// Random insertions, removals and pops against a sorted list.
    @Test func agreesWithASortedList() {
        var stream = RandomStream(seed: 51, purpose: "steps")
        for _ in 0..<60 {
            var queue = StepQueue()
            var list: [(step: Int64, order: Int64, member: Int32)] = []
            for round in 0..<400 as Range<Int64> {
                let member = Int32(stream.whole(in: 0...30))
                switch stream.whole(in: 0...3) {
                case 0, 1:
                    guard !queue.contains(member) else { break }
                    // Few different steps, so that ties are common; orders are unique.
                    let step = stream.whole(in: -3...12)
                    queue.insert(member, step: step, order: round)
                    list.append((step, round, member))
                case 2:
                    queue.remove(member)
                    list.removeAll { $0.member == member }
                default:
                    let through = stream.whole(in: -3...12)
                    list.sort { ($0.step, $0.order) < ($1.step, $1.order) }
                    let expected = list.first.flatMap { $0.step <= through ? $0.member : nil }
                    let first = queue.popFirst(through: through)
                    #expect(first == expected)
                    if expected != nil { list.removeFirst() }
                }
                #expect(queue.count == list.count && queue.isEmpty == list.isEmpty)
                #expect(queue.earliestStep == list.map(\.step).min() ?? .max)
                let isThere = queue.contains(member)
                #expect(isThere == list.contains { $0.member == member })
            }
            list.sort { ($0.step, $0.order) < ($1.step, $1.order) }
            for entry in list {
                let first = queue.popFirst(through: .max)
                #expect(first == entry.member)
            }
            let none = queue.popFirst(through: .max)
            #expect(none == nil)
        }
    }

    /// Members that leave early are cleared away, and a copy is apart.
    @Test func whoLeavesLeavesNothingBehind() {
        var queue = StepQueue()
        for round in 0..<20_000 as Range<Int64> {
            let member = Int32(round % 50)
            queue.remove(member)
            queue.insert(member, step: 1_000_000 - round % 7, order: round)
        }
        #expect(queue.count == 50 && queue.keptEntries <= 2 * 50 + 64 + 1)
        var copy = StepQueue(copying: queue)
        while copy.popFirst(through: .max) != nil {}
        #expect(copy.isEmpty && queue.count == 50)
    }

    @Test func anEmptyQueueHasNoStep() {
        var queue = StepQueue()
        #expect(queue.earliestStep == .max)
        let isThere = queue.contains(7)
        queue.remove(7)
        let first = queue.popFirst(through: .max)
        #expect(!isThere && first == nil)
    }
}
