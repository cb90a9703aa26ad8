/// Since when the decoding sequences wait for their next token: groups of sequences with the same last token.
///
/// A decode step gives every sequence a token, so after it there is one group. Between decode steps there is one more
/// for each instant at which prompts ended, which is rarely more than one.
struct TokenGaps: Sendable {
    struct Group: Sendable {
        var lastToken: ExactTime
        var sequences: Int64
    }

    private(set) var groups: [Group] = []

    mutating func add(lastToken: ExactTime) {
        if let last = groups.indices.last, groups[last].lastToken == lastToken {
            groups[last].sequences += 1
        } else {
            groups.append(Group(lastToken: lastToken, sequences: 1))
        }
    }

    mutating func remove(lastToken: ExactTime) {
        guard let index = groups.firstIndex(where: { $0.lastToken == lastToken }) else {
            preconditionFailure("every decoding sequence is in the group of its last token")
        }
        groups[index].sequences -= 1
        if groups[index].sequences == 0 { groups.remove(at: index) }
    }

    /// Counts one gap a sequence, up to `now`, and makes one group of all.
    mutating func close(at now: ExactTime, into histogram: inout LatencyHistogram) {
        var sequences: Int64 = 0
        for group in groups {
            histogram.add(femtoseconds: now.femtoseconds(since: group.lastToken), weight: group.sequences)
            sequences += group.sequences
        }
        groups.removeAll(keepingCapacity: true)
        if sequences > 0 { groups.append(Group(lastToken: now, sequences: sequences)) }
    }

    /// Moves the only group to `now`, where the gaps in between were counted in another way.
    mutating func advance(to now: ExactTime) {
        if !groups.isEmpty { groups[0].lastToken = now }
    }
}
