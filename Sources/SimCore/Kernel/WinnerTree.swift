/// The least of n keys, and of equal ones that of the lowest number: O(1) to ask, O(log n) to change one.
///
/// A tournament (Knuth 5.4.1): each node holds the winner of its two children. Unlike in a heap nobody moves, so that a
/// change is one path of comparisons without a search. With a single key there is no tree at all.
struct WinnerTree: ~Copyable {
    /// A key that is there for nobody.
    static var none: UInt64 { UInt64.max }

    struct Node: BitwiseCopyable, Sendable {
        var key = WinnerTree.none
        var number: Int64 = 0

        @inline(__always)
        func precedes(_ other: Node) -> Bool { key != other.key ? key < other.key : number < other.number }
    }

    private let leaves: Int
    /// Node 1 is the root, the children of node i are 2 i and 2 i + 1, the leaves come last.
    private let nodes: Buffer<Node>

    init(count: Int) {
        var leaves = 1
        while leaves < count { leaves *= 2 }
        self.leaves = leaves
        nodes = Buffer(count: 2 * leaves, filledWith: Node())
        for index in 0..<leaves { nodes[leaves + index].number = Int64(index) }
        for node in stride(from: leaves - 1, to: 0, by: -1) { nodes[node] = nodes[2 * node] }
    }

    init(copying other: borrowing WinnerTree) {
        leaves = other.leaves
        nodes = Buffer(copying: other.nodes, count: other.nodes.count, filledWith: Node())
    }

    /// Whose key is the least.
    @inline(__always) var first: Int { Int(truncatingIfNeeded: nodes[1].number) }

    /// The least key.
    @inline(__always) var least: UInt64 { nodes[1].key }

    subscript(index: Int) -> UInt64 {
        @inline(__always) get { nodes[leaves &+ index].key }
        @inline(__always) nonmutating set {
            nodes[leaves &+ index].key = newValue
            if leaves > 1 { climb(from: leaves &+ index) }
        }
    }

    /// Plays the matches on the way from a leaf to the root.
    @inline(__always)
    private func climb(from leaf: Int) {
        var node = leaf
        var winner = nodes[leaf]
        while node > 1 {
            let other = nodes[node ^ 1]
            if other.precedes(winner) { winner = other }
            node &>>= 1
            nodes[node] = winner
        }
    }

    /// Whether no other key than that of `index`, which is the least, is below `bound`. O(log n).
    @inline(__always)
    func isAlone(_ index: Int, below bound: UInt64) -> Bool {
        var node = leaves &+ index
        while node > 1 {
            if nodes[node ^ 1].key < bound { return false }
            node &>>= 1
        }
        return true
    }
}
