import Foundation
import Testing

@testable import SimCLI

/// Measurements of others, beside the package; absent from a clone.
enum Shared {
    static let folder: String =
        ProcessInfo.processInfo.environment["WATTLINE_SHARED"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path

    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    static var hasServing: Bool { InputFile.exists(path("data/serving_h100_calibration.csv")) }
}

@Suite struct ValidateCommandTests {
    static let head =
        "gpu,gpus,model,weights,tensor_parallel,expert_parallel,workload,max_num_seqs,requests,"
        + "prompt_tokens_assumed,output_len_min,output_len_max,output_len_counts,mean_batch,median_itl_ms,"
        + "output_throughput,avg_gpu_power_w,energy_per_output_token_j\n"

    static let row =
        "H100,1,Qwen/Qwen3-8B,bfloat16,1,1,chat,8,40,350,2,402,5;5;5;5,8,8,1000,400,0.4\n"

    @Test func aRowIsReplayedAndCompared() throws {
        let folder = TemporaryFolder()
        let path = folder.write(Self.head + Self.row, to: "s.csv")
        let run = Invocation(["validate", "--data", path, "--json", "-o", folder.file("rows.csv")])
        #expect(run.code == 0)
        let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(document?["rows"] as? Int == 1)
        let metrics = try #require(document?["metrics"] as? [String: [String: Any]])
        #expect(Set(metrics.keys) == ["step_time", "median_itl", "power", "energy_per_output_token"])
        for figures in metrics.values {
            #expect(Set(figures.keys) == ["n", "mape", "median", "p90", "bias"])
            #expect(figures["n"] as? Int == 1)
            // The figures above are near those of the published benchmark; no model is off by a factor of two.
            #expect(try #require(figures["mape"] as? Double) < 60)
        }
        let groups = try #require(document?["groups"] as? [String: Any])
        #expect(Array(groups.keys) == ["Qwen/Qwen3-8B bfloat16 H100"])
        #expect((document?["skipped"] as? [Any])?.isEmpty == true)
        let rows = folder.text(of: "rows.csv").split(separator: "\n")
        #expect(rows.count == 6)
        #expect(rows[0] == "row,group,label,metric,predicted,measured,error_percent")
    }

    @Test func whatHasNoModelIsSkippedWithTheReason() throws {
        let folder = TemporaryFolder()
        let path = folder.write(
            Self.head + Self.row.replacing("Qwen/Qwen3-8B", with: "no/such-model")
                + Self.row.replacing("8,40,350", with: "8,5,350"), to: "s.csv")
        let run = Invocation(["validate", "--data", path])
        #expect(run.code == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("wattline: error: none of the 2 rows of \(path) can be compared\n"))
        #expect(run.errors.contains("\n    skipped 1 row (1): unknown model 'no/such-model'"))
        #expect(run.errors.contains("skipped 1 row (2): the run is too short to have a steady window"))
    }

    @Test func theEngineOfARowIsItsOwn() {
        let folder = TemporaryFolder()
        func output(_ engine: String) -> String {
            let path = folder.write(
                "engine," + Self.head + "\(engine)," + Self.row, to: "s.csv")
            let run = Invocation(["validate", "--data", path])
            return run.output + run.errors
        }
        #expect(output("vllm-0.11.1") == output("vLLM 0.12"))
        #expect(output("sglang-0.5") != output("vllm"))
        #expect(output("mlx-1").contains("skipped 1 row (1): unknown engine 'mlx'"))
    }

