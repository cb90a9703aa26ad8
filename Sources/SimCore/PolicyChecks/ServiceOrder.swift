/// Who got a first token before whom: how often each request of a run was overtaken by later ones.
public struct ServiceOrder: Sendable {
    /// In order of arrival.
    public let records: [RequestRecord]
    /// For each of ``records``: how many later arrivals had their first token sooner.
    public let overtakers: [Int]

    /// O(n log n) for n requests, in any order.
    public init(_ finished: [RequestRecord]) {
        let records = finished.sorted { $0.id < $1.id }
        let byToken = records.indices.sorted {
            (records[$0].firstToken, $0) < (records[$1].firstToken, $1)
        }
        // A request's rank is the number of those with a strictly earlier first token.
        var ranks = [Int](repeating: 0, count: records.count)
        for (position, index) in byToken.enumerated() {
            let isTie =
                position > 0 && records[byToken[position - 1]].firstToken == records[index].firstToken
            ranks[index] = isTie ? ranks[byToken[position - 1]] : position
        }
        // A Fenwick tree counts, from the last arrival to the first, how many ranks are below one's own.
        var tree = [Int](repeating: 0, count: records.count + 1)
        var overtakers = [Int](repeating: 0, count: records.count)
        var end = records.count
        while end > 0 {
            // Requests of one instant are not later than each other: all are counted before any is entered.
            var start = end - 1
            while start > 0, records[start - 1].arrival == records[start].arrival { start -= 1 }
            for index in start..<end {
                var node = ranks[index]
                while node > 0 {
                    overtakers[index] += tree[node]
                    node -= node & -node
                }
            }
            for index in start..<end {
                var node = ranks[index] + 1
                while node < tree.count {
                    tree[node] += 1
                    node += node & -node
                }
            }
            end = start
        }
        self.records = records
        self.overtakers = overtakers
    }

    /// The place in ``records`` of the request that was overtaken most; the first of equals; nil if there is none.
    public var mostOvertaken: Int? { overtakers.max().flatMap { overtakers.firstIndex(of: $0) } }

    /// The later arrivals that overtook one of ``records``, in order of arrival. O(n).
    public func overtakers(of index: Int) -> [RequestRecord] {
        records[(index + 1)...].filter {
            $0.arrival > records[index].arrival && $0.firstToken < records[index].firstToken
        }
    }

    /// `request 31 (2000 prompt tokens, arrived at 1.500 s) waited 12.30 s for its first token; 143 later requests had
    /// theirs sooner: 32, 33, 34, 35, 36, 37 and 137 more`
    public func story(of index: Int) -> String {
        let record = records[index]
        var text =
            "request \(record.id) (\(record.promptTokens) prompt tokens, arrived at \(record.arrival)) waited "
            + "\(record.ttft) for its first token"
        guard overtakers[index] > 0 else { return text + "; no later request had its own sooner" }
        text += "; \(overtakers[index]) later request\(overtakers[index] == 1 ? "" : "s") had theirs sooner: "
        for (number, other) in overtakers(of: index).prefix(6).enumerated() {
            text += number == 0 ? "\(other.id)" : ", \(other.id)"
        }
        return overtakers[index] > 6 ? text + " and \(overtakers[index] - 6) more" : text
    }
}
