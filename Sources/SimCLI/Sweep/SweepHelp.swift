/// The pages of `sweep` and `merge`, made from the tables of flags.
enum SweepHelp {
    static var sweep: String {
        var text = """
            Examples:
              wattline sweep --request-rate 1:16:x2
              wattline sweep --tp 1,2,4 --max-num-seqs 16:256:x4 --sort energy_per_output_token_j --top 5
              wattline sweep -m llama-3.1-8b,qwen3-32b --tp 1,4 --pareto energy_per_request_j,p99_tpot_ms
              wattline sweep --tp 1,2 --rate 1..64 --goal max:request_rate --subject-to 'p99_ttft_ms<=500'
              wattline sweep --request-rate 2,4 --replications 5
              wattline sweep --request-rate 0.5:8:0.5 --shard 3/16 -o part-03.jsonl

            wattline sweep [flags of sweep] [flags of run, with lists]

            Any flag of run that takes one value takes several here:
              1,2,4         a list; lengths such as lognormal:512,0.5 may stand in one
              1:256:x2      from 1 to 256, each twice the one before
              0.5:8:0.5     from 0.5 to 8 in steps of 0.5
              1..64         the highest or lowest value that meets --subject-to, by bisection
            Every combination is a point; every point has the same seed. Points that do not fit are rows
            with the reason. Lists win over -c files and --set. METRIC is a name of 'wattline list metrics'
            or of a flag that has a list. Exit code 3: no point can run, or none meets the goal; 2, and nothing
            is written: the flags of no point go together.

            """
        for group in SweepFlags.groups {
            text += "\n\(group.name):\n"
            for flag in group.flags { text += HelpCommand.entry(flag) }
        }
        return text + "\n  -h, --help\n      This page\n\n'wattline help run' shows the flags of run.\n"
    }

    static var merge: String {
        var text = """
            Examples:
              wattline merge part-01.jsonl part-02.jsonl -o all.jsonl
              wattline merge part-*.jsonl -o all.csv --sort p99_ttft_ms --top 10

            wattline merge FILE.jsonl ... [flags]

            Joins the files of 'wattline sweep --shard': all.jsonl has the bytes that one sweep of all points
            would have written. Refuses parts of different sweeps, points that are there twice, and gaps.

            """
        for flag in SweepFlags.ofMerge { text += HelpCommand.entry(flag) }
        return text + "  -h, --help\n      This page\n"
    }
}
