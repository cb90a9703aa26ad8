import WattlineLab

/// The flags of `check`.
enum CheckFlags {
    static let all: [Flag] = [
        Flag(
            .filter, .expression("NAME"), .run, absence: "all",
            "Run only checks whose name has this in it, blind to case (repeatable)"),
        Flag(
            .update, .toggle, .run, default: "false",
            "Write the goldens anew and say what changed; refused where the environment says CI=true"),
        Flag(.force, .toggle, .run, default: "false", "Let --update write in CI too"),
        Flag(.jobs, .whole(1...1024), .run, absence: "the number of cores", "Checks that run at once"),
        Flag(.junit, .inputFile, .output, absence: "none", "Also write JUnit XML"),
        Flag(
            .github, .toggle, .output, absence: "whether GITHUB_ACTIONS=true",
            "Print annotations of GitHub Actions, which show a failure beside its line"),
        RunFlags.flag(.json),
    ]

    static var help: String {
        var text = """
            Examples:
              wattline check ci/checks.json
              wattline check ci/checks.json --filter overload
              wattline check ci/checks.json --update
              wattline check ci/*.json --junit results.xml --json

            wattline check FILE.json ... [flags]

            Runs what the files name, on every core, and compares: every figure of a result that has an
            expectation, and whole results with golden ones. A file is JSON with comments:

              {
                "defaults": {"model": "llama-3.1-8b"},
                "checks": [
                  {
                    "name": "chat under load",
                    "run": {"request-rate": 8},
                    "expect": {"p99_ttft_ms": "<=500", "energy_per_output_token_j": "0.5 +-10%"},
                    "golden": "goldens/chat.json"
                  },
                  {"name": "no 70B on one GPU", "run": {"model": "llama-3.1-70b"},
                   "expect": {"error": "does not fit"}}
                ]
              }

            defaults and run have the keys of 'wattline run -c' files. An expectation is <=X <X >=X >X ==X !=X,
            a number, 'X +-2%', 'X +-Y' or 'X..Y', or a list of these; figures are those of 'wattline list
            metrics', with their percentiles, and max_overtaken: by how many later requests one was
            overtaken, at most, on the way to its first token. docs/checks.md says more.

            The last line is 'N passed, N failed', unless --json prints a document. Exit code 1: a check failed;
            2: a file of checks is wrong; 4: a file cannot be read or written.


            """
        for flag in all { text += HelpCommand.entry(flag) }
        return text + "  -h, --help\n      This page\n"
    }
}
