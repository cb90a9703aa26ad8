import Foundation
import Testing

@testable import SimCLI

@Suite("Completion of the command line")
struct CompletionShellTests {
    /// Where a shell is installed, if it is.
    private static func path(_ shell: String) -> String? {
        ["/bin/\(shell)", "/usr/bin/\(shell)", "/usr/local/bin/\(shell)"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// What a shell prints after it has sourced its script; nil where it fails.
    private func run(_ shell: CompletionShell, _ commands: String, flags: [String] = []) throws -> String? {
        let folder = TemporaryFolder()
        let script = folder.write(Invocation("completion \(shell.rawValue)").output, to: "script")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path(shell.rawValue) ?? "/nonexistent")
        process.arguments = flags + ["-c", "source \(script); \(commands)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }

    /// What bash offers for the last of these words.
    private func bash(_ words: String...) throws -> Set<String> {
        let list = words.map { "'\($0)'" }.joined(separator: " ")
        let output = try run(
            .bash, "COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _wattline; echo \"${COMPREPLY[*]}\"",
            flags: ["--norc"])
        return Set((output ?? "failed").split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test(
        "bash completes commands, flags, values and subjects",
        .enabled(if: path("bash") != nil, "no bash here"))
    func bash() throws {
        #expect(try bash("wattline", "") == Set(CommandLineTool.verbs))
        #expect(try bash("wattline", "ro") == ["roofline"])
        #expect(try bash("wattline", "run", "--engine", "t") == ["tgi", "tensorrt-llm", "transformers"])
        #expect(try bash("wattline", "run", "--engine", "=", "sg") == ["sglang"])
        #expect(try bash("wattline", "run", "--tp", "") == ["1", "2", "4", "8"])
        #expect(try bash("wattline", "run", "--kv") == ["--kv-cache-dtype", "--kv-cache-tokens"])
        #expect(try bash("wattline", "sweep", "--par") == ["--pareto"])
        #expect(try bash("wattline", "compare", "--fail") == ["--fail-on"])
        #expect(try bash("wattline", "list", "m") == ["models", "metrics"])
        #expect(try bash("wattline", "explain", "p99_tt") == ["p99_ttft_ms"])
        #expect(try bash("wattline", "run", "-m", "Qwen3-32").contains("Qwen3-32B"))
        #expect(try bash("wattline", "run", "--request-rate", "") == [])
        #expect(
            try bash("wattline", "trace", "info", "--") == [
                "--trace-time-unit", "--rebase", "--json", "--help",
            ])
        #expect(try bash("wattline", "trace", "convert", "--t") == ["--time-scale", "--trace-time-unit"])
        #expect(try bash("wattline", "trace", "--t").contains("--tp"))
        #expect(try bash("wattline", "trace", "i") == ["info"])
    }

    @Test(
        "zsh takes the script, and it defines its function", .enabled(if: path("zsh") != nil, "no zsh here"))
    func zsh() throws {
        #expect(try run(.zsh, "print -r -- $+functions[_wattline]", flags: ["-f"]) == "1\n")
        // compadd stands in for the real one, which only a line editor may call.
        let stub = "compadd() { shift; print -r -- \"$@\" }; "
        #expect(
            try run(.zsh, stub + "words=(wattline ro); CURRENT=2; _wattline", flags: ["-f"])
                == CommandLineTool.verbs.joined(separator: " ") + "\n")
        #expect(
            try run(.zsh, stub + "words=(wattline run --tp ''); CURRENT=4; _wattline", flags: ["-f"])
                == "1 2 4 8\n")
        #expect(
            try run(.zsh, stub + "words=(wattline completion ''); CURRENT=3; _wattline", flags: ["-f"])
                == "bash zsh fish\n")
    }

    @Test(
        "fish completes commands, flags, values and subjects",
        .enabled(if: path("fish") != nil, "no fish here"))
    func fish() throws {
        func offers(_ line: String) throws -> [String] {
            (try run(.fish, "complete -C '\(line)'") ?? "failed").split(separator: "\n").map {
                String($0.prefix { $0 != "\t" })
            }
        }
        #expect(try offers("wattline ro") == ["roofline"])
        #expect(try offers("wattline run --eng") == ["--engine"])
        #expect(Set(try offers("wattline run --engine t")) == ["tgi", "tensorrt-llm", "transformers"])
        #expect(Set(try offers("wattline list m")) == ["models", "metrics"])
    }

    @Test(
        "Every script names every command and every flag that it completes",
        arguments: CompletionShell.allCases)
    func complete(shell: CompletionShell) {
        let script = Invocation("completion \(shell.rawValue)").output
        for verb in CommandLineTool.verbs {
            #expect(script.contains(verb))
            for flag in CompletionWords.flags(verb) {
                #expect(
                    script.contains(shell == .fish ? "-l \(flag.name)" : "--\(flag.name)"), "\(flag.name)")
            }
        }
    }

    @Test(
        "Errors, word for word",
        arguments: [
            ("completion", "completion needs a shell: bash, zsh, fish. Try: wattline completion bash"),
            ("completion fishh", "unknown shell 'fishh'. Did you mean fish? Shells are bash, zsh, fish"),
            ("completion tcsh", "unknown shell 'tcsh'. Shells are bash, zsh, fish"),
            (
                "completion bash zsh",
                "unexpected argument 'zsh'. 'wattline help completion' shows what it takes"
            ),
            (
                "completion --json",
                "completion has no flag '--json', which belongs to run. 'wattline help completion' shows the flags there are"
            ),
        ])
    func errors(line: String, message: String) {
        let page = Invocation(line)
        #expect(page.code == 2)
        #expect(page.output.isEmpty)
        #expect(page.errors == "wattline: error: \(message)\n")
    }
}
