import Testing

@testable import SimCLI

@Suite("What stands along an axis")
struct AxisLabelTests {
    @Test(
        "Figures in words with their units",
        arguments: [
            ("energy_per_output_token_j", "energy per output token, J"), ("p99_ttft_ms", "p99 TTFT, ms"),
            ("mean_queueing_ms", "mean queueing, ms"), ("output_throughput", "output throughput, tokens/s"),
            ("avg_gpu_power_w", "mean power of a GPU, W"), ("num_gpus", "number of GPUs"),
            ("usd_per_1m_output_tokens", "price per 1M output tokens, USD"),
            ("kv_cache_peak_fraction", "peak share of the KV cache in use"),
        ])
    func metrics(key: String, expected: String) { #expect(AxisLabel.metric(key) == expected) }

    @Test("Every figure and every flag has words, and none is a key")
    func all() {
        for key in SweepMetrics(percentiles: [50, 99.9]).keys {
            let label = AxisLabel.metric(key)
            #expect(!label.contains("_") && !label.isEmpty, "\(key)")
            let unit = (Metrics.counts + Metrics.energy).first { $0.key == key }?.unit ?? "ms"
            #expect(unit.isEmpty || label.hasSuffix(unit), "\(label)")
        }
        for flag in RunFlags.all where flag.isConfiguration {
            let label = AxisLabel.flag(flag.name)
            #expect(!label.contains("--") && !label.isEmpty, "\(flag.name)")
        }
    }

    @Test(
        "Flags in words with their units",
        arguments: [
            ("request-rate", "request rate, requests/s"), ("tp", "GPUs that share each layer (tp)"),
            ("clock", "clock, MHz"), ("power-cap", "power cap of a GPU, W"),
            ("batch-timeout", "batch timeout, ms"),
            ("input-len", "prompt length, tokens"), ("policy", "policy"),
        ])
    func flags(name: String, expected: String) { #expect(AxisLabel.flag(name) == expected) }
}
