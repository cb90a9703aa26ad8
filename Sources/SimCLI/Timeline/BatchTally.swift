import SimCore

/// What the mean step of a run has in it, by phase: a step with both counts for both.
struct BatchTally: Equatable, Sendable {
    /// Steps with decode rows.
    private(set) var decodeSteps: Int64 = 0
    private(set) var decodeRows: Int64 = 0
    /// Context tokens that they read.
    private(set) var contextTokens: Int128 = 0
    /// Steps with prompt tokens.
    private(set) var prefillSteps: Int64 = 0
    private(set) var prefillTokens: Int64 = 0
    /// Prompts that ended in them.
    private(set) var prompts: Int64 = 0

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
            prompts += run.completedPrefills * run.steps
        }
    }

    /// Rows of a decoding step; nil where none decoded.
    var meanDecodeRows: Double? { RunOutcome.ratio(Double(decodeRows), Double(decodeSteps)) }

    /// Tokens that a row of a decoding step reads.
    var meanContext: Double? { RunOutcome.ratio(Double(contextTokens), Double(decodeRows)) }

    /// Prompts that such a step ends: below 1 where prompts are cut into several steps.
    var meanPrompts: Double? { RunOutcome.ratio(Double(prompts), Double(prefillSteps)) }

    /// Prompt tokens of a step that has any.
    var meanPrefillTokens: Double? { RunOutcome.ratio(Double(prefillTokens), Double(prefillSteps)) }
}
