import WattlineText

/// The formula of every metric.
extension MetricFormula {
    /// The formula of a key, or nil where there is no such metric.
    package static func formula(of key: String, percentiles: [Double]) -> MetricFormula? {
        if let known = table[key] { return known }
        for latency in LatencyMetric.allCases {
            for statistic in LatencyMetric.Statistic.all(percentiles) where latency.key(statistic) == key {
                return formula(latency, statistic)
            }
        }
        return nil
    }

    private static let noEnergy =
        "vLLM's benchmark and trtllm-bench report no energy; AIPerf's GPU telemetry has power and energy counters"

    private static func count(_ formula: String, _ includes: String, _ excludes: String, _ elsewhere: String)
        -> MetricFormula
    {
        MetricFormula(formula, includes: includes, excludes: excludes, elsewhere: elsewhere)
    }

    private static let table: [String: MetricFormula] = [
        "completed": count(
            "requests - failed", "every request that got its last token", "requests that could never fit",
            "vLLM: completed (Successful requests); AIPerf: request_count"),
        "failed": count(
            "requests - completed", "requests longer than the model or the KV cache",
            "requests that were preempted: they finish later", "vLLM: failed; AIPerf: error_request_count"),
        "duration": count(
            "the time of the last event; time 0 is the start, before the first arrival",
            "the wait for the first arrival and the draining of the last requests", "loading the model",
            "vLLM: duration (Benchmark duration); AIPerf: benchmark_duration; trtllm-bench: Total Latency"),
        "total_input_tokens": count(
            "the sum of the prompt tokens of completed requests", "every prompt token once",
            "padding, and tokens computed again after a preemption", "vLLM: total_input_tokens"),
        "total_output_tokens": count(
            "the sum of the output tokens of completed requests", "the first token, which prefill produces",
            "padding rows of static batching", "vLLM: total_output_tokens (Total generated tokens)"),
        "request_throughput": count(
            "completed / duration", "the whole run, ramp and drain", "failed requests",
            "vLLM, AIPerf, trtllm-bench: request_throughput"),
        "output_throughput": count(
            "total_output_tokens / duration", "all replicas", "prompt tokens",
            "vLLM: output_throughput; AIPerf: output_token_throughput; trtllm-bench: Total Output Throughput"),
        "total_token_throughput": count(
            "(total_input_tokens + total_output_tokens) / duration", "all replicas", "tokens computed again",
            "vLLM: total_token_throughput; trtllm-bench: Total Token Throughput"),
        "request_goodput": count(
            "good_requests / duration", "requests that keep to every limit of --goodput",
            "a request that misses one of them, however narrowly; without --goodput there is no figure",
            "vLLM: request_goodput; AIPerf: goodput"),
        "max_concurrent_requests": count(
            "the largest number of requests in the system at once", "those that wait and those that run",
            "requests that a client holds back under --max-concurrency",
            "vLLM: max_concurrent_requests (Peak concurrent requests)"),
        "mean_running_requests": count(
            "running_request_seconds / duration", "prompts and answers in batches, of all replicas",
            "requests that wait", "vLLM's metrics endpoint: num_requests_running, averaged over time"),
        "max_running_requests": count(
            "the largest number of requests in batches at once", "all replicas", "requests that wait",
            "vLLM's metrics endpoint: the largest num_requests_running"),
        "mean_waiting_requests": count(
            "waiting_request_seconds / duration", "preempted requests that wait again", "requests in batches",
            "vLLM's metrics endpoint: num_requests_waiting, averaged over time"),
        "max_waiting_requests": count(
            "the largest number of requests in queues at once", "all replicas", "requests in batches",
            "vLLM's metrics endpoint: the largest num_requests_waiting"),
        "num_gpus": count(
            "--tp x --pp x --dp", "every GPU of every replica", "--ep, which divides the same GPUs",
            "vLLM: tensor, pipeline and data parallel sizes multiplied"),
        "total_gpu_energy_j": count(
            "energy_prefill_j + energy_decode_j + energy_idle_j",
            "all GPUs over the whole duration, busy or idle",
            "processors, fans, power supplies, the building: see host_energy_j and facility_energy_wh",
            noEnergy),
        "avg_gpu_power_w": count(
            "total_gpu_energy_j / duration / num_gpus", "idle time", "everything but GPUs",
            "nvidia-smi: power.draw averaged over the run and the GPUs"),
        "peak_gpu_power_w": count(
            "peak_replica_power_w / (--tp x --pp)", "means over whole steps",
            "spikes within a step, which boards smooth out", "nvidia-smi: the largest power.draw"),
        "energy_per_output_token_j": count(
            "total_gpu_energy_j / total_output_tokens",
            "prefill and idle time: all energy, over the output alone",
            "host and building", "ML.ENERGY: energy per token; the inverse of tokens per joule. " + noEnergy),
        "energy_per_total_token_j": count(
            "total_gpu_energy_j / (total_input_tokens + total_output_tokens)",
            "prefill, decode and idle time",
            "host and building", noEnergy),
        "energy_per_request_j": count(
            "total_gpu_energy_j / completed", "prefill, decode and idle time", "host and building",
            "ML.ENERGY: energy per request. " + noEnergy),
        "output_tokens_per_joule": count(
            "total_output_tokens / total_gpu_energy_j", "prefill and idle time", "host and building",
            "MLPerf Power counts samples per joule at the wall"),
        "energy_prefill_j": count(
            "the sum over steps of the share that prompts have in them",
            "in a mixed step, static power by tokens, attention by whose it is, the head by rows",
            "idle time between steps", noEnergy),
        "energy_decode_j": count(
            "the sum over steps of the share that answers have in them", "as energy_prefill_j",
            "idle time between steps", noEnergy),
        "energy_idle_j": count(
            "total_gpu_energy_j - energy_prefill_j - energy_decode_j",
            "idle power with a context loaded, while no step runs",
            "idle power during steps, which is in those",
            noEnergy),
        "energy_padding_waste_j": count(
            "the sum over steps of what padding draws", "prompt tokens and decode rows of static batching",
            "padding inside of kernels, which is in prefill and decode", noEnergy),
        "energy_recompute_waste_j": count(
            "the sum over steps of what tokens computed again draw", "prompts of preempted requests",
            "swapped KV blocks", noEnergy),
        "energy_static_j": count(
            "idle_power_w x num_gpus x duration", "the whole duration, busy or not",
            "what an active GPU draws above idle", noEnergy),
        "energy_dynamic_j": count(
            "total_gpu_energy_j - energy_static_j", "everything above idle power", "idle power", noEnergy),
        "goodput_per_watt": count(
            "request_goodput / (avg_gpu_power_w x num_gpus)", "idle time", "host and building",
            "no other tool has it"),
        "energy_delay_product_js": count(
            "energy_per_request_j x mean_e2el_ms / 1000", "queueing, as E2EL has it", "host and building",
            "EDP of computer architecture (Gonzalez and Horowitz 1996)"),
        "host_energy_j": count(
            "(total_gpu_energy_j + --cpu-watts x num_gpus x duration) x (1 + --fan-factor) / --psu-efficiency "
                + "- total_gpu_energy_j",
            "processors and memory, fans, losses of the power supplies", "GPUs, and the building's overhead",
            "MLPerf Power measures it with the GPUs, at the wall"),
        "facility_energy_wh": count(
            "(total_gpu_energy_j + host_energy_j) x --pue / 3600", "GPUs, host, building",
            "making the hardware", "CodeCarbon: energy_consumed, in kWh"),
        "kwh_per_1m_output_tokens": count(
            "facility_energy_wh / 1000 / total_output_tokens x 1000000", "GPUs, host, building, idle time",
            "making the hardware", "3.6 million J: with GPUs alone, energy_per_output_token_j / 3.6"),
        "gco2e_per_request": count(
            "facility_energy_wh / 1000 x --grid / completed", "electricity at the grid's intensity",
            "making the hardware", "CodeCarbon: emissions, in kg of all requests"),
        "usd_per_1m_output_tokens": count(
            "--price x num_gpus x duration / 3600 / total_output_tokens x 1000000",
            "GPU-hours, idle ones too",
            "electricity where the price does not hold it", "providers: price per million output tokens"),
        "kv_cache_peak_fraction": count(
            "kv_peak_blocks / kv_blocks", "whole blocks of the fullest replica",
            "windows of sliding-window layers, which have room of their own",
            "vLLM's metrics endpoint: the largest kv_cache_usage_perc"),
        "preemptions": count(
            "the number of times that a sequence lost its place to make room", "the same sequence again",
            "requests that wait for their first step", "vLLM's metrics endpoint: num_preemptions_total"),
        "padded_tokens": count(
            "the sum over steps of tokens computed for padding", "prompts and decode rows of static batching",
            "padding inside of kernels", "no other tool has it"),
        "recomputed_tokens": count(
            "the sum over steps of tokens computed again after preemptions", "prompt and output tokens",
            "swapped blocks", "no other tool has it"),
        "steps": count(
            "the number of forward passes", "prefill, decode and mixed steps", "idle time",
            "vLLM's metrics endpoint: the count of iteration_tokens_total"),
    ]

