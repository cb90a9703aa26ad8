import SimCore

/// A figure of a result: its key in files, what it means, and how it comes out of a run.
struct Metric {
    /// What stands in JSON.
    enum Form {
        case count
        case number
        /// Null where there is nothing to divide by, or no price was given.
        case numberOrNull
    }

    let key: String
    let unit: String
    let meaning: String
    let form: Form
    let value: @Sendable (RunOutcome) -> JSON

    static func count(
        _ key: String, _ unit: String, _ meaning: String, _ value: @escaping @Sendable (RunOutcome) -> Int
    ) -> Metric {
        Metric(key: key, unit: unit, meaning: meaning, form: .count) { .whole(value($0)) }
    }

    static func number(
        _ key: String, _ unit: String, _ meaning: String,
        _ value: @escaping @Sendable (RunOutcome) -> Double
    ) -> Metric {
        Metric(key: key, unit: unit, meaning: meaning, form: .number) { .number(value($0)) }
    }

    static func optional(
        _ key: String, _ unit: String, _ meaning: String,
        _ value: @escaping @Sendable (RunOutcome) -> Double?
    ) -> Metric {
        Metric(key: key, unit: unit, meaning: meaning, form: .numberOrNull) { .optional(value($0)) }
    }
}

/// Every figure of a result, in the order of the file. Latencies are in ``LatencyMetric``.
enum Metrics {
    static let counts: [Metric] = [
        .count("completed", "requests", "Requests that were answered") { Int($0.result.completed) },
        .count("failed", "requests", "Requests that could never fit and were left out") {
            Int($0.result.failed)
        },
        .number("duration", "s", "From the start, time 0, to the last event") { $0.seconds },
        .count("total_input_tokens", "tokens", "Prompt tokens of completed requests") {
            Int($0.result.promptTokens)
        },
        .count("total_output_tokens", "tokens", "Output tokens of completed requests") {
            Int($0.result.outputTokens)
        },
        .optional("request_throughput", "requests/s", "completed / duration") {
            RunOutcome.ratio(Double($0.result.completed), $0.seconds)
        },
        .optional("output_throughput", "tokens/s", "total_output_tokens / duration") {
            RunOutcome.ratio(Double($0.result.outputTokens), $0.seconds)
        },
        .optional("total_token_throughput", "tokens/s", "(input + output tokens) / duration") {
            RunOutcome.ratio(Double($0.result.promptTokens + $0.result.outputTokens), $0.seconds)
        },
        .optional("request_goodput", "requests/s", "Requests within every --goodput limit / duration") {
            $0.goodput
        },
        .count("max_concurrent_requests", "requests", "Most requests in the system at once") {
            Int($0.result.maxConcurrent)
        },
        .number("mean_running_requests", "requests", "Time average of requests in batches") {
            $0.result.meanRunning
        },
        .count("max_running_requests", "requests", "Most requests in batches at once") {
            Int($0.result.maxRunning)
        },
        .number("mean_waiting_requests", "requests", "Time average of requests in queues") {
            $0.result.meanWaiting
        },
        .count("max_waiting_requests", "requests", "Most requests in queues at once") {
            Int($0.result.maxWaiting)
        },
    ]

