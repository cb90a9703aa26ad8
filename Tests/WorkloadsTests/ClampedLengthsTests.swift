import SimCore
import Testing

@testable import Workloads

@Suite struct ClampedLengthsTests {
    private static func requests(_ lengths: [(Int, Int)]) -> ListedArrivals {
        ListedArrivals(lengths.map { RequestSpec(arrival: .zero, promptTokens: $0.0, outputTokens: $0.1) })
    }

    @Test func promptsFirstThenAnswers() throws {
        let source = Self.requests([(10, 10), (100, 10), (50, 60), (200, 200)])
        var clamped = try ClampedLengths(source, maximumPrompt: 60, maximumTotal: 100)
        var lengths: [[Int]] = []
        while let request = try clamped.next() {
            lengths.append([request.promptTokens, request.outputTokens])
        }
        #expect(lengths == [[10, 10], [60, 10], [50, 50], [60, 40]])
        #expect(clamped.clampedPrompts == 2)
        #expect(clamped.clampedOutputs == 2)
        #expect(clamped.tally.clampedPrompts == 2)
    }

    @Test func oneTokenOfAnAnswerAlwaysFits() throws {
        let clamped = try ClampedLengths(Self.requests([(100, 5), (Int.max, Int.max)]), maximumTotal: 100)
        #expect(try drain(clamped).map { [$0.promptTokens, $0.outputTokens] } == [[99, 1], [99, 1]])
    }

    @Test func withoutLimitsNothingChanges() throws {
        #expect(try drain(ClampedLengths(chat(count: 50, seed: 2))) == drain(chat(count: 50, seed: 2)))
    }

    @Test func limitsBelowAnyRequestAreRefused() {
        #expect(throws: WorkloadError.self) { try ClampedLengths(listed([]), maximumPrompt: 0) }
        #expect(throws: WorkloadError.self) { try ClampedLengths(listed([]), maximumTotal: 1) }
        #expect(throws: WorkloadError.self) { try ClampedLengths(listed([]), maximumTotal: Int.min) }
    }
}
