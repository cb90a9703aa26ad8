import Testing

@testable import SimCore

@Suite struct WinnerTreeTests {
    /// Random changes against the list of keys: the least, and of equal ones the lowest number.
    @Test(arguments: [1, 2, 3, 12, 64])
    func agreesWithAList(count: Int) {
        var stream = RandomStream(seed: UInt64(61 + count), purpose: "tree")
        for _ in 0..<40 {
            let tree = WinnerTree(count: count)
            var list = [UInt64](repeating: WinnerTree.none, count: count)
            for _ in 0..<300 {
                let index = Int(stream.whole(in: 0...Int64(count - 1)))
                let key = stream.whole(in: 0...4) == 0 ? WinnerTree.none : UInt64(stream.whole(in: 0...6))
                tree[index] = key
                list[index] = key
                #expect(tree.least == list.min())
                #expect(tree.first == list.indices.min { list[$0] < list[$1] })
                #expect(tree[index] == key)
                let others = list.indices.filter { $0 != tree.first && list[$0] < 3 }
                #expect(tree.isAlone(tree.first, below: 3) == others.isEmpty)
            }
            let copy = WinnerTree(copying: tree)
            tree[0] = 0
            #expect(copy.least == list.min() && tree.least == 0)
        }
    }
}
