import Testing

@testable import WattlineLab

@Suite("Mean batches")
struct BatchTallyTests {
    @Test("Every request alone: one row, a context that grows from its prompt on, and its whole prompt")
    func alone() throws {
        let outcome = try PictureFixture.outcome(
            "--scenario single-stream --num-prompts 3 --input-len 100 --output-len 5")
        let batches = try #require(outcome.timeline).batches
        // The prompt's step writes the first token; four steps read 101 to 104 tokens, or 100 to 103 of the cache.
        #expect(batches.decodeSteps == 12)
        #expect(batches.meanDecodeRows == 1)
        #expect(batches.prefillSteps == 3)
        let median = try #require(batches.medianPrefill)
        #expect(median == (100, 1))
        #expect(abs(try #require(batches.meanContext) - 102) <= 1)
    }

    @Test("The median prefill is a step that ran, however far the others lie")
    func median() throws {
        // Prompts of one length at a rate at which some meet in a step: the mean lies between one and two of them.
        let outcome = try PictureFixture.outcome(
            "--num-prompts 100 --request-rate 8 --input-len 512 --output-len 64")
        let batches = try #require(outcome.timeline).batches
        let mean = Double(batches.prefillTokens) / Double(batches.prefillSteps)
        #expect(mean > 512)
        #expect(try #require(batches.medianPrefill) == (512, 1))
    }

    @Test("What did not happen has no mean and no median")
    func none() {
        let empty = BatchTally()
        #expect(empty.meanDecodeRows == nil && empty.meanContext == nil && empty.medianPrefill == nil)
    }
}
