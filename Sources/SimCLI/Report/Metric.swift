import SimCore

/// A figure of a result: its key in files, what it means, and how it comes out of a run.
struct Metric {
    let key: String
    let unit: String
    let meaning: String
    let value: @Sendable (RunOutcome) -> JSON

    init(_ key: String, _ unit: String, _ meaning: String, _ value: @escaping @Sendable (RunOutcome) -> JSON)
    {
        self.key = key
        self.unit = unit
        self.meaning = meaning
        self.value = value
    }
}

/// Every figure of a result, in the order of the file. Latencies are in ``LatencyMetric``.
enum Metrics {
    static let counts: [Metric] = [
        Metric("completed", "requests", "Requests that were answered") { .whole(Int($0.result.completed)) },
        Metric("failed", "requests", "Requests that could never fit and were left out") {
            .whole(Int($0.result.failed))
        },
        Metric("duration", "s", "From the start, time 0, to the last event") { .number($0.seconds) },
        Metric("total_input_tokens", "tokens", "Prompt tokens of completed requests") {
            .whole(Int($0.result.promptTokens))
        },
        Metric("total_output_tokens", "tokens", "Output tokens of completed requests") {
            .whole(Int($0.result.outputTokens))
        },
        Metric("request_throughput", "requests/s", "completed / duration") {
            .optional(RunOutcome.ratio(Double($0.result.completed), $0.seconds))
        },
        Metric("output_throughput", "tokens/s", "total_output_tokens / duration") {
            .optional(RunOutcome.ratio(Double($0.result.outputTokens), $0.seconds))
        },
        Metric("total_token_throughput", "tokens/s", "(input + output tokens) / duration") {
            .optional(RunOutcome.ratio(Double($0.result.promptTokens + $0.result.outputTokens), $0.seconds))
        },
        Metric("request_goodput", "requests/s", "Requests within every --goodput limit / duration") {
            .optional($0.goodput)
        },
        Metric("max_concurrent_requests", "requests", "Most requests in the system at once") {
            .whole(Int($0.result.maxConcurrent))
        },
        Metric("mean_running_requests", "requests", "Time average of requests in batches") {
            .number($0.result.meanRunning)
        },
        Metric("max_running_requests", "requests", "Most requests in batches at once") {
            .whole(Int($0.result.maxRunning))
        },
        Metric("mean_waiting_requests", "requests", "Time average of requests in queues") {
            .number($0.result.meanWaiting)
        },
        Metric("max_waiting_requests", "requests", "Most requests in queues at once") {
            .whole(Int($0.result.maxWaiting))
        },
    ]

