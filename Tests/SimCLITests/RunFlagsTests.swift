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

    @Test("Underscores are dashes")
    func underscores() { #expect(RunFlags.named("max_num_seqs")?.key == .maxNumSeqs) }
}
