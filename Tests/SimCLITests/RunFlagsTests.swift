import Testing

@testable import SimCLI

@Suite("The table of flags")
struct RunFlagsTests {
    @Test("Every key has one line")
    func complete() {
        let others =
            FlagKey.ofCalibration + FlagKey.ofSweep + FlagKey.ofQuestions + FlagKey.ofTrace
            + FlagKey.ofCheck
        for key in FlagKey.allCases where !others.contains(key) {
            #expect(RunFlags.all.filter { $0.key == key }.count == 1, "\(key.rawValue)")
        }
        #expect(RunFlags.all.count == FlagKey.allCases.count - others.count)
    }

    @Test("No name, alias or letter means two things")
    func unique() {
        #expect(Set(RunFlags.names).count == RunFlags.names.count)
        let letters = RunFlags.all.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
    }

    @Test("Every default is a value of its flag, and says so again when written")
    func defaults() throws {
        for flag in RunFlags.all {
            guard let text = flag.defaultText else { continue }
            let value = try flag.kind.read(text)
            #expect(Settings()[flag.key] == value, "--\(flag.name)")
        }
    }

    @Test("A flag without a default says what holds instead")
    func absences() {
        for flag in RunFlags.all where flag.defaultText == nil {
            #expect(!flag.absence.isEmpty, "--\(flag.name)")
        }
    }

    @Test("The flags of the design are there, under their aliases too")
    func design() {
        let names = [
            "model", "gpu", "system", "hardware", "tp", "tensor-parallel-size", "pp", "dp", "ep", "engine",
            "dtype", "quantization", "kv-cache-dtype", "clock",
            "request-rate", "rate", "qps", "burstiness", "arrival", "shape", "max-concurrency", "num-prompts",
            "num-requests", "input-len", "output-len", "isl", "osl", "trace", "time-scale", "policy",
            "max-num-seqs", "max-num-batched-tokens", "block-size", "gpu-memory-utilization", "max-model-len",
            "goodput", "metric-percentiles", "scenario", "power-cap", "pue", "grid", "price", "seed",
            "metadata",
            "config", "set", "output", "json", "dry-run", "quiet", "no-progress",
        ]
        for name in names { #expect(RunFlags.named(name) != nil, "\(name)") }
        for letter in "mgcoq" { #expect(RunFlags.all.contains { $0.short == letter }) }
    }

    @Test("A number may have an exponent in every flag that takes one")
    func exponents() throws {
        var count = 0
        for flag in RunFlags.all + SweepFlags.ofSweep + TraceFlags.all {
            let pairs: [(String, String)] =
                switch flag.kind {
                case .whole(let range):
                    [("\(min(range.upperBound, 999))e0", "\(min(range.upperBound, 999))")]
                        + (range.contains(1000) ? [("1e3", "1000"), ("2.5E+2", "250")] : [])
                case .oneOf: [("2e0", "2"), ("40e-1", "4")]
                case .number(let range, _, _):
                    range.contains(100) ? [("1e2", "100")] : [("9e-1", "0.9"), ("1e0", "1")]
                case .duration: [("1e3", "1000"), ("2.5e1ms", "25ms"), ("1e-3s", "1ms")]
                case .power: [("6e2", "600"), ("6e2W", "600W"), ("6e-1kW", "0.6kW")]
                case .lengths:
                    [
                        ("1e3", "1000"), ("uniform:1e0,2e2", "uniform:1,200"),
                        ("lognormal:5e1,5e-1", "lognormal:50,0.5"),
                    ]
                case .shape: [("window:1e3s", "window:1000s"), ("spacing:1e-1-2e1ms", "spacing:0.1-20ms")]
                case .percentiles: [("5e1,9.9e1", "50,99")]
                case .objectives: [("ttft:5e2", "ttft:500"), ("tpot:5e-2s", "tpot:50ms")]
                case .expertRouting: [("skewed:1e0", "skewed:1")]
                default: []
                }
            for (text, plain) in pairs {
                let (left, right) = (try flag.kind.read(text), try flag.kind.read(plain))
                // A law of lengths keeps its text.
                if case .lengths(let spec) = left, case .lengths(let other) = right {
                    #expect(spec.promptTokens == other.promptTokens, "--\(flag.name) \(text)")
                } else {
                    #expect(left == right, "--\(flag.name) \(text)")
                }
                count += 1
            }
        }
        #expect(count > 60)
        #expect(try Shard(parsing: "1e0/1.6e1") == Shard(parsing: "1/16"))
        #expect(
            Invocation("roofline --by-hand decode:1e1").output
                == Invocation("roofline --by-hand decode:10").output)
    }

    @Test("Underscores are dashes")
    func underscores() { #expect(RunFlags.named("max_num_seqs")?.key == .maxNumSeqs) }
}
