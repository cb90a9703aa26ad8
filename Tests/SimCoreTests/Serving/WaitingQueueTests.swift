import Testing

@testable import SimCore

@Suite struct WaitingQueueTests {
    private func entry(key: Int64, id: Int64) -> WaitingQueue.Entry {
        WaitingQueue.Entry(
            key: key, id: id, promptTokens: 1, outputTokens: 1)
    }

    /// Random insertions and removals against a list that is sorted every time. Keys repeat, rise, fall or jump.
    @Test(arguments: [1, 2, 7, 100])
    func agreesWithASortedList(windowLimit: Int) {
        var stream = RandomStream(seed: UInt64(80 + windowLimit), purpose: "queue")
        for style in 0..<4 as Range<Int64> {
            var queue = WaitingQueue(windowLimit: windowLimit)
            var list: [(key: Int64, id: Int64)] = []
            var removed: [(key: Int64, id: Int64)] = []
            for id in 0..<3_000 as Range<Int64> {
                if stream.whole(in: 0...9) < 6 {
                    let keys = [0, id, -id, stream.whole(in: 0...50)]
                    var new = (key: keys[Int(style)], id: id)
                    // Now and then one comes back, as a preempted request does.
                    if stream.whole(in: 0...9) == 0, let old = removed.popLast() { new = old }
                    queue.insert(entry(key: new.key, id: new.id))
                    list.append(new)
                    list.sort { ($0.key, $0.id) < ($1.key, $1.id) }
                } else {
                    queue.refill()
                    #expect(queue.windowCount == min(windowLimit, list.count))
                    guard queue.windowCount > 0 else { continue }
                    let index = Int(stream.whole(in: 0...Int64(queue.windowCount - 1)))
                    #expect(queue[index].id == list[index].id)
                    #expect(queue.remove(at: index).id == list[index].id)
                    removed.append(list.remove(at: index))
                }
                #expect(queue.count == list.count)
                #expect((0..<queue.windowCount).allSatisfy { queue[$0].id == list[$0].id })
            }
            while !list.isEmpty {
                queue.refill()
                #expect(queue.remove(at: 0).id == list.removeFirst().id)
            }
            #expect(queue.count == 0)
        }
    }

    /// Served entries are dropped: a long-lived queue keeps no memory of what went through it.
    @Test func aLongRunLeavesNothingBehind() {
        var queue = WaitingQueue(windowLimit: 4)
        for id in 0..<100_000 as Range<Int64> {
            queue.insert(entry(key: 0, id: id))
            queue.refill()
            if id >= 10 { #expect(queue.remove(at: 0).id == id - 10) }
        }
        #expect(queue.count == 10)
        #expect(queue.keptEntries < 1_000)
    }
}
