import SimCore
import Testing

@testable import SimCLI

@Suite("Files that are read, and what must not become of them")
struct InputFilesTests {
    /// A command, the file that it reads under this flag, and a name for that file which an output may have.
    struct Case: CustomTestStringConvertible {
        let verb: String
        let flag: String
        let file: String
        let text: String
        /// Before the flag and its file.
        var rest: [String] = []

        var testDescription: String { "\(verb) \(flag) \(file)" }
    }

    static let texts: [(flag: String, name: String, text: String)] = [
        ("--trace", "t", "arrival_s,prompt_tokens,output_tokens\n0,100,10\n1,100,10\n"),
        ("--config", "c", "{\"num-prompts\": 2}"),
        ("--constants", "k", "{\"activeFloorWatts\": 200}"),
        ("--gpu", "g", Invocation("show h200 --json").output),
        (
            "--model", "m",
            "{\"model_type\": \"llama\", \"num_hidden_layers\": 2, \"hidden_size\": 64, \"num_attention_heads\": 4, "
                + "\"intermediate_size\": 256, \"vocab_size\": 1000, \"max_position_embeddings\": 2048}"
        ),
    ]

    /// Every flag of a verb that names a file, with every suffix that its outputs have.
    static let cases: [Case] = {
        let outputs = [
            "run": [
                "json", "jsonl", "csv", "md", "html", "svg", "gantt.svg", "trace.json", "prom",
                "codecarbon.csv",
            ],
            "trace": ["trace.json", "gantt.svg"], "sweep": ["jsonl", "json", "csv", "md", "html", "svg"],
            "roofline": ["json", "md", "svg"],
        ]
        var cases: [Case] = []
        for (verb, suffixes) in outputs.sorted(by: { $0.key < $1.key }) {
            for suffix in suffixes {
                for (flag, name, text) in texts where !(verb == "roofline" && flag == "--trace") {
                    // What describes a model or a GPU is known by its suffix.
                    let file = "\(name).\(suffix)\(["--gpu", "--model"].contains(flag) ? ".json" : "")"
                    let isWritten = suffixes.contains { file.hasSuffix(".\($0)") }
                    guard isWritten else { continue }
                    let lists = verb == "sweep" ? ["--seed", "1,2"] : []
                    cases.append(Case(verb: verb, flag: flag, file: file, text: text, rest: lists))
                }
            }
        }
        let row = "gpu,model,batch,input_len,output_len,ms\nh100,x,1,1,1,1\n"
        for verb in ["validate", "calibrate"] {
            cases.append(Case(verb: verb, flag: "--data", file: "d.csv", text: row))
            cases.append(
                Case(
                    verb: verb, flag: "--constants", file: "k.json", text: texts[2].text,
                    rest: ["--data", "x.csv"]))
        }
        return cases
    }()

