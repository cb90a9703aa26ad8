import Testing

@testable import SimCore

@Suite struct EventQueueTests {
    private static func precedes(_ left: EventQueue.Event, _ right: EventQueue.Event) -> Bool {
        (left.time.picoseconds, left.rank.rawValue, left.source)
            < (right.time.picoseconds, right.rank.rawValue, right.source)
    }

    /// Random scheduling, rescheduling and cancelling against a sorted list.
    @Test(arguments: [1, 2, 12])
    func agreesWithASortedList(sources: Int) throws {
        var stream = RandomStream(seed: 61, purpose: "queue")
        for _ in 0..<60 {
            var queue = EventQueue(sources: sources)
            var list: [Int: EventQueue.Event] = [:]
            for _ in 0..<400 {
                let source = Int(stream.whole(in: 0...Int64(sources - 1)))
                switch stream.whole(in: 0...4) {
                case 0, 1, 2:
                    let time = SimInstant(picoseconds: stream.whole(in: 0...6))
                    let rank = try #require(EventRank(rawValue: UInt8(stream.whole(in: 0...2))))
                    queue.schedule(source: source, at: time, rank: rank)
                    list[source] = EventQueue.Event(time: time, rank: rank, source: Int32(source))
                case 3:
                    queue.cancel(source: source)
                    list[source] = nil
                default:
                    guard let next = list.values.min(by: Self.precedes) else { break }
                    #expect(
                        queue.popFirst(at: next.time + SimDuration(picoseconds: 1), rank: next.rank) == nil)
                    #expect(queue.popFirst(at: next.time, rank: next.rank) == next)
                    list[Int(next.source)] = nil
                }
                #expect(queue.first == list.values.min(by: Self.precedes))
            }
        }
    }

    @Test func atOneInstantStepsEndBeforeAlarmsAndReplicasGoInOrder() {
        var queue = EventQueue(sources: 4)
        queue.schedule(source: 0, at: .zero, rank: .wakeUp)
        queue.schedule(source: 3, at: .zero, rank: .stepCompleted)
        queue.schedule(source: 2, at: .zero, rank: .stepCompleted)
        #expect(queue.popFirst(at: .zero, rank: .wakeUp) == nil)
        #expect(queue.popFirst(at: .zero, rank: .stepCompleted)?.source == 2)
        #expect(queue.popFirst(at: .zero, rank: .stepCompleted)?.source == 3)
        #expect(queue.popFirst(at: .zero, rank: .stepCompleted) == nil)
        #expect(queue.popFirst(at: .zero, rank: .wakeUp)?.source == 0)
        #expect(queue.first == nil)
    }

    @Test func ranksAreInTheOrderOfTheirReasons() {
        #expect(EventRank.stepCompleted < .arrival)
        #expect(EventRank.arrival < .wakeUp)
    }
}
