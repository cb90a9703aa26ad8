import WattlineLab
import WattlineText

/// The flags of `compare`: those of run that change a run, and what is done with the two results.
enum CompareFlags {
    static let own: [Flag] = [
        Flag(
            .failOn, .expression("'METRIC>+2%'"), .output, absence: "none",
            "Exit with 1 when B is so: METRIC>+2% or METRIC<-5% of A, or METRIC>500 in its own unit; also >= <= "
                + "(repeatable)"),
        Flag(
            .metrics, .expression("METRIC,..."), .output, absence: "the most asked for",
            "Figures of the table; all for every one"),
        RunFlags.flag(.json),
    ]

    /// Flags of run that say what is run.
    static let ofRun: [Flag] = RunFlags.all.filter { flag in
        flag.isConfiguration || [.config, .set].contains(flag.key)
    }

    static let all = own + ofRun

    static var help: String {
        var text = """
            Examples:
              wattline compare --request-rate 6 -- --quantization fp8
              wattline compare --num-prompts 500 -- --policy chunked -- --policy static
              wattline compare before.json after.json --fail-on 'energy_per_output_token_j>+2%'
              wattline compare --tp 2 -- --power-cap 500 --metrics p99_tpot_ms,energy_per_request_j

            wattline compare A.json B.json [flags of compare]
            wattline compare [flags for both] -- [what B has besides] [flags of compare]
            wattline compare [flags for both] -- [what A has besides] -- [what B has besides]

            Two results that run wrote with --json or -o FILE.json, or two runs that are simulated now: a table
            with the ratio of B to A, what differs in their configurations, and a sentence on energy and
            latency. Exit code 1: something that --fail-on names is so.


            """
        for flag in own { text += HelpCommand.entry(flag) }
        return text + "  -h, --help\n      This page\n\n'wattline help run' shows the flags of run.\n"
    }
}
