import Testing

@testable import SimCLI

@Suite("Files of other programs")
struct ForeignFileTests {
    /// What each program writes, by hand.
    static let samples: [(ForeignFile, String)] = [
        (.nvidiaSMI, "timestamp, index, power.draw [W]\n2026/03/01 05:10:01.120, 0, 118.53 W\n"),
        (.nvidiaSMI, "# gpu    pwr  gtemp\n# Idx      W      C\n    0    118     40\n"),
        (.dcgm, "#Entity   POWER\n             W\nGPU 0     118.5\n"),
        (.dcgm, "timestamp,gpu,DCGM_FI_DEV_POWER_USAGE\n1,0,118\n"),
        (.zeus, "time,power_gpu0,power_gpu1\n1709269801.12,118.53,119.02\n"),
        (
            .codeCarbon,
            "timestamp,project_name,duration,emissions,cpu_power,gpu_power\n2026-03-01,b,1,2,3,4\n"
        ),
        (
            .benchmarkResult,
            "{\n  \"model_id\": \"m\", \"duration\": 2.5,\n  \"total_output_tokens\": 9, \"mean_ttft_ms\": 2}\n"
        ),
        (.benchmarkResult, #"{"duration":2.5,"total_output_tokens":9,"mean_ttft_ms":2}"#),
        (.ownResult, #"{"schema": "wattline.run", "schema_version": 1, "configuration": {}}"#),
        (.json, "[1, 2]"), (.json, #"{"a": {"b": 1}}"#),
        (.trace(.azure), "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-10-15 00:00:00,5,4\n"),
        (.trace(.mooncakeLines), "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 4}\n"),
        (.trace(.splitwise), "request_id,arrival_timestamp,batch_size,prompt_size,token_size\n0,0,1,5,4\n"),
    ]

    @Test("validate and calibrate say what it is, on one line, and what is wanted", arguments: samples)
    func measured(file: ForeignFile, text: String) {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "x.csv")
        for words in [["validate"], ["calibrate"]] {
            let invocation = Invocation(words + ["--data", path])
            #expect(invocation.code == 2)
            #expect(
                invocation.errors
                    == "wattline: error: \(path) is \(file.noun). \(file.hint(for: .measurements))\n")
        }
    }

    @Test("So does a run that takes it for a trace", arguments: samples)
    func traced(file: ForeignFile, text: String) {
        if case .trace = file { return }
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "x.csv")
        for words in [["run", "--trace", path], ["trace", "info", path]] {
            let invocation = Invocation(words)
            #expect(invocation.code == 2)
            #expect(invocation.output.isEmpty)
            // What has neither header nor object tells no more than that it is no trace.
            let isRecognised = invocation.errors.contains("is \(file.noun), and no trace of requests")
            let isRefused = ["no trace format has", "JSON document", "JSON list"].contains {
                invocation.errors.contains($0)
            }
            #expect(isRecognised || isRefused, "\(invocation.errors)")
        }
    }

    @Test("Power logs are told the form that validate reads")
    func power() {
        for file in [ForeignFile.nvidiaSMI, .dcgm, .zeus, .codeCarbon] {
            for reader in [ForeignFile.Reader.trace, .measurements] {
                #expect(file.hint(for: reader).contains("t_s,gpu,power_w"))
                #expect(file.hint(for: reader).contains("--trace"))
            }
        }
        #expect(Invocation(["help", "validate"]).output.contains("t_s,gpu,power_w"))
    }

    @Test("Tables that validate knows, and those of nobody, are none of them")
    func others() {
        for columns in [ServingRow.columns, OwnMeasurements.columns, BatchBenchmark.columns, ["a", "b"], []] {
            #expect(ForeignFile(names: columns) == nil)
        }
        for text in ["", "a,b\n", "# source: somebody\na,b\n", "\"a\",b\n"] {
            #expect(ForeignFile(head: Array(text.utf8)[...]) == nil)
        }
    }

    @Test("compare says what a benchmark's result is")
    func compared() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.samples[7].1, to: "bench.json")
        let invocation = Invocation(["compare", path, path])
        #expect(invocation.code == 2)
        #expect(invocation.errors.contains("is the result of a serving benchmark"))
    }
}
