import HardwareModels
import Testing

@testable import SimCLI

@Suite("How well figures are known")
struct ProvenanceNoteTests {
    /// The lines about it, as they stand in an output.
    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.contains("Energy figures") || $0.contains("Error band") }
    }

    private static let systems = [
        "", "-m qwen3-30b-a3b", "-g a100-sxm-80gb", "-g b200",
        "-m textbook-7b -g textbook-gpu --engine ideal",
        "--quantization fp8", "--power-cap 400",
    ]

    @Test("run, sweep, merge and compare say the same", arguments: systems)
    func same(flags: String) throws {
        let run = lines(Invocation("run --num-prompts 4 \(flags)").output)
        #expect(run.count == 2)
        let folder = TemporaryFolder()
        let journal = folder.file("s.jsonl")
        let sweep = Invocation("sweep --num-prompts 4 --seed 0,1 \(flags) -o \(journal)").output
        let shown: [String] = [String(run[0].replacing(" Window: the whole run.", with: "")), String(run[1])]
        #expect(lines(sweep).map(String.init) == shown)
        #expect(lines(Invocation("merge \(journal)").output).map(String.init) == shown)
        #expect(
            lines(Invocation("compare --num-prompts 4 \(flags) -- --seed 1").output).map(String.init) == shown
        )
        let result = folder.file("r.json")
        #expect(Invocation("run --num-prompts 4 \(flags) -q -o \(result)").code == 0)
        #expect(lines(Invocation("compare \(result) \(result)").output).map(String.init) == shown)
    }

    @Test("Points of several kinds are told apart by what makes them so")
    func several() {
        let text = Invocation("sweep --num-prompts 4 --gpu h100-sxm,b200 --request-rate 2,4").output
        #expect(
            lines(text) == [
                "--gpu h100-sxm: Energy figures: calibrated. "
                    + "\(lines(Invocation("run --num-prompts 4").output)[1])",
                "--gpu b200: Energy figures: datasheet. Error band: none, no measured run of this kind was compared.",
            ])
        let pairs = Invocation("sweep --num-prompts 4 --gpu h100-sxm,b200 --quantization none,fp8").output
        #expect(pairs.contains("--gpu h100-sxm --quantization fp8: Energy figures: transferred."))
        let sides = Invocation("compare --num-prompts 4 -- --gpu b200").output
        #expect(sides.contains("\nA: Energy figures: calibrated. Error band (dense)"))
        #expect(sides.contains("\nB: Energy figures: datasheet. Error band: none"))
    }

    @Test("Where no request was answered there is nothing to have a band")
    func unanswered() throws {
        let folder = TemporaryFolder()
        let trace = folder.write(
            "arrival_s,prompt_tokens,output_tokens\n0,500000,4\n1,500000,4\n", to: "t.csv")
        let run = Invocation("run --trace \(trace)")
        #expect(run.output.contains("Error band: none, no request was answered."))
        let json = try JSON(text: Invocation("run --trace \(trace) --json").output)
        #expect(json["energy_error_band"] == .null)
        let sweep = Invocation("sweep --trace \(trace) --seed 0,1").output
        #expect(sweep.contains("Error band: none, no request was answered."))
        let page = folder.file("p.html")
        #expect(Invocation("run --trace \(trace) -q -o \(page)").code == 0)
        #expect(folder.text(of: "p.html").contains("no request was answered"))
        #expect(!folder.text(of: "p.html").contains("Error band (dense)"))
    }

    @Test("A band is read back from a result, and one that is none is refused with its place")
    func readBack() throws {
        let json = ProvenanceNote.Band(ErrorBand.all[0])
        let text =
            "{\"energy_provenance\": \"calibrated\", \"completed\": 1, \"energy_error_band\": {\"class\": \"x\"}}"
        do throws(CLIError) {
            _ = try ProvenanceNote(JSONObject(Array(text.utf8), name: "r.json", called: "a result"))
            Issue.record("it was taken")
        } catch {
            #expect(error.message == "r.json:1:74: the key 'measured_runs' is missing")
        }
        #expect(json.kind == "dense" && json.runs == 43)
    }
}