    @Test("No verb writes over a file that it reads, however it is spelt", arguments: cases)
    func kept(_ example: Case) {
        let folder = TemporaryFolder()
        let path = folder.write(example.text, to: example.file)
        #expect(unsafe symlink(example.file, folder.file("l.\(example.file)")) == 0)
        let name = Scenario.lastPathComponent(folder.path)
        for other in [
            path, folder.file("./\(example.file)"), folder.file("../\(name)/\(example.file)"),
            folder.file("l.\(example.file)"),
        ] {
            let invocation = Invocation([example.verb] + example.rest + [example.flag, path, "-o", other])
            #expect(
                invocation.errors
                    == "wattline: error: --output \(quoted(other)) is the file that \(example.flag) reads. Name another one\n"
            )
            #expect(invocation.code == 2)
            #expect(invocation.output.isEmpty)
            #expect(folder.text(of: example.file) == example.text)
        }
        #expect(folder.names.count == 2)
    }

    @Test("Files of a list, of --set and of a configuration are read too", arguments: texts.map(\.flag))
    func indirect(flag: String) {
        guard let (_, name, text) = Self.texts.first(where: { $0.flag == flag }), flag != "--config" else {
            return
        }
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "\(name).json")
        let other = folder.write(text, to: "other.json")
        let config = folder.write("{\"\(flag.dropFirst(2))\": \"\(path)\"}", to: "c.json")
        for arguments in [
            ["sweep", flag, "\(other),\(path)", "-o", path],
            ["sweep", "--seed", "1,2", "-c", config, "-o", path],
            ["run", "-c", config, "-o", path], ["run", "--set", "\(flag.dropFirst(2))=\(path)", "-o", path],
            ["trace", "-c", config, "-o", folder.file("x.trace.json"), "-o", path],
        ] {
            let invocation = Invocation(arguments)
            #expect(invocation.code == 2, "\(arguments)")
            #expect(
                invocation.errors.hasSuffix("is the file that \(flag) reads. Name another one\n"),
                "\(invocation.errors)")
            #expect(folder.text(of: "\(name).json") == text)
        }
    }

    @Test("A merge, a conversion, a check and its goldens keep what they read")
    func words() {
        let folder = TemporaryFolder()
        let part = folder.file("p.jsonl")
        #expect(Invocation("sweep --num-prompts 2 --tp 1,2 -q -o \(part)").code == 0)
        let trace = folder.write(Self.texts[0].text, to: "t.csv")
        let checks = folder.write(
            "{\"checks\": [{\"name\": \"a\", \"run\": {\"trace\": \"\(trace)\"}, \"golden\": \"t.csv\"}]}",
            to: "k.json")
        let before = folder.names.map { folder.text(of: $0) }
        for (arguments, message) in [
            (
                ["merge", part, "-o", part],
                "--output \(quoted(part)) is the file that merge reads. Name another one"
            ),
            (
                ["trace", "convert", trace, "-o", trace],
                "--output \(quoted(trace)) is the file that trace convert reads. Name another one"
            ),
            (
                ["check", checks, "--update"],
                "\(checks):1:\(59 + trace.count): golden \(quoted(trace)) is the file that --trace reads. Name another one"
            ),
            (
                ["check", checks, "--junit", checks],
                "\(checks):1:\(59 + trace.count): golden \(quoted(trace)) is the file that --trace reads. Name another one"
            ),
        ] {
            let invocation = Invocation(arguments)
            #expect(invocation.errors == "wattline: error: \(message)\n")
            #expect(invocation.code == 2)
        }
        #expect(folder.names.map { folder.text(of: $0) } == before)
    }

    @Test("What can be read only once is refused where it would be read twice")
    func streams() {
        let folder = TemporaryFolder()
        let pipe = folder.file("p.json")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        for (flag, _, _) in Self.texts where flag != "--config" {
            for path in [pipe, "/dev/zero", "/dev/full", "/dev/null", "-"] where !isName(path, of: flag) {
                let noun = path == "-" ? "standard input" : "a pipe or device"
                let shown = path == "-" ? "-" : quoted(path)
                for (arguments, action) in [
                    (["sweep", "--tp", "1,2", flag, path], "swept"),
                    (["sweep", "\(flag)=\(path),x.json"], "swept"),
                    (["compare", flag, path, "--", "--tp", "2"], "compared"),
                ] {
                    let invocation = Invocation(arguments)
                    #expect(
                        invocation.errors
                            == "wattline: error: \(flag) \(shown) cannot be \(action): \(noun) is read once. Write it to a "
                            + "file\n", "\(arguments)")
                    #expect(invocation.code == 2)
                }
            }
        }
        for arguments in [
            ["run", "-c", "-", "--trace", "-"], ["run", "-c", pipe, "-g", pipe],
            ["roofline", "-c", pipe, "-g", pipe],
            ["explain", "-c", pipe, "-g", pipe], ["merge", "-", "-"],
            ["calibrate", "--data", pipe, "--constants", pipe],
            ["compare", pipe, pipe], ["check", pipe, pipe],
        ] {
            let invocation = Invocation(arguments)
            #expect(invocation.code == 2, "\(arguments)")
            #expect(invocation.errors.contains("read"), "\(arguments) \(invocation.errors)")
        }
    }

    /// A model is a file by its suffix, else a folder; `-` is a GPU that is not known.
    private func isName(_ path: String, of flag: String) -> Bool {
        (flag == "--model" && !path.hasSuffix(".json")) || (flag == "--gpu" && path == "-")
    }

    @Test("What never ends is refused at once", arguments: ["/dev/zero", "/dev/full"])
    func endless(path: String) {
        for arguments in [
            ["run", "-c", path], ["run", "--constants", path], ["run", "-g", path], ["run", "--trace", path],
            ["merge", path], ["merge", path, path], ["validate", "--data", path],
            ["calibrate", "--data", path],
            ["check", path], ["compare", path, "x.json"], ["trace", "info", path],
            ["trace", "convert", path, "-o", "-"],
            ["show", path], ["sweep", "--tp", "1,2", "-c", path],
        ] {
            let invocation = Invocation(arguments)
            #expect([2, 4].contains(invocation.code), "\(arguments)")
            #expect(invocation.output.isEmpty)
        }
    }

    @Test("A list names its parts, unless a file is called like the list")
    func lists() throws {
        let folder = TemporaryFolder()
        let comma = folder.write("x", to: "a,b")
        func files(_ arguments: [String]) throws -> [String] {
            let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
            return InputFiles(try parser.parse(arguments).given).files.map { "\($0.flag) \($0.path)" }
        }
        #expect(try files(["--trace", comma]) == ["--trace \(comma)"])
        #expect(try files(["--trace", "a.csv,b.csv"]) == ["--trace a.csv", "--trace b.csv"])
        #expect(
            try files(["-m", "llama-3.1-8b,./m.json", "-g", "h200,g.json"]) == [
                "--model ./m.json", "--gpu g.json",
            ])
        #expect(try files(["--set", "trace=t.csv", "--set", "tp=2", "-o", "x.json"]) == ["--trace t.csv"])
        #expect(try files([]) == [])
    }
}