    @Test func aThresholdThatIsMissedEndsWithOne() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.head + Self.row, to: "s.csv")
        #expect(Invocation(["validate", "--data", path, "--max-mape", "1000"]).code == 0)
        let run = Invocation(["validate", "--data", path, "--max-mape", "0.001"])
        #expect(run.code == 1)
        #expect(run.errors.hasPrefix("wattline: error: the MAPE of "))
        #expect(run.errors.contains("above --max-mape 0.001"))
        #expect(run.output.contains("step_time"))
    }

    @Test func theTableOfAMissedThresholdReachesTheStream() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.head + Self.row, to: "s.csv")
        let descriptor = unsafe open(folder.file("out.txt"), O_WRONLY | O_CREAT, 0o644)
        defer { close(descriptor) }
        var terminal = Terminal()
        terminal.output = TextStream(descriptor: descriptor)
        let line = ["validate", "--data", path, "--max-mape", "0.001"]
        #expect(CommandLineTool.run(line, &terminal) == .thresholdFailed)
        #expect(folder.text(of: "out.txt").contains("step_time"))
    }

    @Test func nothingToJudgeIsNoSuccess() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.head, to: "s.csv")
        #expect(Invocation(["validate", "--data", path, "--max-mape", "5"]).code == 2)
    }

    @Test(arguments: [
        ("8,40,350", "8,40,none", "s.csv:2:10: prompt_tokens_assumed is 'none', expected a whole number"),
        (
            "5;5;5;5", "5;;5",
            "s.csv:2:13: output_len_counts is '5;;5', expected whole numbers between semicolons"
        ),
        ("5;5;5;5", "0;0", "s.csv:2:13: output_len_counts is '0;0', expected a histogram with answers in it"),
        (",1000,400", ",-3,400", "s.csv:2:16: output_throughput is '-3', expected a number"),
    ])
    func badCellsAreNamed(old: String, new: String, expected: String) {
        let folder = TemporaryFolder()
        let path = folder.write(Self.head + Self.row.replacing(old, with: new), to: "s.csv")
        let run = Invocation(["validate", "--data", path])
        #expect(run.code == 2)
        #expect(run.errors.contains(expected), "\(run.errors)")
    }

    @Test func usage() {
        #expect(Invocation("validate").code == 2)
        #expect(Invocation("validate --data /no/such/file.csv").code == 4)
        let folder = TemporaryFolder()
        let path = folder.write("gpu,engine,dtype,m,n,latency_ms\n", to: "k.csv")
        let run = Invocation(["validate", "--data", path])
        #expect(run.code == 2)
        #expect(
            run.errors.contains("k.csv:1: no table of measurements that is known. The nearest one needs k"))
    }

    @Test func kernelTables() throws {
        let folder = TemporaryFolder()
        let gemm = folder.write(
            "gpu,engine,dtype,m,n,k,latency_ms,power_w\nH100,vllm-0.24.0,bfloat16,64,4096,4096,0.0182,\n",
            to: "g.csv")
        let run = Invocation(["validate", "--data", gemm])
        #expect(run.code == 0)
        #expect(run.output.contains("gemm bfloat16 H100 vllm-0.24.0"))
        let head =
            "gpu,engine,batch_size,isl,step,num_heads,num_key_value_heads,head_dim,attn_dtype,kv_cache_dtype,"
        let attention = "latency_ms\nH100,vllm-0.24.0,8,1,4095,32,8,128,bfloat16,bfloat16,0.06\n"
        let prompt = "H100,vllm-0.24.0,1,4096,0,32,8,128,bfloat16,bfloat16,0.3\n"
        let decode = folder.write(head + attention, to: "d.csv")
        #expect(Invocation(["validate", "--data", decode]).output.contains("decode attention bfloat16"))
        let prefill = folder.write(head + attention + prompt, to: "p.csv")
        #expect(Invocation(["validate", "--data", prefill]).output.contains("prefill attention bfloat16"))
        let reduce = folder.write(
            "gpu,engine,op,num_gpus,message_elements,latency_ms\nH100,vllm_graph,all_reduce,2,4096,0.006\n"
                + "H100,nccl-2,alltoall,2,4096,0.006\n", to: "r.csv")
        let collectives = Invocation(["validate", "--data", reduce])
        #expect(collectives.output.contains("all_reduce H100 vllm_graph"))
        #expect(collectives.output.contains("skipped 1 row (2): 'alltoall' is not modelled"))
    }

    @Test func ownMeasurements() {
        let folder = TemporaryFolder()
        let outcome = "repeats,time_us_p50,time_us_p95,energy_j,power_w,sm_clock_mhz,mem_clock_mhz,temp_c\n"
        let gemm = folder.write(
            "experiment,pass,model,linear,dtype,data,m,n,k,\(outcome)"
                + "gemm,1,l,qkv,bf16,random,4096,6144,4096,100,300,310,0.2,600,1700,2600,50\n"
                + "gemm,1,l,qkv,bf16,zeros,4096,6144,4096,100,300,310,0.2,600,1700,2600,50\n", to: "gemm.csv")
        let run = Invocation(["validate", "--data", gemm])
        #expect(run.code == 0)
        #expect(run.output.contains("skipped 1 row (2): data of zeros"))
        let step = folder.write(
            "experiment,pass,mode,style,sampler,batch,context,prefill_tokens,attention,kernels,\(outcome)"
                + "decode_step,1,graph,fused,engine,8,1024,0,a,k,100,7300,7400,2,430,1700,2600,50\n"
                + "decode_step,1,eager,plain,engine,8,1024,0,a,k,100,9300,9400,2,430,1700,2600,50\n",
            to: "decode_step.csv")
        let steps = Invocation(["validate", "--data", step])
        #expect(steps.output.contains("decode_step  latency"))
        #expect(steps.output.contains("decode_step  power"))
        #expect(steps.output.contains("skipped 1 row (2): a eager step in plain style is not modelled"))
    }

    @Test func aPowerTraceNeedsItsRequests() throws {
        let folder = TemporaryFolder()
        let power = folder.write("t_s,gpu,power_w\n0,0,400\n30,0,400\n", to: "power.csv")
        #expect(Invocation(["validate", "--data", power]).code == 2)
        var requests = "arrival_s,prompt_tokens,output_tokens\n"
        for index in 0..<60 { requests += "\(Double(index) / 2),512,400\n" }
        let trace = folder.write(requests, to: "requests.csv")
        let run = Invocation(["validate", "--data", power, "--trace", trace, "-m", "llama-3.1-8b", "--json"])
        #expect(run.code == 0)
        let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(document?["rows"] as? Int == 30)
        let metrics = document?["metrics"] as? [String: [String: Any]]
        #expect(metrics?["power"]?["n"] as? Int == 30)
        #expect(try #require(metrics?["power"]?["mape"] as? Double) < 50)
        // Whose requests are not those that ran is not compared without a word.
        let images = folder.write(
            requests.replacing("output_tokens", with: "output_tokens,images").replacing(
                ",400\n", with: ",400,2\n"),
            to: "images.csv")
        #expect(run.errors.isEmpty)
        #expect(
            Invocation(["validate", "--data", power, "--trace", images]).errors
                .hasPrefix("wattline: warning: the trace's 'images' is not read: 120 in 60 of 60 rows."))
        let two = Invocation(["validate", "--data", power, "--trace", trace, "--tp", "2"])
        #expect(two.code == 2)
        #expect(two.errors.contains("has 1 GPU, the run 2"))
    }

    @Test(.enabled(if: Shared.hasServing, "needs ../shared/data or WATTLINE_SHARED"))
    func thePublishedBenchmark() throws {
        let run = Invocation([
            "validate", "--data", Shared.path("data/serving_h100_calibration.csv"), "--json",
        ])
        let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let rows = try #require(document?["rows"] as? Int)
        let skipped = try #require(document?["skipped"] as? [Any])
        #expect(rows + skipped.count == 115)
        #expect(rows >= 43)
    }
}
