import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("wattline trace info")
struct TraceInfoTests {
    private let text = """
        Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
        0,ChatGPT,100,10,110,a
        1,ChatGPT,200,0,200,a
        2,ChatGPT,0,5,5,a
        3,ChatGPT,x,5,5,a
        4,ChatGPT,300,30,330,a
        120,ChatGPT,500,50,550,a

        """

    @Test("The whole page, for a file with rows of every kind")
    func page() {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "in.csv")
        let invocation = Invocation(["trace", "info", path])
        #expect(invocation.code == 0)
        #expect(
            invocation.output == """
                \(path): a trace of the format BurstGPT

                  requests              3  of 6 rows
                  left out              3  1 bad, 1 without an answer, 1 without a prompt
                  first arrival         0  s
                  span              120.0  s
                  mean rate       0.01667  requests/s
                  busiest minute  0.03333  requests/s
                  burstiness        1.148  1 is Poisson, less comes in bursts
                  input tokens        900
                  output tokens        90

                                  mean    min    p50     p90     p95     p99     max
                  input tokens   300.0  100.0  300.0   460.0   480.0   496.0   500.0
                  output tokens  30.00  10.00  30.00   46.00   48.00   49.60   50.00
                  gap ms         60000   4000  60000  104800  110400  114880  116000

                """)
        #expect(
            invocation.errors
                == "wattline: warning: 1 bad row left out. The first: \(path):5:3: Request tokens is 'x', expected a whole "
                + "number >= 0 (--skip-bad-rows)\n")
    }

    @Test("The same as JSON, with null where there is no figure")
    func json() throws {
        let folder = TemporaryFolder()
        let path = folder.write("arrival_s,prompt_tokens,output_tokens\n1.5,10,20\n", to: "in.csv")
        let output = Invocation(["trace", "info", "--json", path]).output
        guard case .object(let members) = try JSONReader.read(Array(output.utf8)).value else { return }
        let values = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.node.written) })
        #expect(values["file"] == .text("in.csv"))
        #expect(values["format"] == .text("Wattline"))
        #expect(values["rows"] == .number(1))
        #expect(values["first_arrival_s"] == .number(1.5))
        #expect(values["request_rate"] == .null)
        #expect(values["burstiness"] == .null)
        #expect(output.contains("\"input_tokens\": {\n    \"mean\": 10.0,"))
        #expect(output.contains("\"gap_ms\": {\n    \"mean\": null,"))
    }

    private static let azure = Shared.file("data/traces/azure_llm_2023_conv.csv")

    /// Sums as awk finds them, quantiles as numpy does.
    @Test(.enabled(if: azure != nil, "the data folder is not beside the package; set WATTLINE_SHARED"))
    func theAzureChatTrace() throws {
        let output = Invocation(["trace", "info", try #require(Self.azure)]).output
        #expect(output.contains("requests           19366  of 19366 rows"))
        #expect(output.contains("input tokens    22361870"))
        #expect(output.contains("mean rate          5.530  requests/s"))
    }
}
