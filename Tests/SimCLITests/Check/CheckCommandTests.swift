import Testing

@testable import SimCLI

@Suite("wattline check")
struct CheckCommandTests {
    private let folder = TemporaryFolder()

    private func file(_ checks: String, _ name: String = "a.json") -> String {
        folder.write(CheckFixture.file(checks), to: name)
    }

    private let good = "{\"name\": \"good\", \"expect\": {\"completed\": 10}}"
    private let bad = "{\"name\": \"bad\", \"expect\": {\"completed\": 11}}"

    @Test("Exit code 0 and a closing line where all pass, 1 where one fails")
    func codes() {
        let passing = Invocation(["check", file(good)])
        #expect(passing.code == 0)
        #expect(passing.output == "PASS  good\n\n1 passed, 0 failed\n")
        #expect(passing.errors == "")
        let path = file("\(good),\n\(bad)")
        let failing = Invocation(["check", path])
        #expect(failing.code == 1)
        #expect(
            failing.output == """
                PASS  good
                FAIL  bad
                      \(path):4:41: completed: expected 11, got 10, 1 (9.1 %) too low

                1 passed, 1 failed

                """)
        #expect(failing.errors == "wattline: error: 1 of 2 checks failed\n")
    }

    @Test("Several files are one report; standard input is one too")
    func files() {
        let report = Invocation(["check", file(good), file(good, "b.json"), "--json"])
        #expect(report.code == 0)
        #expect(report.output.contains("\"passed\": 2"))
        #expect(report.output.contains("\"file\": \"\(folder.file("b.json"))\""))
    }

    @Test("The same bytes for any number of cores")
    func cores() {
        let path = file(
            (0..<12).map { number in
                "{\"name\": \"c\(number)\", \"run\": {\"seed\": \(number)}, \"expect\": {\"mean_ttft_ms\": [\"<1\", \">1\"]}}"
            }.joined(separator: ",\n"))
        let one = Invocation(["check", path, "--jobs", "1"])
        #expect(one.code == 1)
        #expect(one.output.hasSuffix("\n0 passed, 12 failed\n"))
        #expect(Invocation(["check", path, "--jobs", "5"]).output == one.output)
        #expect(Invocation(["check", path]).output == one.output)
    }

    @Test("--filter runs those that have the text in their names")
    func filter() {
        let path = file("\(good),\n\(bad)")
        #expect(
            Invocation(["check", path, "--filter", "GOO"]).output == "PASS  good\n\n1 passed, 0 failed\n")
        #expect(Invocation(["check", path, "--filter", "goo", "--filter", "ad"]).code == 1)
        let none = Invocation(["check", path, "--filter", "goodd"])
        #expect(none.code == 2)
        #expect(
            none.errors
                == "wattline: error: --filter: no check has 'goodd' in its name. Did you mean 'good'?\n")
        #expect(
            Invocation(["check", path, "--filter", "xyz"]).errors
                == "wattline: error: --filter: no check has 'xyz' in its name. There are 'good', 'bad'\n")
    }

    private let golden = "{\"name\": \"g\", \"run\": {\"seed\": SEED}, \"golden\": \"g.golden\"}"

    @Test("--update writes goldens and says what changed; then they are kept")
    func update() {
        let path = file(golden.replacing("SEED", with: "1"))
        let missing = Invocation(["check", path])
        #expect(missing.code == 1)
        #expect(
            missing.output.contains(
                "golden '\(folder.file("g.golden"))' does not exist. Write it with --update"))
        #expect(folder.names == ["a.json"])
        let written = Invocation(["check", path, "--update"])
        #expect(written.code == 0)
        #expect(written.output == "PASS  g\n\nwrote \(folder.file("g.golden"))\n\n1 passed, 0 failed\n")
        #expect(Invocation(["check", path]).output == "PASS  g\n\n1 passed, 0 failed\n")
        #expect(
            Invocation(["check", path, "--update"]).output.contains("\nkept \(folder.file("g.golden"))\n"))

        let before = folder.text(of: "g.golden")
        let other = file(golden.replacing("SEED", with: "2"))
        let different = Invocation(["check", other])
        #expect(different.code == 1)
        #expect(different.output.contains(" figures differ, and 1 setting of the run\n"))
        #expect(different.output.contains("\n        seed "))
        #expect(different.output.hasSuffix("; --json shows all\n\n0 passed, 1 failed\n"))
        #expect(folder.text(of: "g.golden") == before)
        let updated = Invocation(["check", other, "--update"])
        #expect(updated.code == 0)
        #expect(updated.output.hasPrefix("PASS  g\n\nupdated golden '\(folder.file("g.golden"))': "))
        #expect(Invocation(["check", other]).code == 0)
        #expect(folder.text(of: "g.golden") != before)
    }

    @Test("--update is refused in CI unless it is forced")
    func updateInCI() {
        let path = file(golden.replacing("SEED", with: "1"))
        let refused = Invocation(["check", path, "--update"], environment: ["CI": "true"])
        #expect(refused.code == 2)
        #expect(refused.output == "")
        #expect(
            refused.errors
                == "wattline: error: --update is refused where CI=true: a golden that CI writes agrees with whatever CI "
                + "measured. Run it on your machine and commit the files, or add --force\n")
        #expect(folder.names == ["a.json"])
        #expect(Invocation(["check", path, "--update", "--force"], environment: ["CI": "true"]).code == 0)
        #expect(folder.names == ["a.json", "g.golden"])
        #expect(Invocation(["check", path], environment: ["CI": "true"]).code == 0)
        #expect(Invocation(["check", path, "--update"], environment: ["CI": "false"]).code == 0)
    }

    @Test("A run that is not possible writes no golden")
    func noGolden() {
        let path = file("{\"name\": \"g\", \"run\": {\"max-model-len\": 10}, \"golden\": \"g.golden\"}")
        #expect(Invocation(["check", path, "--update"]).code == 1)
        #expect(folder.names == ["a.json"])
    }

    @Test("Annotations where GITHUB_ACTIONS=true or --github says so, on stderr beside JSON")
    func github() {
        let path = file(bad)
        let line =
            "::error file=\(path),line=3,col=41,title=bad::completed: expected 11, got 10, 1 (9.1 %25) too low\n"
        #expect(!Invocation(["check", path]).output.contains("::error"))
        #expect(Invocation(["check", path, "--github"]).output.hasPrefix(line))
        let actions = ["GITHUB_ACTIONS": "true"]
        #expect(Invocation(["check", path], environment: actions).output.hasPrefix(line))
        #expect(!Invocation(["check", path, "--github=false"], environment: actions).output.contains("::"))
        let json = Invocation(["check", path, "--json"], environment: actions)
        #expect(json.output.hasPrefix("{\n"))
        #expect(json.errors.hasPrefix(line))
    }

    @Test("--junit writes a file, whole or not at all")
    func junit() {
        let path = file("\(good),\n\(bad)")
        #expect(Invocation(["check", path, "--junit", folder.file("out.xml")]).code == 1)
        #expect(folder.text(of: "out.xml").contains("tests=\"2\" failures=\"1\""))
        let wrong = Invocation(["check", path, "--junit", "/nonexistent/out.xml"])
        #expect(wrong.code == 4)
        #expect(wrong.output == "")
        #expect(
            wrong.errors
                == "wattline: error: cannot write '/nonexistent/out.xml': No such file or directory\n")
    }

    @Test("Warnings of a run are on stderr, with the check's name")
    func warnings() {
        let path = file(
            "{\"name\": \"full\", \"run\": {\"num-prompts\": 400, \"request-rate\": 1000, \"max-num-seqs\": 4}, \"expect\": {\"completed\": 400}}"
        )
        let report = Invocation(["check", path])
        #expect(report.code == 0)
        #expect(report.errors.hasPrefix("wattline: warning: full: saturated: "))
    }

    @Test("Errors, word for word")
    func errors() {
        func error(_ arguments: [String]) -> String {
            let invocation = Invocation(["check"] + arguments)
            #expect(invocation.output == "")
            return "\(invocation.code) \(invocation.errors)"
        }
        let path = file(golden.replacing("SEED", with: "1"))
        let twice = file(
            "\(golden.replacing("SEED", with: "1")),\n{\"name\": \"h\", \"golden\": \"g.golden\"}", "b.json")
        let itself = file("{\"name\": \"i\", \"golden\": \"c.json\"}", "c.json")
        #expect(
            error([])
                == "2 wattline: error: check needs a file of checks. Try: wattline check ci/checks.json; 'wattline help check' shows one\n"
        )
        #expect(
            error(["/nonexistent.json"])
                == "4 wattline: error: cannot read '/nonexistent.json': No such file or directory\n")
        #expect(
            error([twice])
                == "2 wattline: error: \(twice):4:25: golden '\(folder.file("g.golden"))' is that of the check 'g' too. Each needs its own\n"
        )
        #expect(
            error([itself])
                == "2 wattline: error: \(itself):3:25: golden '\(itself)' is the file that check reads. Name another one\n"
        )
        #expect(
            error([path, "--junit", path])
                == "2 wattline: error: --junit '\(path)' is the file that check reads. Name another one\n")
        #expect(
            error([path, "--junit", folder.file("g.golden")])
                == "2 wattline: error: --junit '\(folder.file("g.golden"))' is the golden of 'g'. Name another\n"
        )
        #expect(
            error([path, "--junt", "x"])
                == "2 wattline: error: unknown flag '--junt'. Did you mean --junit?\n")
        #expect(error([path, "--junit"]) == "2 wattline: error: --junit needs a value: --junit FILE\n")
        #expect(
            error([path, "--jobs", "0"]) == "2 wattline: error: --jobs must be a whole number >= 1, got 0\n")
        _ = folder.write("{}", to: "g.golden")
        for arguments in [[path], [path, "--update"]] {
            #expect(
                error(arguments)
                    == "2 wattline: error: \(folder.file("g.golden")):1:1: a result of 'wattline run --json' has the schema "
                    + "'wattline.run', here it is missing. Write one with -o FILE.json\n"
                    + "    It is the golden that \(path):3:45 names. If it may go, delete it and use --update\n"
            )
        }
        #expect(folder.text(of: "g.golden") == "{}")
        #expect(folder.names == ["a.json", "b.json", "c.json", "g.golden"])
    }
}
