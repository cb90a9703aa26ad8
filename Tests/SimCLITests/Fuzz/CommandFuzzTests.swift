import SimCore
import Testing

@testable import SimCLI

/// The commands that read whole files of their own, and command lines drawn at random.
@Suite("Fuzz of every command", .serialized)
struct CommandFuzzTests {
    private static let result = Invocation("run --num-prompts 2 --json").output

    @Test("Saved results, compared")
    func results() {
        FuzzRun("result", short: 100).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.result])
            return FuzzTests.inFolder(bytes, "r.json") {
                FuzzRun.complaint(
                    Invocation(["compare", $0, $0, "--fail-on", "completed>1", "--metrics", "all"]))
            }
        }
    }

    @Test("Files of sweeps, merged")
    func sweeps() {
        let folder = TemporaryFolder()
        var examples: [String] = []
        for flags in [
            "--tp 1,2", "--tp 1,2 --replications 2",
            "--request-rate 1..4 --goal max:rate --subject-to duration<9",
        ] {
            _ = Invocation(
                "sweep \(flags) --num-prompts 2 -q -o \(folder.file("s.jsonl")) --resume=false")
            examples.append(folder.text(of: "s.jsonl"))
        }
        FuzzRun("sweep", short: 100).run { seed in
            let bytes = FuzzBytes.make(seed, from: examples)
            return FuzzTests.inFolder(bytes, "s.jsonl") {
                FuzzRun.complaint(
                    Invocation(["merge", $0, "--json", "--pareto", "duration,energy_per_request_j"]))
            }
        }
    }

    @Test("Studies")
    func studies() {
        let example = """
            {"title": "T", "question": "Q", "axis": "a", "base": {"flags": "--num-prompts 2", "cpu_w": 5},
             "series": [{"label": "s"}, {"label": "r", "flags": "--tp 2"}],
             "points": [{"label": "1", "x": 1}, {"label": "2", "timeout_s": 5, "ttft_budget_s": 1}],
             "columns": [{"measure": "completed", "title": "x", "decimals": 2}],
             "charts": [{"name": "c", "title": "t", "description": "d", "panels": [{"kind": "lines",
               "measures": ["decode_j"], "y_label": "J", "x_scale": "log", "limits": [{"y": 3, "label": "l"}]}]}],
             "claims": [{"claim": "C", "quantity": {"ratio": [{"mean": "decode_j", "series": "s"}, 2]},
               "expected": [1, 2], "mechanism": "M {n}", "numbers": {"n": {"best": "completed", "series": "+"}}}]}
            """
        FuzzRun("study", short: 200).run { seed in
            let bytes = FuzzBytes.make(seed, from: [example])
            do throws(CLIError) {
                _ = try Study(JSONObject(bytes, name: "s", called: "a study"), name: "s")
            } catch {
                return error.code == .internalDefect ? error.message : nil
            }
            return nil
        }
    }

    @Test("Measured tables, validated and fitted")
    func measured() {
        let outcome = "repeats,time_us_p50,time_us_p95,energy_j,power_w,sm_clock_mhz,mem_clock_mhz,temp_c\n"
        let examples = [
            "gpu,engine,dtype,m,n,k,latency_ms\nH100,vllm-1,bfloat16,1,4096,4096,0.02\nH100,vllm-1,fp8,4,64,64,0.01\n",
            "gpu,engine,batch_size,isl,step,num_heads,num_key_value_heads,head_dim,attn_dtype,kv_cache_dtype,"
                + "latency_ms\nH100,vllm-0.24.0,8,1,4095,32,8,128,bfloat16,bfloat16,0.06\n",
            "gpu,engine,op,num_gpus,message_elements,latency_ms\nH100,vllm_graph,all_reduce,2,4096,0.006\n",
            "experiment,pass,mode,style,sampler,batch,context,prefill_tokens,attention,kernels,\(outcome)"
                + "decode_step,1,graph,fused,engine,8,1024,0,a,k,100,7300,7400,2,430,1700,2600,50\n",
            ValidateCommandTests.head + ValidateCommandTests.row,
            BatchBenchmarkTests.head + "Nvidia H100 GPU,1,vLLM,meta-llama/Llama-2-7b-hf,128,4,1,400\n",
        ]
        FuzzRun("measured", short: 60).run { seed in
            let bytes = FuzzBytes.make(seed, from: examples)
            return FuzzTests.inFolder(bytes, "m.csv") { path in
                let complaint = FuzzRun.complaint(Invocation(["validate", "--data", path]))
                // A fit takes a hundred times as long as reading does.
                guard complaint == nil, seed % 20 == 0 else { return complaint }
                return FuzzRun.complaint(
                    Invocation([
                        "calibrate", "--data", path, "--fit", "products.sixteenBit.launchMicroseconds",
                    ]))
            }
        }
    }

    @Test("Power traces, beside the requests that ran meanwhile")
    func power() {
        let requests = TemporaryFolder()
        let trace = requests.write(
            "arrival_s,prompt_tokens,output_tokens\n0,100,20\n0.5,50,10\n", to: "t.csv")
        let example = "t_s,gpu,power_w\n0,0,100\n0.25,0,220\n0.5,0,120\n0.75,0,300\n1,0,90\n"
        FuzzRun("power", short: 150).run { seed in
            FuzzTests.inFolder(FuzzBytes.make(seed, from: [example]), "p.csv") {
                FuzzRun.complaint(Invocation(["validate", "--data", $0, "--trace", trace]))
            }
        }
    }

    @Test("Command lines")
    func commandLines() {
        FuzzRun("flags", short: 250).run { seed in
            let folder = TemporaryFolder()
            let words = Self.words(seed, folder)
            let complaint = FuzzRun.complaint(Invocation(words))
            let rest = folder.names.filter { $0.hasSuffix(".tmp") }
            return complaint ?? (rest.isEmpty ? nil : "files are left: \(rest)")
        }
    }

    /// A command with flags of its own and of others, their values of the right kind, of another, or nonsense.
    private static func words(_ seed: Int, _ folder: TemporaryFolder) -> [String] {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.line")
        let verb = CommandLineTool.verbs[stream.below(CommandLineTool.verbs.count)]
        var words = [verb]
        let own = CompletionWords.flags(verb)
        for _ in 0..<stream.below(6) {
            let flags = own.isEmpty || stream.below(10) == 0 ? RunFlags.all : own
            let flag = flags[stream.below(flags.count)]
            words.append("--\(flag.name)")
            if CompletionWords.takesValue(flag) || stream.below(20) == 0 {
                words.append(value(flag, folder, &stream))
            }
            if stream.below(12) == 0 { words.append("--") }
        }
        let subjects = CompletionWords.words(verb)
        if !subjects.isEmpty, stream.below(3) > 0 { words.append(subjects[stream.below(subjects.count)]) }
        // What a case may take is bounded: a later flag wins.
        let bounds: [(FlagKey, String)] = [
            (.numPrompts, "3"), (.maxPoints, "4"), (.replications, "2"), (.stepping, "leap"), (.jobs, "1"),
        ]
        for (key, text) in bounds where own.contains(where: { $0.key == key }) {
            words += ["--\(key.rawValue)", text]
        }
        // Studies run for seconds, and are not what is tested here.
        return verb == "study" ? words.map { $0 == "all" ? "list" : $0 } + ["--from", folder.path] : words
    }

    private static func value(_ flag: Flag, _ folder: TemporaryFolder, _ stream: inout RandomStream) -> String
    {
        let odd = [
            "", "0", "-1", "1", "2", "7", "1e3", "1e15", "1e999", "99999999999999999999", "nan", "inf", "1,2",
            "1:4:x2", "1..4", "0.5", "50ms", "600W", "ttft:500", "a=b", "tp=2", "duration<5", "min:duration",
            "duration,p99_ttft_ms", "decode:2", "lognormal:100,0.5", "uniform:1,9", "spacing:5ms",
            "window:1s",
            "skewed:1.1", "\u{1f600}", "\u{0}", "--", "-", String(repeating: "x", count: 5000), "1/2", "5%",
        ]
        switch flag.kind {
        case .outputs, .folder:
            let names = ["a.json", "a.csv", "a.jsonl", "a.md", "a.svg", "a.txt", "-"]
            let name = names[stream.below(names.count)]
            return name == "-" ? name : folder.file(name)
        case .inputFile, .inputs:
            return stream.below(2) == 0 ? folder.file("nothing.csv") : folder.path
        default: break
        }
        if let values = CompletionWords.values(flag), !values.isEmpty, stream.below(3) > 0 {
            return values[stream.below(values.count)]
        }
        return odd[stream.below(odd.count)]
    }
}
