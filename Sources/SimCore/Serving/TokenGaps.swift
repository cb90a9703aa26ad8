/// Since when the decoding sequences wait for their next token: groups of sequences with the same last token.
///
/// A decode step gives every sequence a token, so after it there is one group. Between decode steps there is one more
/// for each instant at which prompts ended, which is rarely more than one.
struct TokenGaps: Sendable {
    struct Group: Sendable {
        var lastToken: ExactTime
        var sequences: Int64
    }

    /// The group that there nearly always is; none while it has no sequences. Not in the array, so that a step does not
    /// touch one.
    private var main = Group(lastToken: ExactTime(.zero), sequences: 0)
    private var others: [Group] = []

    var groups: [Group] { (main.sequences > 0 ? [main] : []) + others }

    mutating func add(lastToken: ExactTime) {
        if main.lastToken == lastToken || (main.sequences == 0 && others.isEmpty) {
            main.lastToken = lastToken
            main.sequences += 1
        } else if let last = others.indices.last, others[last].lastToken == lastToken {
            others[last].sequences += 1
        } else {
            others.append(Group(lastToken: lastToken, sequences: 1))
        }
    }

    mutating func remove(lastToken: ExactTime) {
        if main.lastToken == lastToken, main.sequences > 0 {
            main.sequences -= 1
            return
        }
        guard let index = others.firstIndex(where: { $0.lastToken == lastToken }) else {
            preconditionFailure("every decoding sequence is in the group of its last token")
        }
        others[index].sequences -= 1
        if others[index].sequences == 0 { others.remove(at: index) }
    }

    /// Counts one gap a sequence, up to `now`, and makes one group of all.
    mutating func close(at now: ExactTime, into histogram: inout LatencyHistogram) {
        histogram.add(from: main.lastToken, to: now, weight: main.sequences)
        if !others.isEmpty {
            for group in others {
                histogram.add(from: group.lastToken, to: now, weight: group.sequences)
                main.sequences += group.sequences
            }
            others.removeAll(keepingCapacity: true)
        }
        main.lastToken = now
    }

    /// Moves the only group to `now`, where the gaps in between were counted in another way.
    mutating func advance(to now: ExactTime) { main.lastToken = now }
}
