import SimCore
import Testing
import Workloads

@testable import SimCLI

/// Every reader takes any bytes: it reads them or throws its typed error, soon, and never traps.
@Suite("Fuzz of every reader", .serialized)
struct FuzzTests {
    static let device = """
        {"name": "x", "bf16_flop_per_second": 1e15, "computes_bf16": true, "memory_bytes_per_second": 3e12,
         "memory_bytes": 80000000000, "max_power_w": 700, "idle_power_w": 80, "active_floor_power_w": 150,
         "multiprocessors": 132, "clock_mhz": 1980, "link_bytes_per_second": 4.5e11, "voltage_knee": 0.5,
         "voltage_at_top": 1.5, "picojoules_per_flop": 0.5, "cache_bytes": 50000000, "note": null}
        """
    static let model = """
        {"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
         "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "head_dim": 128,
         "max_position_embeddings": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
         "sliding_window": 4096, "quantization_config": {"quant_method": "fp8", "ignored_layers": ["lm_head"]}}
        """
    static let mixture = """
        {"model_type": "qwen3_moe", "hidden_size": 2048, "intermediate_size": 6144, "moe_intermediate_size": 768,
         "num_hidden_layers": 48, "num_attention_heads": 32, "num_key_value_heads": 4, "vocab_size": 151936,
         "num_experts": 128, "num_experts_per_tok": 8, "head_dim": 128, "max_position_embeddings": 40960,
         "decoder_sparse_step": 1, "mlp_only_layers": [], "torch_dtype": "bfloat16"}
        """
    static let config = """
        {"model": "llama-3.1-8b", "tp": 2, "request-rate": 4.5, "num_prompts": 100, "power-cap": "600W",
         "goodput": {"ttft": 500, "tpot": 50}, "metadata": {"a": "b"}, "metric-percentiles": [50, 99.9],
         "input-len": "lognormal:512,0.8", "output-len": 128, "shape": "spacing:0-50ms", "seed": 3,
         "skip-bad-rows": false, "quantization": "fp8", "output": ["a.json"], "batch-timeout": 20} // end
        """
    static let constants = """
        {"stepOverheadMicroseconds": 900, "sampler": {"bytesPerLogit": 4}, "idleWatts": 70.5,
         "products.fp8.cornerExponent": "inf", "capWatts": 680}
        """

