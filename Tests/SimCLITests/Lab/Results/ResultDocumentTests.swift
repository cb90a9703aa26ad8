import HardwareModels
import SimCLITestSupport
import SimCore
import TestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineEvidence

@Suite("The result as JSON")
struct ResultDocumentTests {
    private func document(_ line: String) throws -> [(key: String, value: JSON)] {
        let invocation = Invocation(line)
        guard case .object(let members) = try JSONReader.read(Array(invocation.output.utf8)).value else {
            Issue.record("no object: \(invocation.errors)")
            return []
        }
        return members.map { ($0.key, $0.node.written) }
    }

    private func number(_ key: String, _ document: [(key: String, value: JSON)]) -> Double {
        guard case .number(let value)? = document.first(where: { $0.key == key })?.value else { return .nan }
        return value
    }

    /// design/interface.md, "Metrics".
    private static let keys: [String] = {
        var keys = [
            "completed", "failed", "duration", "total_input_tokens", "total_output_tokens",
            "request_throughput",
            "output_throughput", "total_token_throughput", "request_goodput", "max_concurrent_requests",
            "total_gpu_energy_j", "avg_gpu_power_w", "peak_gpu_power_w", "energy_per_output_token_j",
            "energy_per_total_token_j", "energy_per_request_j", "output_tokens_per_joule", "energy_prefill_j",
            "energy_decode_j", "energy_idle_j", "goodput_per_watt", "energy_delay_product_js",
            "host_energy_j", "facility_energy_wh", "kwh_per_1m_output_tokens", "gco2e_per_request",
            "usd_per_1m_output_tokens",
            "kv_cache_peak_fraction",
            "preemptions",
        ]
        for latency in ["ttft", "tpot", "itl", "e2el"] {
            for statistic in ["mean", "median", "std", "p50", "p90", "p95", "p99", "max"] {
                keys.append("\(statistic)_\(latency)_ms")
            }
        }
        return keys
    }()

    @Test("Every key of the design is there, once")
    func keys() throws {
        let document = try document("run --json")
        let names = document.map(\.key)
        for key in ResultDocumentTests.keys { #expect(names.contains(key), "\(key)") }
        #expect(Set(names).count == names.count)
    }

    @Test(
        "It names the run: schema, version, configuration and its hash, seed, fingerprint, window, provenance"
    )
    func identity() throws {
        let document = try document("run --json --seed 5")
        let names = document.map(\.key)
        for key in [
            "schema", "schema_version", "version", "configuration", "configuration_hash", "seed",
            "fingerprint",
            "window", "energy_provenance", "energy_error_band", "warnings",
        ] {
            #expect(names.contains(key), "\(key)")
        }
        #expect(number("seed", document) == 5)
    }

    @Test("What was compared with measurements has a band, what was not has none")
    func bands() {
        for (line, kind) in [
            ("run --json", "dense"), ("run --json -m gemma-3-12b", "dense"),
            ("run --json -m Qwen3-30B-A3B --tp 2 --ep 2", "moe"), ("run --json -m gpt-oss-20b", "moe"),
            ("run --json -m Qwen3-235B-A22B-FP8 --tp 8 --ep 8", "moe-fp8"),
            ("run --json --gpu a100-sxm-80gb", "transferred"),
            ("run --json --engine tensorrt-llm", "transferred"),
        ] {
            #expect(Invocation(line).output.contains("\"class\": \"\(kind)\""), "\(line)")
        }
        for line in [
            "run --json --power-cap 500", "run --json --engine ideal", "run --json --quantization fp8",
            "run --json --gpu b200", "run --json --policy static", "run --json --engine sglang",
            "run --json -m Qwen3-30B-A3B --quantization fp8", "run --json --engine transformers",
        ] {
            #expect(Invocation(line).output.contains("\"energy_error_band\": null"), "\(line)")
        }
    }

    @Test("The shipped bands are what validate measures", .enabled(if: sharedData != nil, "needs ../shared"))
    func shippedBands() throws {
        let data = try #require(sharedData).appendingPathComponent("data")
        func table(_ name: String) throws -> DataTable {
            try DataTable(path: data.appendingPathComponent(name).path)
        }
        let rows = try ServingRow.read(table("serving_h100_calibration.csv"))
        let serving = try ServingValidation.report(rows, ConstantValues())
        let batches = try BatchBenchmark.report(
            table("argonne_llm_inference_bench_power.csv"), ConstantValues())
        for band in ErrorBand.all {
            var compared = batches.rows
            if band.kind != .transferred {
                let numbers = try rows.filter { try ServingCase($0).kind.rawValue == band.kind.rawValue }
                    .map(\.number)
                compared = serving.rows.filter { numbers.contains($0.number) }
            }
            #expect(compared.count == band.runs, "\(band.kind)")
            func error(_ metric: ValidationMetric) -> Double {
                var statistics = ErrorStatistics()
                for value in compared.flatMap(\.values) where value.metric == metric {
                    statistics.add(predicted: value.predicted, measured: value.measured)
                }
                return ((statistics.mape ?? .nan) * 10).rounded() / 10
            }
            let time = error(band.kind == .transferred ? .latency : .stepTime)
            #expect(time == band.timePercent, "\(band.kind)")
            #expect(error(.power) == band.powerPercent, "\(band.kind)")
            #expect(error(.energyPerOutputToken) == band.energyPerOutputTokenPercent, "\(band.kind)")
        }
    }

    @Test("Figures that follow from others do")
    func arithmetic() throws {
        let document = try document(
            "run --json --tp 2 --dp 2 --pue 1.5 --grid 100 --price 2 --goodput e2el:1h")
        func value(_ key: String) -> Double { number(key, document) }
        func agree(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= 1e-12 * abs(right) }
        let total = value("total_gpu_energy_j")
        let seconds = value("duration")
        #expect(agree(value("energy_prefill_j") + value("energy_decode_j") + value("energy_idle_j"), total))
        #expect(agree(value("energy_static_j") + value("energy_dynamic_j"), total))
        #expect(agree(value("avg_gpu_power_w") * seconds * 4, total))
        #expect(agree(value("energy_per_output_token_j") * value("output_tokens_per_joule"), 1))
        #expect(agree(value("energy_per_request_j") * value("completed"), total))
        #expect(agree(value("facility_energy_wh"), total / 3600 * 1.5))
        #expect(agree(value("gco2e_per_request"), total / 3600 * 1.5 / 1000 * 100 / 200))
        #expect(agree(value("kwh_per_1m_output_tokens"), total / 3.6e6 * 1.5 / 25600 * 1e6))
        #expect(agree(value("usd_per_1m_output_tokens"), 2 * 4 * seconds / 3600 / 25600 * 1e6))
        #expect(agree(value("request_goodput"), value("request_throughput")))
        #expect(agree(value("goodput_per_watt"), value("request_goodput") * seconds / total))
        #expect(
            agree(
                value("energy_delay_product_js"), value("energy_per_request_j") * value("mean_e2el_ms") / 1000
            ))
        #expect(value("num_gpus") == 4)
        #expect(value("peak_gpu_power_w") <= 693)
        #expect(value("p50_ttft_ms") == value("median_ttft_ms"))
    }

