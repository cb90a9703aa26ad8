import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineEvidence

@Suite struct BatchBenchmarkTests {
    private func report(_ rows: String) throws -> ValidationReport {
        try BatchBenchmark.report(
            DataTable(text: MeasuredFixture.batches + rows, file: "t.csv"), ConstantValues())
    }

    @Test func aBatchIsTimedFromItsFirstPromptToItsLastToken() throws {
        let report = try report("Nvidia H100 GPU,1,vLLM,meta-llama/Llama-2-7b-hf,128,4,1,400\n")
        let values = try #require(report.rows.first).values
        #expect(values.map(\.metric) == [.latency, .power, .energyPerOutputToken])
        let run = Invocation(
            "run -m Llama-2-7b-hf --scenario offline --num-prompts 4 --max-num-seqs 4 --input-len 128 "
                + "--output-len 128 --json")
        #expect(run.output.contains("\"duration\": \(values[0].predicted),"))
        #expect(abs(values[2].predicted - values[0].predicted * values[1].predicted / 512) < 1e-12)
        #expect(values[2].measured == 400.0 / 512)
    }

    @Test func whatIsNotKnownIsSkippedWithItsReason() throws {
        let report = try report(
            "Nvidia H100 GPU,1,Deepspeed-MII,meta-llama/Llama-2-7b-hf,128,4,1,400\n"
                + "Gaudi 2,1,vLLM,meta-llama/Llama-2-7b-hf,128,4,1,400\n"
                + "Nvidia A100 GPU,1,vLLM,meta-llama/Llama-2-7b-hf,128,4,,\n")
        #expect(report.skipped.map(\.number) == [1, 2])
        #expect(report.skipped[0].why.hasPrefix("unknown engine 'Deepspeed-MII'"))
        #expect(report.skipped[1].why.hasPrefix("unknown gpu 'Gaudi 2'"))
        #expect(report.rows.map { $0.values.isEmpty } == [true])
    }

    @Test func aModelOfTheSameShapeStandsIn() throws {
        let report = try report("Nvidia A100 GPU,1,vLLM,meta-llama/Meta-Llama-3-8B,128,4,1,200\n")
        #expect(report.skipped.isEmpty)
    }

    @Test func aFitDoesNotLearnFromThem() {
        let folder = TemporaryFolder()
        let file = folder.write(MeasuredFixture.batches, to: "b.csv")
        let run = Invocation(["calibrate", "--data", file])
        #expect(run.code == 2)
        #expect(run.errors.contains("which calibrate does not learn from: validate reads it"))
    }
}