    /// A trace of every format.
    static let traces = [
        "arrival_s,prompt_tokens,output_tokens,priority\n0,10,5,1\n0.5,20,6,-3\n1.25,7,1,0\n",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50,5,6\n",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n",
        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,\"a, b\"\n",
        "timestamp_ms,input_length,output_length\n0,6955,52\n3000,100,0\n",
        "{\"timestamp\": 27482, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": [46, 47]}\n"
            + "{\"timestamp\": 30535, \"input_length\": 6472, \"output_length\": 26, \"hash_ids\": []}\n",
        "arrived_at,num_prefill_tokens,num_decode_tokens\n0.0,374,44\n4.3,396,109\n",
        "request_id,arrival_timestamp,batch_size,prompt_size,token_size\n0,0.000,1,500,40\n1,0.300,1,501,41\n",
        "{\"input_toks\": 235, \"output_toks\": 100, \"arrival_time_ns\": 100000000}\n",
        "{\"chat_id\": 1, \"parent_chat_id\": -1, \"timestamp\": 0.5, \"input_length\": 9, \"output_length\": 4}\n",
        "{\"timestamp\": \"1753780607550317897\", \"input_length\": 21, \"output_length\": 8}\n",
    ]

    @Test("JSON, which is read again as it was written")
    func json() {
        FuzzRun("json", short: 600).run { seed in
            let bytes = FuzzBytes.make(
                seed, from: [Self.device, Self.config, "[1, [2, {\"a\": \"\\u00e9\"}]]"])
            guard let node = try? JSONReader.read(bytes) else { return nil }
            let json = JSON(node)
            guard let again = try? JSONReader.read(Array(json.compact.utf8)) else { return json.compact }
            return JSON(again).compact == json.compact ? nil : json.compact
        }
    }

    @Test("Configurations, as far as the scenario that they describe")
    func configuration() {
        FuzzRun("config", short: 300).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.config])
            return Self.inFolder(bytes, "c.json") {
                FuzzRun.complaint(Invocation(["run", "--dry-run", "-c", $0]))
            }
        }
    }

    @Test("Models, through a run")
    func models() {
        FuzzRun("model", short: 200).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.model, Self.mixture])
            return Self.inFolder(bytes, "config.json") {
                FuzzRun.complaint(Invocation(["run", "--num-prompts", "2", "--output-len", "3", "-m", $0]))
            }
        }
    }

    @Test("Quantisation beside a model")
    func quantization() {
        let examples = [
            #"{"quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": "FP8", "exclude_modules": ["lm_head"]}}"#,
            #"{"quantization": {"quant_algo": "W4A16_AWQ", "group_size": 128}, "producer": {"name": "modelopt"}}"#,
        ]
        let plain = Self.model.split(separator: "\n").dropLast().joined() + "\"sliding_window\": 4096}"
        FuzzRun("quantization", short: 200).run { seed in
            let bytes = FuzzBytes.make(seed, from: examples)
            do throws(CLIError) {
                let config = try JSONObject(Array(plain.utf8), name: "c", called: "c")
                _ = try ModelConfig(
                    config, name: "m", besides: JSONObject(bytes, name: "q", called: "q"))
            } catch { return error.code == .internalDefect ? error.message : nil }
            return nil
        }
    }

    @Test("Devices, through a run")
    func devices() {
        FuzzRun("device", short: 200).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.device])
            return Self.inFolder(bytes, "g.json") {
                FuzzRun.complaint(
                    Invocation([
                        "run", "--num-prompts", "2", "--output-len", "3", "-m", "textbook-7b", "-g", $0,
                    ]))
            }
        }
    }

    @Test("Constants, through a run")
    func constantsFile() {
        FuzzRun("constants", short: 200).run { seed in
            let bytes = FuzzBytes.make(seed, from: [Self.constants])
            return Self.inFolder(bytes, "k.json") {
                FuzzRun.complaint(
                    Invocation(["run", "--num-prompts", "2", "--output-len", "3", "--constants", $0]))
            }
        }
    }

    @Test("Traces, row by row")
    func traces() {
        var accepted = 0
        let fuzz = FuzzRun("trace", short: 600)
        fuzz.run { seed in
            // Two in three are good as they are; the others are changed in a few places.
            let drawn = FuzzTrace(seed)
            let isWhole = seed % 3 > 0
            let bytes =
                isWhole
                ? Array(drawn.text.utf8)
                : FuzzBytes.make(seed, from: seed % 2 == 0 ? Self.traces : [drawn.text])
            for skips in [false, true] {
                do throws(TraceError) {
                    var source = try TraceSource(
                        CSVBytes(bytes), name: "t", isRereadable: seed % 2 == 0,
                        TraceReading(skipBadRows: skips))
                    var last = SimInstant.zero
                    var requests = 0
                    while let request = try source.nextRequest() {
                        requests += 1
                        if request.arrival < last { return "time goes back" }
                        if request.promptTokens < 1 || request.outputTokens < 1 { return "an empty request" }
                        last = request.arrival
                    }
                    if isWhole, requests != drawn.requests { return "\(requests) of \(drawn.requests)" }
                    if !skips { accepted += 1 }
                } catch {
                    if isWhole { return "\(error)" }
                    if error.description.utf8.count > 2000 { return "\(error.description.utf8.count) bytes" }
                }
            }
            return nil
        }
        #expect(
            2 * accepted >= fuzz.seeds.count, "only \(accepted) of \(fuzz.seeds.count) traces were accepted")
    }

    /// Runs `body` with a file of these bytes, and finds out whether it left another.
    static func inFolder(_ bytes: [UInt8], _ name: String, _ body: (String) -> String?) -> String? {
        let folder = TemporaryFolder()
        let path = folder.write(bytes, to: name)
        if let complaint = body(path) { return complaint }
        return folder.names == [name] ? nil : "files are left: \(folder.names)"
    }
}
