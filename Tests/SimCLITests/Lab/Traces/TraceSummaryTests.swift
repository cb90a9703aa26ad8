import Foundation
import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineLab

@Suite struct TraceSummaryTests {
    @Test func countsAndExtremes() throws {
        let text = "arrival_s,prompt_tokens,output_tokens\n1,10,5\n2,30,1\n2.5,7,0\n4,20,20\n"
        var source = try TraceSource(text: text, name: "trace.csv")
        let summary = try source.scan()
        #expect(summary.requests == 3)
        #expect(summary.span == .seconds(3))
        #expect(summary.longestPrompt == 30)
        #expect(summary.longestOutput == 20)
        #expect(summary.longestTotal == 40)
        #expect(summary.promptTokens == 60)
        #expect(summary.outputTokens == 26)
        #expect(summary.tally.failedRows == 1)
        // The source has not moved.
        #expect(try source.next()?.promptTokens == 10)
        #expect(try source.scan().requests == 2)
    }

    @Test func theErrorOfALaterRowIsFound() throws {
        let source = try TraceSource(
            text: "arrival_s,prompt_tokens,output_tokens\n1,10,5\n2,x,1\n", name: "trace.csv")
        #expect(throws: TraceError.self) { try source.scan() }
    }

    static let azure = Shared.file("data/traces/azure_llm_2023_conv.csv")
    static let mooncake = Shared.file("data/traces/mooncake_conversation.csv")

    /// Counts and sums as awk finds them in the same file.
    @Test(.enabled(if: azure != nil, "the data folder is not beside the package; set WATTLINE_SHARED"))
    func theAzureChatTrace() throws {
        let summary = try TraceSource(path: #require(Self.azure)).scan()
        #expect(summary.format == .azure)
        #expect(summary.requests == 19_366)
        #expect(summary.promptTokens == 22_361_870)
        #expect(summary.outputTokens == 4_088_665)
        #expect(summary.longestPrompt == 14_050)
        // From 18:15:46.6805900 to 19:14:08.4025270.
        #expect(summary.span == SimDuration(picoseconds: 3_501_721_937_000_000))
    }

    @Test(.enabled(if: mooncake != nil, "the data folder is not beside the package; set WATTLINE_SHARED"))
    func theMooncakeConversationTrace() throws {
        let summary = try TraceSource(path: #require(Self.mooncake)).scan()
        #expect(summary.format == .mooncake)
        #expect(summary.requests == 12_031)
        #expect(summary.span == .milliseconds(3_536_999))
        #expect(summary.promptTokens == 144_793_823)
    }
}