    static let energy: [Metric] = [
        .count("num_gpus", "GPUs", "tp x pp x dp") { $0.scenario.deviceCount },
        .number("total_gpu_energy_j", "J", "Energy of all GPUs, idle time included") { $0.joules },
        .optional("avg_gpu_power_w", "W", "total_gpu_energy_j / duration / num_gpus: one GPU's mean") {
            RunOutcome.ratio($0.joules, $0.seconds * Double($0.scenario.deviceCount))
        },
        .number("peak_gpu_power_w", "W", "Highest power of one GPU over a step") {
            $0.result.peakPower.watts / Double($0.scenario.cost.sharding.devices)
        },
        .optional("energy_per_output_token_j", "J", "total_gpu_energy_j / output tokens, idle included") {
            RunOutcome.ratio($0.joules, Double($0.result.outputTokens))
        },
        .optional("energy_per_total_token_j", "J", "total_gpu_energy_j / (input + output tokens)") {
            RunOutcome.ratio($0.joules, Double($0.result.promptTokens + $0.result.outputTokens))
        },
        .optional("energy_per_request_j", "J", "total_gpu_energy_j / completed, idle included") {
            $0.joulesPerRequest
        },
        .optional("output_tokens_per_joule", "tokens/J", "Output tokens / total_gpu_energy_j") {
            RunOutcome.ratio(Double($0.result.outputTokens), $0.joules)
        },
        .number("energy_prefill_j", "J", "Steps' shares for prompts, static power included") {
            $0.result.energy.prefill.joules
        },
        .number("energy_decode_j", "J", "Steps' shares for answers, static power included") {
            $0.result.energy.decode.joules
        },
        .number("energy_idle_j", "J", "Drawn while no step ran; prefill + decode + idle = total") {
            $0.result.energy.idle.joules
        },
        .number("energy_padding_waste_j", "J", "Of prefill and decode: spent on padding") {
            $0.result.energy.paddingWaste.joules
        },
        .number("energy_recompute_waste_j", "J", "Of prefill: tokens computed again after a preemption") {
            $0.result.energy.recomputeWaste.joules
        },
        .number("energy_static_j", "J", "Idle power over the whole run, busy or not") {
            $0.result.energy.staticPart.joules
        },
        .number("energy_dynamic_j", "J", "total_gpu_energy_j - energy_static_j") {
            $0.result.energy.dynamicPart.joules
        },
        .optional("goodput_per_watt", "requests/s/W", "request_goodput / mean power of all GPUs") {
            outcome in
            outcome.goodput.flatMap { RunOutcome.ratio($0 * outcome.seconds, outcome.joules) }
        },
        .optional("energy_delay_product_js", "J s", "energy_per_request_j x mean E2E latency in seconds") {
            outcome in
            outcome.joulesPerRequest.flatMap { joules in
                outcome.result.e2e.mean.map { joules * $0.seconds }
            }
        },
        .number(
            "host_energy_j", "J",
            "(GPUs + --cpu-watts x num_gpus x duration) x (1 + --fan-factor) / --psu-efficiency, less the GPUs"
        ) { $0.hostJoules },
        .number("facility_energy_wh", "Wh", "(total_gpu_energy_j + host_energy_j) x --pue") {
            $0.facilityWattHours
        },
        .optional(
            "kwh_per_1m_output_tokens", "kWh", "facility_energy_wh / 1000 / output tokens x 1e6"
        ) { outcome in
            RunOutcome.ratio(outcome.facilityWattHours * 1000, Double(outcome.result.outputTokens))
        },
        .optional("gco2e_per_request", "gCO2e", "Facility energy x --grid / completed") { outcome in
            outcome.scenario.settings.number(.grid).flatMap {
                RunOutcome.ratio($0 * outcome.facilityWattHours / 1000, Double(outcome.result.completed))
            }
        },
        .optional("usd_per_1m_output_tokens", "USD", "--price x GPUs x hours / output tokens x 1e6") {
            outcome in
            outcome.scenario.settings.number(.price).flatMap {
                let hours = outcome.seconds / 3600 * Double(outcome.scenario.deviceCount)
                return RunOutcome.ratio($0 * hours * 1e6, Double(outcome.result.outputTokens))
            }
        },
        .optional("kv_cache_peak_fraction", "", "Most KV blocks in use in a replica / its blocks") {
            RunOutcome.ratio(Double($0.result.kvPeakBlocks), Double($0.result.kvTotalBlocks))
        },
        .count("preemptions", "", "Sequences that lost their place to make room") {
            Int($0.result.preemptions)
        },
        .count("padded_tokens", "tokens", "Computed for padding, prompts and decode rows") {
            Int($0.result.paddedTokens)
        },
        .count("recomputed_tokens", "tokens", "Computed again after preemptions") {
            Int($0.result.recomputedTokens)
        },
        .count("steps", "", "Forward passes") { Int($0.result.steps) },
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
    var hostJoules: Double {
        var node = scenario.host
        node.pue = 1
        return node.facilityJoules(
            deviceJoules: joules, devices: scenario.deviceCount, seconds: seconds, busySeconds: 0) - joules
    }

    var facilityWattHours: Double { (joules + hostJoules) / 3600 * scenario.host.pue }
}
