import SimCore

/// Output lengths as a benchmark publishes them: counts in equal bins between a shortest and a longest answer.
struct LengthHistogram: Equatable {
    let shortest: Double
    let longest: Double
    let counts: [Int]

    /// nil for no answers at all, or bounds that are not 1 <= shortest <= longest.
    init?(shortest: Double, longest: Double, counts: [Int]) {
        guard shortest >= 1, longest >= shortest, counts.contains(where: { $0 > 0 }) else { return nil }
        self.shortest = shortest
        self.longest = longest
        self.counts = counts
    }

    /// So many lengths in a random order, the same for the same seed.
    ///
    /// Not drawn independently: they are the quantiles in the middle of equal shares of the answers, shuffled, so that
    /// their mean is the histogram's for every seed and only the order is chance.
    func lengths(_ count: Int, seed: UInt64) -> [Int] {
        var lengths: [Int] = []
        lengths.reserveCapacity(count)
        let total = Double(counts.reduce(0, +))
        let width = (longest - shortest) / Double(counts.count)
        var bin = 0
        var below = 0.0
        for index in 0..<count {
            let rank = (Double(index) + 0.5) / Double(count) * total
            while bin < counts.count - 1, below + Double(counts[bin]) <= rank {
                below += Double(counts[bin])
                bin += 1
            }
            let share = counts[bin] == 0 ? 0 : min(1, (rank - below) / Double(counts[bin]))
            let length = shortest + width * (Double(bin) + share)
            lengths.append(max(1, Int(length.rounded(.toNearestOrEven))))
        }
        var random = RandomStream(seed: seed, purpose: "output order")
        for index in stride(from: lengths.count - 1, to: 0, by: -1) {
            lengths.swapAt(index, Int(random.whole(in: 0...Int64(index))))
        }
        return lengths
    }
}
