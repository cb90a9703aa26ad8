/// The least of n keys, and of equal ones that of the lowest number: O(1) to ask, O(log n) to change one.
///
/// A tournament (Knuth 5.4.1): each node holds the winner of its two children. Unlike in a heap nobody moves, so that a
/// change is one path of comparisons without a search. With a single key there is no tree at all.
struct WinnerTree: ~Copyable {
    /// A key that is there for nobody.
    static var none: UInt64 { UInt64.max }

    private let leaves: Int
    private let keys: Buffer<UInt64>
    private let winners: Buffer<Int32>

    init(count: Int) {
        var leaves = 1
        while leaves < count { leaves *= 2 }
        self.leaves = leaves
        keys = Buffer(count: leaves, filledWith: WinnerTree.none)
        winners = Buffer(count: 2 * leaves, filledWith: 0)
        for index in 0..<leaves { winners[leaves + index] = Int32(index) }
        for index in stride(from: leaves - 1, to: 0, by: -1) { play(index) }
    }

    init(copying other: borrowing WinnerTree) {
        leaves = other.leaves
        keys = Buffer(copying: other.keys, count: other.keys.count, filledWith: 0)
        winners = Buffer(copying: other.winners, count: other.winners.count, filledWith: 0)
    }

    /// Whose key is the least.
    @inline(__always) var first: Int { leaves == 1 ? 0 : Int(winners[1]) }

    /// The least key.
    @inline(__always) var least: UInt64 { keys[first] }

    subscript(index: Int) -> UInt64 {
        @inline(__always) get { keys[index] }
        @inline(__always) nonmutating set {
            keys[index] = newValue
            var node = (leaves &+ index) &>> 1
            while node > 0 {
                play(node)
                node &>>= 1
            }
        }
    }

    @inline(__always)
    private func play(_ node: Int) {
        let left = winners[2 &* node]
        let right = winners[2 &* node &+ 1]
        winners[node] = keys[Int(right)] < keys[Int(left)] ? right : left
    }
}
