import SimCLITestSupport
import SimCore
import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite("The command line as a whole")
struct CommandLineToolTests {
    /// 400 lines of flags with fitting and hostile values, each simulating three requests at most.
    @Test("No line traps or hangs: it gives a result, or one error and nothing else")
    func fuzz() {
        let values = [
            "0", "-1", "1", "2", "8", "1e18", "9223372036854775807", "9223372036854775808", "1e-300", "1e308",
            "nan",
            "inf", "-inf", "0.5", "", " ", ",", "1,2", "x", "é", "1ms", "1W", "-5ms", "99999h", "spacing:1h",
            "window:1ps", "uniform:1,5", "uniform:5,1", "lognormal:1e99,1e99", "lognormal:9,0.1",
            "quantiles:0=1,1=9",
            "static", "priority", "swap", "single", "offline", "single-stream", "ideal", "textbook-7b",
            "textbook-gpu", "llama-3.2-1b", "uniform", "constant", "ttft:1", "50", "a=b", "least-outstanding",
        ]
        let flags = RunFlags.all.filter {
            ![.output, .config, .trace, .numPrompts, .dryRun].contains($0.key)
        }
        var generator = RandomStream(seed: 5, purpose: "line.fuzz")
        var codes: [Int32: Int] = [:]
        for _ in 0..<400 {
            var arguments = ["run", "--num-prompts", "3"]
            for _ in 0...generator.below(3) {
                let flag = flags[generator.below(flags.count)]
                var value = values[generator.below(values.count)]
                // Mostly values that the flag can read: the others end the run before it starts.
                var tries = generator.below(40)
                while tries > 0, (try? flag.kind.read(value)) == nil {
                    value = values[generator.below(values.count)]
                    tries -= 1
                }
                arguments.append("--\(flag.name)=\(value)")
            }
            let invocation = Invocation(arguments)
            codes[invocation.code, default: 0] += 1
            #expect([0, 2, 3, 4].contains(invocation.code), "\(arguments) \(invocation.errors)")
            if invocation.code != 0 {
                #expect(invocation.output.isEmpty, "\(arguments)")
                #expect(invocation.errors.hasPrefix("wattline: error: "), "\(arguments)")
                #expect(invocation.errors.hasSuffix("\n"))
            }
        }
        #expect((codes[0] ?? 0) > 20)
        #expect((codes[2] ?? 0) > 100)
    }

    @Test("Every flag's value can follow after = or a blank")
    func spellings() {
        #expect(Invocation("run --dry-run --tp=2").output == Invocation("run --dry-run --tp 2").output)
        #expect(
            Invocation("run --dry-run -m=llama-3.2-1b").output
                == Invocation("run --dry-run -m llama-3.2-1b").output)
        #expect(
            Invocation("run --dry_run --max_num_seqs 8").output
                == Invocation("run --dry-run --max-num-seqs 8").output)
        #expect(Invocation("run --dry-run --json=false").code == 0)
    }

    @Test("The later of two flags wins")
    func later() {
        #expect(Invocation("run --dry-run --tp 2 --tp 4").output == Invocation("run --dry-run --tp 4").output)
    }

    @Test("Only an imaginary engine takes a measured device's calibration away")
    func provenance() {
        #expect(
            Invocation("run --json --num-prompts 2").output.contains("\"energy_provenance\": \"calibrated\""))
        #expect(
            Invocation("run --json --num-prompts 2 --engine ideal").output.contains(
                "\"energy_provenance\": \"datasheet\""))
        #expect(
            Invocation("run --json --num-prompts 2 -m textbook-7b -g textbook-gpu --engine ideal").output
                .contains(
                    "\"energy_provenance\": \"defined\""))
    }
}
