import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("wattline explain")
struct ExplainCommandTests {
    @Test("A metric: formula, numbers, value, what is in it, what it is called elsewhere")
    func metric() {
        let page = Invocation("explain energy_per_output_token_j --num-prompts 50")
        #expect(page.code == 0)
        #expect(page.output.hasPrefix("energy_per_output_token_j in J\n"))
        for label in ["formula ", "this run ", "value ", "includes ", "excludes ", "elsewhere "] {
            #expect(page.output.contains("\n  \(label)"), "\(label)")
        }
        #expect(page.output.contains("50 requests of 512 -> 128 tokens"))
        #expect(Invocation("explain energy-per-output-token-j --num-prompts 50").output == page.output)
    }

    @Test("The value explained is the value that run prints")
    func agreement() throws {
        let explained = JSON(
            try JSONReader.read(
                Array(Invocation("explain p99_tpot_ms --num-prompts 50 --json").output.utf8)))
        let run = JSON(try JSONReader.read(Array(Invocation("run --num-prompts 50 --json").output.utf8)))
        #expect(explained["value"] == run["p99_tpot_ms"])
        #expect(explained["configuration_hash"] == run["configuration_hash"])
    }

    @Test("A figure that the run has not says so")
    func absent() {
        let page = Invocation("explain usd_per_1m_output_tokens --num-prompts 5")
        #expect(page.code == 0)
        #expect(page.output.contains("value      - (none in this run)"))
    }

    @Test("No line is wider than a terminal of 100 columns, whatever is explained")
    func width() {
        let subjects = ["", "defaults", "model", "p99_ttft_ms", "host_energy_j", "kv_cache_peak_fraction"]
        for subject in subjects {
            for line in Invocation("explain \(subject) --num-prompts 5").output.split(separator: "\n") {
                #expect(line.count <= 100, "\(subject): \(line)")
            }
        }
    }

    @Test("The list has every subject and metric")
    func list() {
        let page = Invocation("explain").output
        for key in ["energy", "defaults", "model"] + SweepMetrics(percentiles: [50, 90, 95, 99]).keys {
            #expect(page.contains(key), "\(key)")
        }
        #expect(Invocation("explain --json").output.hasPrefix("[\"energy\", \"defaults\", \"model\","))
    }

    @Test(
        "Errors, word for word",
        arguments: [
            (
                "explain p99_tfft_ms",
                "nothing to explain is called 'p99_tfft_ms'. Did you mean p99_ttft_ms? 'wattline explain' lists what there is"
            ),
            (
                "explain qqqqqqqq",
                "nothing to explain is called 'qqqqqqqq'. 'wattline explain' lists what there is"
            ),
            (
                "explain enery",
                "nothing to explain is called 'enery'. Did you mean energy? 'wattline explain' lists what there is"
            ),
            (
                "explain energy twice",
                "unexpected argument 'twice'. 'wattline help explain' shows what it takes"
            ),
            ("explain energy --tp 3", "--tp must be one of 1, 2, 4, 8, got 3"),
            (
                "explain energy -o x.json",
                "explain has no flag '-o', which belongs to run. 'wattline help explain' shows the flags there are"
            ),
        ])
    func errors(line: String, message: String) {
        let page = Invocation(line)
        #expect(page.code == 2)
        #expect(page.output.isEmpty)
        #expect(page.errors == "wattline: error: \(message)\n")
    }
}
