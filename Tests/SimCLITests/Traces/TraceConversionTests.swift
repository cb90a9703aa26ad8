import SimCore
import Testing

@testable import SimCLI

@Suite("wattline trace convert")
struct TraceConversionTests {
    private let azure = """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:15:46.6805900,374,44
        2023-11-16 18:15:47.0000001,396,0
        2023-11-16 18:15:50.9951690,879,55
        2023-11-16 18:15:50.9951690,91,16

        """

    @Test("Arrivals keep every digit, and rows that make no request are left out")
    func rows() {
        let folder = TemporaryFolder()
        let path = folder.write(azure, to: "in.csv")
        let invocation = Invocation(["trace", "convert", path, "-o", "-"])
        #expect(
            invocation.output
                == "arrival_s,prompt_tokens,output_tokens\n0,374,44\n4.314579,879,55\n4.314579,91,16\n")
        #expect(
            invocation.errors
                == "wattline: warning: 1 row left out: 0 bad, 1 without an answer, 0 without a prompt\n")
        let file = Invocation(["trace", "convert", path, "-o", folder.file("out.csv")])
        #expect(file.output == "\(folder.file("out.csv")): 3 requests\n")
        #expect(folder.text(of: "out.csv") == invocation.output)
        let json = Invocation(["trace", "convert", path, "--json", "-o", folder.file("out.csv")]).output
        #expect(json.contains("\"requests\": 3,") && json.contains("\"rows_without_answer\": 1,"))
        #expect(json.contains("\"bytes\": \(invocation.output.utf8.count),"))
        #expect(folder.names == ["in.csv", "out.csv"])
    }

    @Test("Priorities stay where there are any")
    func priorities() {
        let folder = TemporaryFolder()
        let text = "arrival_s,prompt_tokens,output_tokens,priority\n0.000000000001,10,20,-3\n2,30,40,7\n"
        let path = folder.write(text, to: "in.csv")
        #expect(Invocation(["trace", "convert", path, "-o", "-"]).output == text)
    }

    /// Random traces in every format: the run of the copy is the run of the original, to the last bit.
    @Test("A run of the copy is the run of the original, in every format", arguments: TraceFormat.allCases)
    func roundTrip(format: TraceFormat) {
        var stream = RandomStream(seed: 1, purpose: "conversion \(format.rawValue)")
        let folder = TemporaryFolder()
        var text = format.isLines ? "" : format.columns.joined(separator: ",") + "\n"
        var milliseconds = 0
        for _ in 0..<40 {
            milliseconds += stream.below(300)
            let (prompt, answer) = (1 + stream.below(900), stream.below(60))
            let fraction = "\(1000 + milliseconds % 1000)".dropFirst()
            switch format {
            case .azure: text += "2024-05-10 00:00:\(10 + milliseconds / 1000).\(fraction)123+00:00,"
            case .mooncake: text += "\(milliseconds),"
            case .mooncakeLines, .bailianLines, .servingSimLines:
                let time =
                    switch format {
                    case .mooncakeLines: "\(milliseconds)"
                    case .servingSimLines: "\(milliseconds)000123"
                    default: "\(milliseconds / 1000).\(fraction)5"
                    }
                let marks = format.marks.map { ", \"\($0)\": -1" }.joined()
                text +=
                    "{\"\(format.columns[0])\": \(time), \"\(format.columns[1])\": \(prompt), "
                    + "\"\(format.columns[2])\": \(answer)\(marks)}\n"
                continue
            default: text += "\(milliseconds / 1000).\(fraction)\(stream.below(1_000_000_000)),"
            }
            text += "\(prompt),\(answer)\n"
        }
        let path = folder.write(text, to: "in.csv")
        for scale in ["1", "0.37"] {
            let copy = folder.file("out.csv")
            #expect(
                Invocation([
                    "trace", "convert", path, "-o", copy, "--time-scale", scale, "--num-prompts", "25",
                ]).code
                    == 0)
            #expect(
                fingerprint(["--trace", copy])
                    == fingerprint(["--trace", path, "--time-scale", scale, "--num-prompts", "25"]))
            // What was converted once stays as it is.
            #expect(Invocation(["trace", "convert", copy, "-o", "-"]).output == folder.text(of: "out.csv"))
        }
    }

    private func fingerprint(_ flags: [String]) -> Substring? {
        Invocation(["run", "--json"] + flags).output.split(separator: "\n").first {
            $0.contains("\"fingerprint\"")
        }
    }

    @Test("The file that is read is not written over; a bad row leaves nothing unless it is skipped")
    func refusals() {
        let folder = TemporaryFolder()
        let path = folder.write("arrival_s,prompt_tokens,output_tokens\n0,1,2\n1,x,2\n3,4,5\n", to: "in.csv")
        let same = Invocation(["trace", "convert", path, "-o", folder.path + "/./in.csv"])
        #expect(same.code == 2)
        #expect(same.errors.contains("is the file that trace convert reads. Name another one"))
        let copy = folder.file("out.csv")
        let bad = Invocation(["trace", "convert", path, "-o", copy])
        #expect(bad.code == 2)
        #expect(
            bad.errors.contains(
                "in.csv:3:2: prompt_tokens is 'x', expected a whole number >= 0 (--skip-bad-rows)"))
        #expect(folder.names == ["in.csv"])
        let skipped = Invocation(["trace", "convert", path, "-o", copy, "--skip-bad-rows"])
        #expect(skipped.code == 0)
        #expect(folder.text(of: "out.csv") == "arrival_s,prompt_tokens,output_tokens\n0,1,2\n3,4,5\n")
        let far = Invocation(["trace", "convert", copy, "-o", "-", "--time-scale", "1e12"])
        #expect(far.code == 2 && far.output.isEmpty)
        #expect(far.errors.contains("past 104 days"))
    }
}
