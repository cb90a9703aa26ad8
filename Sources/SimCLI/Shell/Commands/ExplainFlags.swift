import WattlineLab

/// The flags of `explain`: those of run that change a run, and --json.
enum ExplainFlags {
    static let all: [Flag] = RunFlags.all.filter { flag in
        flag.isConfiguration || [.config, .set, .json].contains(flag.key)
    }

    static let help = """
        Examples:
          wattline explain energy_per_output_token_j
          wattline explain p99_ttft_ms --request-rate 8
          wattline explain energy -m textbook-7b -g textbook-gpu --engine ideal
          wattline explain defaults
          wattline explain model

        wattline explain [METRIC|energy|defaults|model] [flags of run] [--json]

        A metric: its formula with the numbers of the run that the flags describe, what it includes and
        excludes, and what vLLM's benchmark, AIPerf or trtllm-bench call it. energy: a decode step of
        that run, from FLOP and bytes to joules; the lines add up. defaults: every default of run, and
        why. model: what is assumed and what is left out. Without a subject: the list of all.

        'wattline help run' shows the flags of run.

        """
}
