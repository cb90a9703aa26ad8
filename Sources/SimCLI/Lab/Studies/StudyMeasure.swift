import HardwareModels
import SimCore
import WattlineText

/// A figure of a study's cell: a metric of `run` under its own key, or one of these.
package struct StudyMeasure: Sendable {
    let name: String
    let unit: String
    let meaning: String
    let value: @Sendable (StudyRun) -> StudyValue

    /// What studies ask for beyond the metrics of a run.
    static let all: [StudyMeasure] = steps + shares + client

    /// The measure or metric of this name, or nil.
    static func named(_ name: String) -> StudyMeasure? {
        if let measure = all.first(where: { $0.name == name }) { return measure }
        if let metric = (Metrics.counts + Metrics.energy).first(where: { $0.key == name }) {
            return StudyMeasure(name: name, unit: metric.unit, meaning: metric.meaning) {
                .optional(metric.value($0.outcome).real)
            }
        }
        for latency in LatencyMetric.allCases {
            for statistic in LatencyMetric.Statistic.all([50, 90, 95, 99])
            where latency.key(statistic) == name {
                return StudyMeasure(name: name, unit: "ms", meaning: latency.meaning) {
                    .optional(statistic.value(latency.histogram($0.result))?.milliseconds)
                }
            }
        }
        return nil
    }

    /// Every name, for near misses.
    package static var names: [String] {
        let latencies = LatencyMetric.allCases.flatMap { latency in
            LatencyMetric.Statistic.all([50, 90, 95, 99]).map { latency.key($0) }
        }
        return all.map(\.name) + (Metrics.counts + Metrics.energy).map(\.key) + latencies
    }

    private init(
        name: String, unit: String, meaning: String, value: @escaping @Sendable (StudyRun) -> StudyValue
    ) {
        self.name = name
        self.unit = unit
        self.meaning = meaning
        self.value = value
    }

    private init(
        _ name: String, _ unit: String, _ meaning: String, _ value: @escaping @Sendable (StudyRun) -> Double?
    ) {
        self.init(name: name, unit: unit, meaning: meaning) { .optional(value($0)) }
    }

    private init(word name: String, _ meaning: String, _ step: @escaping @Sendable (StudyRun) -> StepEstimate)
    {
        self.init(name: name, unit: "", meaning: meaning) { .word(StepShares(step($0), $0.scenario).bound) }
    }

    /// Single steps of a full batch (`--max-num-seqs`) at the mean lengths.
    private static let steps: [StudyMeasure] = [
        StudyMeasure("prefill_ms", "ms", "Prefilling a full batch of mean prompts") {
            $0.prefillStep.microseconds / 1e3
        },
        StudyMeasure("prefill_j", "J", "Energy of that step") { $0.prefillStep.joules },
        StudyMeasure("prefill_w", "W", "Power of that step") { $0.prefillStep.watts },
        StudyMeasure("decode_ms", "ms", "Decoding one token for each row of a full batch") {
            $0.decodeStep.microseconds / 1e3
        },
        StudyMeasure("decode_j", "J", "Energy of that step") { $0.decodeStep.joules },
        StudyMeasure("decode_w", "W", "Power of that step") { $0.decodeStep.watts },
        StudyMeasure("decode_tokens_per_s", "tokens/s", "Tokens that such steps write a second") {
            Double($0.scenario.setup.limits.maxSequences) / $0.decodeStep.microseconds * 1e6
        },
        StudyMeasure("rows_that_fit", "rows", "Sequences of the mean length that the KV cache holds") {
            let limits = $0.scenario.setup.limits
            return Figures.ratio(
                Double(limits.kvBlocks) * Double(limits.blockSize) * Double($0.result.completed),
                Double($0.result.promptTokens + $0.result.outputTokens))
        },
        StudyMeasure("decode_j_per_row", "J", "Energy of that step for each row") {
            $0.decodeStep.joules / Double($0.scenario.setup.limits.maxSequences)
        },
        StudyMeasure("prefill_flop_per_byte", "FLOP/byte", "16-bit FLOP of the prefill step for each byte") {
            Figures.ratio($0.prefillStep.flop, $0.prefillStep.bytes)
        },
        StudyMeasure("decode_flop_per_byte", "FLOP/byte", "16-bit FLOP of the decode step for each byte") {
            Figures.ratio($0.decodeStep.flop, $0.decodeStep.bytes)
        },
        StudyMeasure("prefill_tflop_per_s", "TFLOP/s", "16-bit FLOP of the prefill step over its time") {
            $0.prefillStep.flop / $0.prefillStep.microseconds / 1e6
        },
        StudyMeasure("decode_tflop_per_s", "TFLOP/s", "16-bit FLOP of the decode step over its time") {
            $0.decodeStep.flop / $0.decodeStep.microseconds / 1e6
        },
        StudyMeasure("decode_host_percent", "%", "Share of the decode step that the GPU waits for the host") {
            StepShares($0.decodeStep, $0.scenario).host * 100
        },
        StudyMeasure("decode_memory_percent", "%", "Bytes at full bandwidth over the decode step's time") {
            StepShares($0.decodeStep, $0.scenario).memory * 100
        },
        StudyMeasure("prefill_host_percent", "%", "Share of the prefill step that the GPU waits for the host")
        {
            StepShares($0.prefillStep, $0.scenario).host * 100
        },
        StudyMeasure(word: "prefill_bound", "What the prefill step mostly waits for") { $0.prefillStep },
        StudyMeasure(word: "decode_bound", "What the decode step mostly waits for") { $0.decodeStep },
    ]

    /// Of a run's energy.
    private static let shares: [StudyMeasure] = [
        StudyMeasure(
            "prefill_j_per_input_token", "J/token", "Prefill energy over prompt tokens, padding not counted"
        ) {
            Figures.ratio($0.result.energy.prefill.joules, Double($0.result.promptTokens))
        },
        StudyMeasure(
            "metered_prefill_j_per_input_token", "J/token",
            "Prefill energy over prompt tokens, with what the study's meter reads too much in a call, one a batch"
        ) { run in
            let calls = Double(run.result.completed) / Double(run.scenario.setup.limits.maxSequences)
            return Figures.ratio(
                run.result.energy.prefill.joules + calls.rounded(.up) * (run.setting.meterJoules ?? 0),
                Double(run.result.promptTokens))
        },
        StudyMeasure(
            "prefill_j_per_computed_token", "J/token", "Prefill energy over tokens computed, padding counted"
        ) {
            Figures.ratio($0.result.energy.prefill.joules, Double($0.result.prefillTokens))
        },
        StudyMeasure("decode_j_per_output_token", "J/token", "Decode energy over output tokens") {
            Figures.ratio($0.result.energy.decode.joules, Double($0.result.outputTokens))
        },
        StudyMeasure(
            "decode_j_per_input_token", "J/token", "Decode energy over prompt tokens, padding not counted"
        ) {
            Figures.ratio($0.result.energy.decode.joules, Double($0.result.promptTokens))
        },
        StudyMeasure("prefill_padding_percent", "%", "Padding among the prompt tokens computed") {
            Figures.ratio(
                Double($0.result.prefillTokens - $0.result.promptTokens) * 100,
                Double($0.result.prefillTokens))
        },
        StudyMeasure("prefill_j_per_request", "J", "Prefill energy over requests completed") {
            Figures.ratio($0.result.energy.prefill.joules, Double($0.result.completed))
        },
        StudyMeasure("decode_j_per_request", "J", "Decode energy over requests completed") {
            Figures.ratio($0.result.energy.decode.joules, Double($0.result.completed))
        },
        StudyMeasure("idle_j_per_request", "J", "Idle energy over requests completed") {
            Figures.ratio($0.result.energy.idle.joules, Double($0.result.completed))
        },
        StudyMeasure("work_j", "J", "GPU energy less idling, of the whole run") {
            ($0.result.energy.prefill + $0.result.energy.decode).joules
        },
        StudyMeasure("idle_percent", "%", "Idle energy in the whole") {
            Figures.ratio($0.result.energy.idle.joules * 100, $0.outcome.joules)
        },
        StudyMeasure("busy_percent", "%", "Time in steps, by the mean power of idling") {
            let idle = $0.scenario.cost.idlePower.watts * Double($0.scenario.replicas)
            return Figures.ratio(
                ($0.outcome.seconds * idle - $0.result.energy.idle.joules) * 100, $0.outcome.seconds * idle)
        },
        StudyMeasure("mean_decode_rows", "rows", "Rows of the mean decode step, weighted by tokens") {
            Figures.ratio(Double($0.result.decodeRows), Double($0.result.steps))
        },
    ]

    /// What the client pays and gets.
    private static let client: [StudyMeasure] = [
        StudyMeasure("offered", "requests", "Requests that the client wanted answered") {
            Double($0.offered)
        },
        StudyMeasure("served_percent", "%", "Of these: answered in time") {
            Figures.ratio(Double($0.served) * 100, Double($0.offered))
        },
        StudyMeasure("gpu_j_per_offered", "J", "GPU energy over requests offered") {
            Figures.ratio($0.outcome.joules, Double($0.offered))
        },
        StudyMeasure("gpu_j_per_served", "J", "GPU energy over requests answered in time") {
            Figures.ratio($0.outcome.joules, Double($0.served))
        },
        StudyMeasure("cpu_j_per_offered", "J", "Processor energy over requests offered") {
            Figures.ratio(($0.setting.cpuWatts ?? 0) * $0.outcome.seconds, Double($0.offered))
        },
        StudyMeasure("dram_j_per_offered", "J", "Memory energy over requests offered") {
            Figures.ratio(($0.setting.memoryWatts ?? 0) * $0.outcome.seconds, Double($0.offered))
        },
        StudyMeasure("held_ms", "ms", "Mean time that shaping held a request before it was sent") {
            $0.heldMilliseconds
        },
        StudyMeasure("mean_total_ttft_ms", "ms", "That, and the mean time to first token") { run in
            run.result.ttft.mean.map { $0.milliseconds + run.heldMilliseconds }
        },
        StudyMeasure("mean_total_e2el_ms", "ms", "That, and the mean end-to-end latency") { run in
            run.result.e2e.mean.map { $0.milliseconds + run.heldMilliseconds }
        },
        StudyMeasure("idle_watts", "W", "Power of the GPUs with a context and no work") {
            $0.scenario.cost.idlePower.watts * Double($0.scenario.replicas)
        },
    ]
}

