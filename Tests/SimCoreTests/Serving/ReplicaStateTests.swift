import SimCore
import Synchronization
import Testing

/// What a policy is shown, at every decision of a small run.
@Suite struct ReplicaStateTests {
    private final class Notes: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    /// A step takes 10 ms and 1 ms a prompt token; at most 6 tokens a step, blocks of 4.
    @Test func aPolicySeesWhatIsThere() throws {
        let notes = Notes()
        let policy = ScriptedPolicy { replica, plan in
            var line = "\((replica.now - .zero).milliseconds): waiting"
            for index in 0..<replica.visibleWaitingCount { line += " \(replica.waiting(at: index).id)" }
            line += ", prefilling"
            for index in 0..<replica.prefillingCount {
                let request = replica.prefilling(at: index)
                line += " \(request.id) (\(request.computedTokens) of \(request.promptTokens))"
            }
            line += ", running"
            var next = replica.youngest
            while let sequence = next {
                line +=
                    " \(sequence.id) (\(sequence.generatedTokens) written, \(sequence.contextTokens) cached)"
                next = replica.nextOlder(than: sequence)
            }
            line +=
                ", \(replica.contextTokens) tokens, \(replica.freeBlocks) of \(replica.totalBlocks) blocks"
            line += ", \(replica.blocksForDecode) needed"
            notes.add(line)
            plan.decodeAndPrefill(replica)
        }
        _ = try run(
            [request(at: 0, prompt: 4, output: 3), request(at: 5, prompt: 8, output: 1)], policy: policy,
            limits: ReplicaLimits(maxSequences: 3, maxBatchedTokens: 6, kvBlocks: 5, blockSize: 4))
        #expect(
            notes.all == [
                "0.0: waiting 0, prefilling, running, 0 tokens, 5 of 5 blocks, 0 needed",
                "14.0: waiting 1, prefilling, running 0 (1 written, 4 cached), 4 tokens, 4 of 5 blocks, 1 needed",
                "29.0: waiting, prefilling 1 (5 of 8), running 1 (0 written, 5 cached) 0 (2 written, 5 cached), "
                    + "5 tokens, 1 of 5 blocks, 0 needed",
                "42.0: waiting, prefilling, running, 0 tokens, 5 of 5 blocks, 0 needed",
            ])
    }
}
