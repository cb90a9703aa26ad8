import Testing

@testable import SimCore

@Suite struct RingTests {
    @Test func agreesWithAnArray() {
        var stream = RandomStream(seed: 57, purpose: "ring")
        for _ in 0..<100 {
            var ring = Ring<Int64>(0)
            var list: [Int64] = []
            for value in 0..<300 as Range<Int64> {
                switch stream.whole(in: 0...6) {
                case 0, 1, 2:
                    ring.append(value)
                    list.append(value)
                case 3:
                    let index = Int(stream.whole(in: 0...Int64(list.count)))
                    ring.insert(value, at: index)
                    list.insert(value, at: index)
                case 4 where !list.isEmpty:
                    #expect(ring.removeFirst() == list.removeFirst())
                case 5 where !list.isEmpty:
                    #expect(ring.removeLast() == list.removeLast())
                case 6 where !list.isEmpty:
                    let index = Int(stream.whole(in: 0...Int64(list.count - 1)))
                    #expect(ring.remove(at: index) == list.remove(at: index))
                default: break
                }
                #expect(ring.count == list.count && ring.isEmpty == list.isEmpty)
                #expect(list.indices.allSatisfy { ring[$0] == list[$0] })
                #expect(ring.capacity >= ring.count)
            }
        }
    }

    @Test func roomIsUsedAgain() {
        var ring = Ring<Int>(0)
        for value in 0..<10_000 {
            ring.append(value)
            if value >= 5 { #expect(ring.removeFirst() == value - 5) }
        }
        #expect(ring.capacity == 8)
    }

    @Test func aCopyIsApart() {
        var ring = Ring<Int>(0)
        for value in 0..<3 { ring.append(value) }
        var copy = Ring(copying: ring)
        copy[1] = 7
        #expect(copy.removeFirst() == 0 && copy[0] == 7)
        #expect(ring.count == 3 && ring[1] == 1)
    }
}