    @Test("The host's share is added where it is asked for, and nothing where it is not")
    func host() throws {
        let document = try document(
            "run --json --tp 2 --num-prompts 20 --cpu-watts 110 --fan-factor 0.1 --psu-efficiency 0.96 --pue 1.2"
        )
        func value(_ key: String) -> Double { number(key, document) }
        let gpus = value("total_gpu_energy_j")
        let node = (gpus + 110 * 2 * value("duration")) * 1.1 / 0.96
        #expect(abs(value("host_energy_j") - (node - gpus)) < 1e-9 * node)
        #expect(abs(value("facility_energy_wh") - node / 3600 * 1.2) < 1e-9 * node)
        #expect(Invocation("run --num-prompts 20 --cpu-watts 110").output.contains("  host  "))
        let plain = try self.document("run --json --num-prompts 20")
        #expect(number("host_energy_j", plain) == 0)
        #expect(number("facility_energy_wh", plain) == number("total_gpu_energy_j", plain) / 3600)
        #expect(!Invocation("run --num-prompts 20").output.contains("  host  "))
        #expect(
            Invocation("run --psu-efficiency 0").errors
                == "wattline: error: --psu-efficiency must be >= 0.01 and <= 1, got 0\n")
        #expect(
            Invocation("run --fan-factor -1").errors
                == "wattline: error: --fan-factor must be >= 0 and <= 10, got -1\n")
        #expect(
            Invocation("run --cpu-watts 1e9").errors
                == "wattline: error: --cpu-watts must be >= 0 and <= 100000, got 1e9\n")
        #expect(
            Invocation("run --pue 20").errors == "wattline: error: --pue must be at most 10, got 20\n")
    }

    @Test("One output token has no TPOT and no ITL: null in the file, - in the table")
    func missing() throws {
        let document = try document("run --json --output-len 1 --num-prompts 5")
        for statistic in ["mean", "median", "std", "p50", "p99", "max"] {
            #expect(document.first { $0.key == "\(statistic)_tpot_ms" }?.value == .null)
        }
        let table = Invocation("run --output-len 1 --num-prompts 5").output
        let line = table.split(separator: "\n").first { $0.contains("TPOT") } ?? ""
        #expect(line.split(separator: " ").dropFirst().allSatisfy { $0 == "-" })
    }

    @Test("Percentiles are the user's")
    func percentiles() throws {
        let names = try document("run --json --metric-percentiles 99.9,25").map(\.key)
        #expect(names.contains("p25_ttft_ms"))
        #expect(names.contains("p99.9_itl_ms"))
        #expect(!names.contains("p95_ttft_ms"))
        #expect(Invocation("run --metric-percentiles 99.9,25").output.contains("p99.9"))
    }

    @Test("The ledger's identity holds to the femtojoule in the run behind it")
    func exact() throws {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        let scenario = try Scenario(Settings(parser.parse(["--dp", "2", "--seed", "3"]).given))
        let (source, _) = try scenario.load.makeSource()
        var simulation = try Simulation(
            scenario.setup, arrivals: source, router: scenario.routing, policy: scenario.policy,
            cost: scenario.cost)
        let result = try simulation.run()
        #expect(result.sharesOfCompleted + result.energy.idle == result.energy.total)
    }
}
