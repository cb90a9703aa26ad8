import SimCore
import WattlineText

/// What the usual step of a run has in it, by phase: a step with both counts for both.
struct BatchTally: Equatable, Sendable {
    /// Steps with decode rows.
    private(set) var decodeSteps: Int64 = 0
    private(set) var decodeRows: Int64 = 0
    /// Context tokens that they read.
    private(set) var contextTokens: Int128 = 0
    /// Steps with prompt tokens.
    private(set) var prefillSteps: Int64 = 0
    private(set) var prefillTokens: Int64 = 0
    /// Steps with so many prompt tokens; at most as many numbers as the token budget has.
    private var sizes: [Int64: Size] = [:]

    private struct Size: Equatable, Sendable {
        var steps: Int64 = 0
        /// Prompts that ended in them.
        var prompts: Int64 = 0
    }

    mutating func add(_ run: StepRun) {
        if run.decodeSequences > 0 {
            let steps = Int128(run.steps)
            decodeSteps += run.steps
            decodeRows += run.decodeSequences * run.steps
            // Each step every row reads a token more.
            contextTokens +=
                Int128(run.contextTokens) * steps + Int128(run.decodeSequences) * (steps * (steps - 1) / 2)
        }
        if run.prefillTokens > 0 {
            prefillSteps += run.steps
            prefillTokens += run.prefillTokens * run.steps
            sizes[run.prefillTokens, default: Size()].steps += run.steps
            sizes[run.prefillTokens, default: Size()].prompts += run.completedPrefills * run.steps
        }
    }

    /// Rows of a decoding step; nil where none decoded.
    var meanDecodeRows: Double? { Figures.ratio(Double(decodeRows), Double(decodeSteps)) }

    /// Tokens that a row of a decoding step reads.
    var meanContext: Double? { Figures.ratio(Double(contextTokens), Double(decodeRows)) }

    /// The median of the steps that have prompt tokens, by their number, with the prompts that steps of this size end; nil
    /// where no step has any. A mean is none of the steps, and may fall just beyond a tile of theirs, where time jumps.
    var medianPrefill: (tokens: Int64, prompts: Int64)? {
        var seen: Int64 = 0
        for tokens in sizes.keys.sorted() {
            guard let size = sizes[tokens] else { continue }
            seen += size.steps
            if seen * 2 >= prefillSteps {
                return (tokens, max(1, (2 * size.prompts + size.steps) / (2 * size.steps)))
            }
        }
        return nil
    }
}
