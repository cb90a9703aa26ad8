/// One of several equal parts of a sweep: `3/16` has the points 2, 18, 34, ...
struct Shard: Equatable, Sendable {
    /// From 1 to `count`.
    let number: Int
    let count: Int

    static let countLimit = 1_000_000

    /// - Throws: `BadValue` for anything but `K/N` with K from 1 to N.
    init(parsing text: String) throws(BadValue) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = NumberText.whole(parts[0]),
            let count = NumberText.whole(parts[1]), count > 0
        else {
            throw .must("K/N such as 3/16, got \(quoted(text))")
        }
        guard number >= 1, number <= count else {
            throw .must("K/N with K from 1 to N, got \(quoted(text))")
        }
        guard count <= Shard.countLimit else {
            throw .must("at most \(Shard.countLimit) shards, got \(quoted(text))")
        }
        self.number = number
        self.count = count
    }

    /// The points of a sweep of `total` points that belong to this shard, ascending.
    func points(of total: Int) -> [Int] { Array(stride(from: number - 1, to: total, by: count)) }
}

extension Shard: CustomStringConvertible {
    var description: String { "\(number)/\(count)" }
}
