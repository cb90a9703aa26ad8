import Testing

@testable import SimCLI

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
        #expect(batches.meanPrefillTokens == 100)
        #expect(batches.prefillSteps == 3)
        #expect(batches.meanPrompts == 1)
        #expect(abs(try #require(batches.meanContext) - 102) <= 1)
    }

    @Test("What did not happen has no mean")
    func none() {
        let empty = BatchTally()
        #expect(empty.meanDecodeRows == nil && empty.meanContext == nil && empty.meanPrefillTokens == nil)
        #expect(empty.meanPrompts == nil)
    }
}
