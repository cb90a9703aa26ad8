/// The flags of `trace`: those of run, and what the timeline shows.
enum TraceFlags {
    static let details = NameList(
        "detail of steps", plural: "details of steps",
        fixed: TimelineOptions.Detail.allCases.map(\.rawValue))

    static let own: [Flag] = [
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Write .trace.json (timeline) or .gantt.svg (a row a request), or what run writes; - is the timeline on "
                + "standard output (repeatable)"),
        Flag(
            .steps, .name(details), .output, default: "auto",
            "single: a slice for each step; merged: one for all steps between two changes of the batch, with their "
                + "number; auto: single for the first \(TimelineOptions.defaultSliceLimit) slices"),
        Flag(
            .from, .duration, .output, absence: "the start",
            "Leave out what ends before this moment of the run"),
        Flag(.to, .duration, .output, absence: "the end", "Leave out what begins after it"),
        Flag(
            .json, .toggle, .output, default: "false",
            "Print what was written as one JSON document in place of a sentence"),
    ]

    /// Flags of run that say what is run, and how.
    static let ofRun: [Flag] = RunFlags.all.filter { flag in
        flag.isConfiguration || [.config, .set, .dryRun, .quiet, .noProgress].contains(flag.key)
    }

    static let all = own + ofRun

    static let ofInfo: [Flag] = [RunFlags.flag(.traceTimeUnit), RunFlags.flag(.rebase), RunFlags.flag(.json)]

    static let ofConvert: [Flag] = [
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Where the trace goes, a .csv; - is standard output"),
        RunFlags.flag(.timeScale),
        Flag(
            .numPrompts, .whole(1...1_000_000_000_000), .load, aliases: ["num-requests"], absence: "all",
            "Only the first N requests"),
        RunFlags.flag(.skipBadRows), RunFlags.flag(.traceTimeUnit), RunFlags.flag(.rebase),
        Flag(
            .json, .toggle, .output, default: "false",
            "Print what was written as one JSON document in place of a sentence"),
    ]

    static var help: String {
        var text = """
            Examples:
              wattline trace -o timeline.trace.json
              wattline trace --request-rate 12 --from 10s --to 12s -o window.trace.json
              wattline trace --num-prompts 50 --request-rate 20 -o requests.gantt.svg
              wattline trace info requests.csv
              wattline trace convert requests.csv --time-scale 2 -o slower.csv

            wattline trace [flags of run] -o FILE.trace.json

            Runs, and writes what happened when: power and KV blocks of each replica, every step with its tokens
            and joules, every request from queue to last token, and how many wait and run. Open the file in
            https://ui.perfetto.dev, where it stays on your machine. A .gantt.svg is a picture of the first
            \(RequestGantt.limit) requests. 'run -o' writes both too. docs/timelines.md says what is in the file, and
            how large it gets.


            """
        for flag in own { text += HelpCommand.entry(flag) }
        return text + "\n'wattline help run' shows the flags of run.\n\n" + aboutInfo + "\n" + aboutConvert
            + "\n  -h, --help\n      This page\n"
    }

    /// The page of `trace info` or `trace convert`; nil for another word.
    static func help(of word: String) -> String? {
        let closing = "\n  -h, --help\n      This page\n"
        switch word {
        case "info":
            return
                "Examples:\n  wattline trace info requests.csv\n  wattline trace info requests.csv --json\n\n"
                + aboutInfo + "\n" + ofInfo.map(HelpCommand.entry).joined() + closing
        case "convert":
            return "Examples:\n  wattline trace convert requests.csv -o own.csv\n"
                + "  wattline trace convert requests.csv --time-scale 2 --num-prompts 1000 -o slower.csv\n\n"
                + aboutConvert + closing
        default: return nil
        }
    }

    private static let aboutInfo = """
        wattline trace info FILE [--trace-time-unit s|ms|us|ns] [--rebase] [--json]

        What a trace of requests holds (any that 'run --trace' reads; - is standard input): rows, bad rows,
        span, rate, burstiness, how long prompts and answers are, and what is in it that is not read.

        """

    private static var aboutConvert: String {
        """
        wattline trace convert FILE -o OUT.csv [flags]

        Writes it as our own arrival_s,prompt_tokens,output_tokens, to the picosecond: a run of the copy is
        the run of the original.


        """ + ofConvert.map(HelpCommand.entry).joined()
    }
}
