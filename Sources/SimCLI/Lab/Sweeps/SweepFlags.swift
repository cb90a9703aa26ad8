import WattlineText

/// The flags of `sweep` and `merge` that `run` does not have.
package enum SweepFlags {
    /// More points than any machine finishes, and few enough to count.
    package static let pointLimit = 100_000_000

    /// How many points run without being asked for.
    static let defaultPointLimit = 10_000

    private static let grid: [Flag] = [
        Flag(
            .zip, .toggle, .run, default: "false",
            "Take the lists together, first with first, in place of every combination"),
        Flag(
            .replications, .whole(1...10_000), .run, default: "1",
            "Independent draws of the load at every point: figures become means with 95 % intervals"),
        Flag(
            .maxPoints, .whole(1...pointLimit), .run, default: String(defaultPointLimit),
            "Refuse a larger sweep"),
        Flag(.jobs, .whole(1...1024), .run, absence: "the number of cores", "Points that run at once"),
        Flag(
            .shard, .expression("K/N"), .run, absence: "all",
            "Run every N-th point, starting with the K-th; 'wattline merge' joins the files"),
        Flag(
            .resume, .toggle, .run, default: "true",
            "Go on where the .jsonl of an interrupted sweep ends; --resume=false starts it again"),
    ]

    private static let goal: [Flag] = [
        Flag(
            .goal, .expression("min:METRIC|max:METRIC"), .run, absence: "none",
            "Name the best point; of a flag given as LOW..HIGH, find the highest or lowest value"),
        Flag(
            .subjectTo, .expression("'METRIC<=X'"), .run, absence: "none",
            "What the best point must keep to (repeatable)"),
    ]

    private static let view: [Flag] = [
        Flag(
            .filter, .expression("'METRIC<=X'"), .output, absence: "none",
            "Show only points that keep to this; also < > >= == != (repeatable)"),
        Flag(
            .sort, .expression("METRIC[:desc]"), .output, absence: "the order of the lists",
            "Sort by a metric or an axis, ascending unless told"),
        Flag(.top, .whole(1...pointLimit), .output, absence: "all", "Show only the first N"),
        Flag(
            .pareto, .expression("METRIC,METRIC"), .output, absence: "none",
            "Mark points that no other one beats in both; METRIC:max where more is better"),
        Flag(
            .metrics, .expression("METRIC,..."), .output,
            absence: SweepMetrics.shown.joined(separator: ", "), "Figures of the table"),
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Write .jsonl (every point, as it finishes; resumable) or what is shown as .csv, .md, .json, .svg, "
                + ".html; "
                + "- is --json (repeatable)"),
        Flag(
            .json, .toggle, .output, default: "false", "Print one JSON document in place of the table"),
    ]

    /// What `sweep` takes beside the flags of `run`, by heading.
    package static let groups: [(name: String, flags: [Flag])] = [
        ("Points", grid), ("Goal", goal), ("What is shown", view + rest),
    ]

    private static let rest: [Flag] = [
        Flag(
            .dryRun, .toggle, .output, default: "false", "Print which points there are, as JSON, and stop"),
        RunFlags.flag(.quiet), RunFlags.flag(.noProgress),
    ]

    /// Every flag of `sweep`: those of run, less the ones it has in its own way.
    package static let ofSweep: [Flag] = {
        let own = groups.flatMap(\.flags)
        let names = own.map(\.key)
        return own + RunFlags.all.filter { !names.contains($0.key) }
    }()

    package static let ofMerge: [Flag] =
        view + [RunFlags.flag(.quiet)]
        + goal.map { flag in
            Flag(flag.key, flag.kind, flag.group, absence: flag.absence, flag.help)
        }
}
