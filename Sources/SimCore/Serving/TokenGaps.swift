/// Since when the decoding sequences wait for their next token: groups of sequences with the same last token.
///
/// A decode step gives every sequence a token, so after it there is one group. Between decode steps there is one more
/// for each instant at which prompts ended, which is rarely more than one.
struct TokenGaps: ~Copyable {
    struct Group: BitwiseCopyable, Sendable {
        var lastToken = ExactTime(.zero)
        var sequences: Int64 = 0
    }

    /// The group that there nearly always is; none while it has no sequences.
    private var main = Group()
    private var others = Ring<Group>(Group())

    init() {}

    init(copying other: borrowing TokenGaps) {
        main = other.main
        others = Ring(copying: other.others)
    }

    /// Groups, and sequences in them.
    var groupCount: Int { others.count + (main.sequences > 0 ? 1 : 0) }
    var sequences: Int64 {
        var sum = main.sequences
        for index in 0..<others.count { sum += others[index].sequences }
        return sum
    }

    @inline(__always)
    mutating func add(lastToken: ExactTime) {
        if main.lastToken == lastToken || (main.sequences == 0 && others.isEmpty) {
            main.lastToken = lastToken
            main.sequences &+= 1
        } else if !others.isEmpty, others[others.count &- 1].lastToken == lastToken {
            others.place(others.count &- 1).value.sequences &+= 1
        } else {
            others.append(Group(lastToken: lastToken, sequences: 1))
        }
    }

    @inline(__always)
    mutating func remove(lastToken: ExactTime) {
        if main.lastToken == lastToken, main.sequences > 0 {
            main.sequences &-= 1
        } else {
            removeOther(lastToken)
        }
    }

    @inline(never)
    private mutating func removeOther(_ lastToken: ExactTime) {
        var index = 0
        while index < others.count, others[index].lastToken != lastToken { index += 1 }
        precondition(index < others.count, "every decoding sequence is in the group of its last token")
        others.place(index).value.sequences -= 1
        if others[index].sequences == 0 { others.remove(at: index) }
    }

    /// Counts one gap a sequence, up to `now`, and makes one group of all.
    @inline(__always)
    mutating func close(at now: ExactTime, into histogram: inout LatencyCounter) {
        histogram.add(from: main.lastToken, to: now, weight: main.sequences)
        if !others.isEmpty {
            for index in 0..<others.count {
                let group = others[index]
                histogram.add(from: group.lastToken, to: now, weight: group.sequences)
                main.sequences &+= group.sequences
            }
            others.removeAll()
        }
        main.lastToken = now
    }

    /// Moves the only group to `now`, where the gaps in between were counted in another way.
    @inline(__always)
    mutating func advance(to now: ExactTime) { main.lastToken = now }
}
