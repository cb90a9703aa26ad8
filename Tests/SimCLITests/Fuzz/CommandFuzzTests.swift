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
            "timestamp, index, power.draw [W]\n2026/03/01 05:10:01.120, 0, 118.53 W\n",
            "{\"duration\":2.5,\"total_output_tokens\":9,\"mean_ttft_ms\":2}",
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

    private static let checks = """
        // What is promised
        {"defaults": {"num-prompts": 4, "model": "textbook-7b", "gpu": "textbook-gpu", "engine": "ideal"},
         "checks": [
          {"name": "a", "run": {"request-rate": 2.5, "metric-percentiles": [75, 99]},
           "expect": {"p99_ttft_ms": "<=500", "p75_tpot_ms": [">0", "<9e3"], "duration": "4..90",
             "total_gpu_energy_j": "1000 +-5%", "completed": 4, "max_overtaken": 0}},
          {"name": "b", "run": {"model": "llama-3.1-70b", "engine": "vllm"}, "expect": {"error": "does not fit"}},
          {"name": "c", "golden": "nothing.json"}]}
        """

    @Test("Files of checks, as far as the runs that they describe")
    func files() throws {
        let usual = try Self.configurations(Array(Self.checks.utf8))
        FuzzRun("check", short: 300).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.checks])
            return FuzzTests.inFolder(bytes, "c.json") { path in
                do throws(CLIError) {
                    // What is valid may run for hours; the runs of the example do not.
                    let found = try Self.configurations(bytes)
                    guard found.allSatisfy({ usual.contains($0) }) else { return nil }
                } catch {
                    if error.code == .internalDefect { return error.message }
                }
                return FuzzRun.complaint(
                    Invocation(["check", path, "--jobs", "1"] + (seed % 2 == 0 ? ["--json"] : [])))
            }
        }
    }

    /// The configurations of a file's checks, empty for one whose run is refused.
    private static func configurations(_ bytes: [UInt8]) throws(CLIError) -> [String] {
        let file = try CheckFile(JSONObject(bytes, name: "c", called: "a file of checks"), path: "c")
        return file.checks.map { check in
            for expectation in check.expectations {
                for value in [nil, 0, -1, 1e300, .infinity, .nan] as [Double?] {
                    _ = expectation.complaint(value)
                }
            }
            return (try? Scenario(check.settings))?.configuration.compact ?? ""
        }
    }

    @Test("Goldens")
    func goldens() {
        let folder = TemporaryFolder()
        let checks = folder.write(
            "{\"checks\": [{\"name\": \"a\", \"run\": {\"num-prompts\": 2}, \"golden\": \"g.json\"}]}",
            to: "c.json")
        FuzzRun("golden", short: 100).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.result])
            let golden = folder.write(bytes, to: "g.json")
            let isResult = (try? ComparedResult(path: golden)) != nil
            let words = ["check", checks, "--jobs", "1"] + [[], ["--json"], ["--update"]][seed % 3]
            if let complaint = FuzzRun.complaint(Invocation(words)) { return complaint }
            if folder.names != ["c.json", "g.json"] { return "files are left: \(folder.names)" }
            // What is no result is not replaced by one.
            return isResult || (try? InputFile.read(golden)) == bytes ? nil : "a file is lost"
        }
    }

    @Test("Traces, described and converted; a conversion of a conversion is the same")
    func conversions() {
        FuzzRun("convert", short: 200).run { seed in
            let bytes =
                seed % 3 > 0
                ? Array(FuzzTrace(seed).text.utf8) : FuzzBytes.make(seed, from: FuzzTests.traces)
            let folder = TemporaryFolder()
            let trace = folder.write(bytes, to: seed % 2 == 0 ? "t.csv" : "t.jsonl")
            let first = folder.file("a.csv")
            let skips = seed % 3 == 0 ? ["--skip-bad-rows"] : []
            let info = Invocation(["trace", "info", trace] + (seed % 5 == 0 ? ["--json"] : []))
            let written = Invocation(["trace", "convert", trace, "-o", first] + skips)
            for invocation in [info, written] {
                if let complaint = FuzzRun.complaint(invocation) { return complaint }
            }
            guard written.code == 0 else {
                if seed % 3 > 0 { return written.errors }
                return folder.names.count == 1 ? nil : "files are left: \(folder.names)"
            }
            let again = Invocation(["trace", "convert", first, "-o", "-"])
            return again.output == folder.text(of: "a.csv") ? nil : "\(again.output)\n\(again.errors)"
        }
    }

    @Test("Command lines of trace, check and schema, on files that are good")
    func goodFiles() {
        let example = TemporaryFolder()
        let checks = example.write(Self.checks, to: "c.json")
        let trace = example.write(FuzzTests.traces[0], to: "t.csv")
        FuzzRun("words", short: 200).run { seed in
            let folder = TemporaryFolder()
            var stream = RandomStream(seed: UInt64(seed), purpose: "test.words")
            var (words, flags, last) = ([String](), [Flag](), [String]())
            switch stream.below(5) {
            case 0: (words, flags) = (["trace", "info", trace], TraceFlags.ofInfo)
            case 1:
                (words, flags) = (["trace", "convert", trace], TraceFlags.ofConvert)
                last = ["-o", stream.below(2) == 0 ? "-" : folder.file("b.csv")]
            case 2:
                (words, flags) = (["trace"], TraceFlags.own)
                last = ["-o", folder.file("b.trace.json"), "--num-prompts", "3", "--stepping", "leap"]
            case 3:
                (words, flags) = (["check", checks], CheckFlags.all)
                last = ["--jobs", "1"]
            default: (words, flags) = (["schema"], SchemaCommand.flags)
            }
            let subjects = CompletionWords.words(words[0])
            if words.count == 1, !subjects.isEmpty, stream.below(3) > 0 {
                words.append(subjects[stream.below(subjects.count)])
            }
            for _ in 0..<stream.below(4) {
                let flag = flags[stream.below(flags.count)]
                words.append("--\(flag.name)")
                if CompletionWords.takesValue(flag) { words.append(Self.value(flag, folder, &stream)) }
            }
            if stream.below(4) > 0 { words += last }
            // A later one wins, and nothing is written but there.
            if words[0] == "trace", words.count > 1, words[1].hasPrefix("-") {
                words += ["--num-prompts", "3", "--stepping", "leap"]
            }
            let complaint = FuzzRun.complaint(Invocation(words))
            let rest = folder.names.filter { $0.hasSuffix(".tmp") }
            return complaint ?? (rest.isEmpty ? nil : "files are left: \(rest)")
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
            let names = [
                "a.json", "a.csv", "a.jsonl", "a.md", "a.svg", "a.txt", "-", "a.trace.json", "a.gantt.svg",
            ]
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