    static let energy: [Metric] = [
        Metric("num_gpus", "GPUs", "tp x pp x dp") { .whole($0.scenario.deviceCount) },
        Metric("total_gpu_energy_j", "J", "Energy of all GPUs, idle time included") { .number($0.joules) },
        Metric("avg_gpu_power_w", "W", "total_gpu_energy_j / duration / num_gpus: one GPU's mean") {
            .optional(RunOutcome.ratio($0.joules, $0.seconds * Double($0.scenario.deviceCount)))
        },
        Metric("peak_gpu_power_w", "W", "Highest power of one GPU over a step") {
            .number($0.result.peakPower.watts / Double($0.scenario.cost.sharding.devices))
        },
        Metric("energy_per_output_token_j", "J", "total_gpu_energy_j / output tokens, idle included") {
            .optional(RunOutcome.ratio($0.joules, Double($0.result.outputTokens)))
        },
        Metric("energy_per_total_token_j", "J", "total_gpu_energy_j / (input + output tokens)") {
            .optional(RunOutcome.ratio($0.joules, Double($0.result.promptTokens + $0.result.outputTokens)))
        },
        Metric("energy_per_request_j", "J", "total_gpu_energy_j / completed, idle included") {
            .optional($0.joulesPerRequest)
        },
        Metric("output_tokens_per_joule", "tokens/J", "Output tokens / total_gpu_energy_j") {
            .optional(RunOutcome.ratio(Double($0.result.outputTokens), $0.joules))
        },
        Metric("energy_prefill_j", "J", "Steps' shares for prompts, static power included") {
            .number($0.result.energy.prefill.joules)
        },
        Metric("energy_decode_j", "J", "Steps' shares for answers, static power included") {
            .number($0.result.energy.decode.joules)
        },
        Metric("energy_idle_j", "J", "Drawn while no step ran; prefill + decode + idle = total") {
            .number($0.result.energy.idle.joules)
        },
        Metric("energy_padding_waste_j", "J", "Of prefill and decode: spent on padding") {
            .number($0.result.energy.paddingWaste.joules)
        },
        Metric("energy_recompute_waste_j", "J", "Of prefill: tokens computed again after a preemption") {
            .number($0.result.energy.recomputeWaste.joules)
        },
        Metric("energy_static_j", "J", "Idle power over the whole run, busy or not") {
            .number($0.result.energy.staticPart.joules)
        },
        Metric("energy_dynamic_j", "J", "total_gpu_energy_j - energy_static_j") {
            .number($0.result.energy.dynamicPart.joules)
        },
        Metric("goodput_per_watt", "requests/s/W", "request_goodput / mean power of all GPUs") {
            outcome in
            .optional(outcome.goodput.flatMap { RunOutcome.ratio($0 * outcome.seconds, outcome.joules) })
        },
        Metric("energy_delay_product_js", "J s", "energy_per_request_j x mean E2E latency in seconds") {
            outcome in
            .optional(
                outcome.joulesPerRequest.flatMap { joules in
                    outcome.result.e2e.mean.map { joules * $0.seconds }
                })
        },
        Metric(
            "host_energy_j", "J",
            "(GPUs + --cpu-watts x num_gpus x duration) x (1 + --fan-factor) / --psu-efficiency, less the GPUs"
        ) { .number($0.hostJoules) },
        Metric("facility_energy_wh", "Wh", "(total_gpu_energy_j + host_energy_j) x --pue") {
            .number($0.facilityWattHours)
        },
        Metric(
            "kwh_per_1m_output_tokens", "kWh", "facility_energy_wh / 1000 / output tokens x 1e6"
        ) { outcome in
            .optional(
                RunOutcome.ratio(outcome.facilityWattHours * 1000, Double(outcome.result.outputTokens)))
        },
        Metric("gco2e_per_request", "gCO2e", "Facility energy x --grid / completed") { outcome in
            .optional(
                outcome.scenario.settings.number(.grid).flatMap {
                    RunOutcome.ratio($0 * outcome.facilityWattHours / 1000, Double(outcome.result.completed))
                })
        },
        Metric("usd_per_1m_output_tokens", "USD", "--price x GPUs x hours / output tokens x 1e6") { outcome in
            .optional(
                outcome.scenario.settings.number(.price).flatMap {
                    let hours = outcome.seconds / 3600 * Double(outcome.scenario.deviceCount)
                    return RunOutcome.ratio($0 * hours * 1e6, Double(outcome.result.outputTokens))
                })
        },
        Metric("kv_cache_peak_fraction", "", "Most KV blocks in use in a replica / its blocks") {
            .optional(RunOutcome.ratio(Double($0.result.kvPeakBlocks), Double($0.result.kvTotalBlocks)))
        },
        Metric("preemptions", "", "Sequences that lost their place to make room") {
            .whole(Int($0.result.preemptions))
        },
        Metric("padded_tokens", "tokens", "Computed for padding, prompts and decode rows") {
            .whole(Int($0.result.paddedTokens))
        },
        Metric("recomputed_tokens", "tokens", "Computed again after preemptions") {
            .whole(Int($0.result.recomputedTokens))
        },
        Metric("steps", "", "Forward passes") { .whole(Int($0.result.steps)) },
    ]
}

extension RunOutcome {
    /// nil where no limit was set.
    fileprivate var goodput: Double? {
        guard scenario.settings.isGiven(.goodput) else { return nil }
        return RunOutcome.ratio(Double(result.goodRequests), seconds)
    }

    fileprivate var joulesPerRequest: Double? { RunOutcome.ratio(joules, Double(result.completed)) }

    /// Of the node less its GPUs: what the host draws, and what fans and supplies add to all of it.
    fileprivate var hostJoules: Double {
        var node = scenario.host
        node.pue = 1
        return node.facilityJoules(
            deviceJoules: joules, devices: scenario.deviceCount, seconds: seconds, busySeconds: 0) - joules
    }

    var facilityWattHours: Double { (joules + hostJoules) / 3600 * scenario.host.pue }
}