extension StudyRun {
    /// Mean time that shaping held a request; it is part of no latency of the run.
    fileprivate var heldMilliseconds: Double {
        Double(outcome.load.tally.addedPicoseconds) / 1e9 / Double(max(1, offered))
    }
}

/// What a figure of a cell is.
enum StudyValue: Equatable {
    case number(Double)
    case word(String)
    case none

    static func optional(_ value: Double?) -> StudyValue {
        value.map { $0.isFinite ? .number($0) : .none } ?? .none
    }

    var number: Double? {
        if case .number(let value) = self { return value }
        return nil
    }
}

/// What a step's time goes to.
struct StepShares {
    /// The GPU waits for the host.
    let host: Double
    /// Bytes at full bandwidth.
    let memory: Double
    /// The host where kernels are launched one by one and the GPU waits for that at all: nothing else would shorten the
    /// step. Else the largest part: the host, memory, or what is left, which is computing where at least half of it are
    /// FLOP at the peak of their unit, and launches and latencies otherwise.
    let bound: String

    init(_ step: StepEstimate, _ scenario: Scenario) {
        let time = max(step.microseconds, 1e-12)
        host = step.breakdown[.hostOverhead].microseconds / time
        memory = step.bytes / scenario.device.memoryBytesPerSecond * 1e6 / time
        let rest = 1 - host - memory
        let unit = scenario.cost.format.unit
        let rate = (scenario.device.rate(of: unit) ?? .infinity) * unit.relativeEnergy
        let compute = step.flop / rate * 1e6 / time
        let isLate = scenario.engine.pace != nil && host > 0
        if isLate || (host >= memory && host >= rest) {
            bound = "host"
        } else if memory >= rest {
            bound = "memory"
        } else if compute >= rest / 2 {
            bound = step.isCapped ? "power cap" : "compute"
        } else {
            bound = "launches"
        }
    }
}