    private static func formula(
        _ latency: LatencyMetric, _ statistic: LatencyMetric.Statistic
    ) -> MetricFormula {
        let each: String
        let includes: String
        let excludes: String
        let elsewhere: String
        switch latency {
        case .ttft:
            each = "(first token - arrival) of each request"
            includes = "queueing, the prompt's steps, and steps of others between its chunks"
            excludes = "the network and tokenising"
            elsewhere = "vLLM: ttft; AIPerf: time_to_first_token; trtllm-bench: TTFT"
        case .tpot:
            each = "(E2EL - TTFT) / (output tokens - 1) of each request"
            includes = "waiting after a preemption"
            excludes = "the first token; requests with one output token have none"
            elsewhere = "vLLM: tpot; AIPerf: inter_token_latency; trtllm-bench: TPOT"
        case .itl:
            each = "each gap between two output tokens of a request"
            includes = "waiting after a preemption: one long gap"
            excludes = "the first token"
            elsewhere = "vLLM: itl; AIPerf: inter_chunk_latency, where a chunk is a token"
        case .e2el:
            each = "(last token - arrival) of each request; under static batching the end of its batch"
            includes = "queueing"
            excludes = "the network and detokenising"
            elsewhere = "vLLM: e2el; AIPerf: request_latency; trtllm-bench: request latency"
        case .queueing:
            each = "(first step that works on the prompt - arrival) of each request"
            includes = "waiting for a place in a batch; part of TTFT"
            excludes = "waiting after a preemption"
            elsewhere = "vLLM's metrics endpoint: request_queue_time_seconds"
        }
        let which: String
        switch statistic {
        case .mean: which = "the mean"
        case .median: which = "the median, linearly interpolated,"
        case .standardDeviation: which = "the standard deviation"
        case .percentile(let value): which = "the percentile \(Figures.plain(value)), linearly interpolated,"
        case .maximum: which = "the largest"
        }
        return MetricFormula(
            "\(which) of \(each)", includes: includes, excludes: excludes, elsewhere: elsewhere)
    }
}
