import SimCore
import Testing

@testable import SimCLI

@Suite("Hostile names and texts, as every command prints them")
struct HostileTextTests {
    private static let trace = "arrival_s,prompt_tokens,output_tokens\n0,100,10\n1,100,10\n"
    private static let model = """
        {"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
         "intermediate_size": 256, "vocab_size": 1000, "max_position_embeddings": 2048}
        """
    /// Without what it says of its source.
    private static let gpu = Invocation("show h200 --json").output.split(separator: "\n")
        .filter { !$0.contains("\"source\"") && $0 != "}" }.joined(separator: "\n")
    private static let result = Invocation("run --num-prompts 2 --json").output

    static let commands = [
        "run --trace", "run -m", "run -o", "run --metadata", "sweep --metadata", "sweep -m", "sweep --trace",
        "trace info", "trace convert", "trace -o", "compare files", "compare contents", "show gpu",
        "show model",
        "check", "check --github", "roofline -m", "merge",
    ]

    /// The command with the text where it may stand; files are written into the folder.
    private func arguments(_ command: String, _ text: String, _ folder: TemporaryFolder) -> [String] {
        // A list has one model a part.
        let name = text.filter { $0 != "/" && !($0 == "," && command.hasSuffix("-m")) }
        let quick = ["--num-prompts", "2"]
        let pages = ["-o", folder.file("r.md"), "-o", folder.file("r.csv")]
        func file(_ content: String, _ suffix: String) -> String { folder.write(content, to: name + suffix) }
        switch command {
        case "run --trace": return ["run", "--trace", file(Self.trace, ".csv")] + pages
        case "run -m": return ["run", "-m", file(Self.model, ".json")] + quick + pages
        case "run -o": return ["run", "-o", folder.file(name + ".json")] + quick
        case "run --metadata": return ["run", "--metadata", "k=\(text)"] + quick + pages
        case "sweep --metadata": return ["sweep", "--seed", "1,2", "--metadata", "k=\(text)"] + quick + pages
        case "sweep -m":
            return ["sweep", "-m", file(Self.model, ".json") + ",llama-3.1-8b"] + quick + pages
        case "sweep --trace": return ["sweep", "--seed", "1,2", "--trace", file(Self.trace, ".csv")] + pages
        case "trace info": return ["trace", "info", file(Self.trace, ".csv")]
        case "trace convert":
            return ["trace", "convert", file(Self.trace, ".csv"), "-o", folder.file(name + "2.csv")]
        case "trace -o": return ["trace", "-o", folder.file(name + ".trace.json")] + quick
        case "compare files": return ["compare", file(Self.result, "a.json"), file(Self.result, "b.json")]
        case "compare contents":
            let quoted = JSON.text(text).compact
            let other = Self.result.replacing("\"model\": \"llama-3.1-8b\"", with: "\"model\": \(quoted)")
            return ["compare", file(Self.result, "a.json"), folder.write(other, to: "b.json")]
        case "show gpu":
            let source = "\"source\": \(JSON.text(text).compact), "
            var members = String(Self.gpu.dropFirst())
            if members.hasSuffix(",") { members.removeLast() }
            return ["show", folder.write("{" + source + members + "}", to: "g.json")]
        case "show model": return ["show", file(Self.model, ".json")]
        case "roofline -m": return ["roofline", "-m", file(Self.model, ".json"), "-o", folder.file("r.md")]
        case "merge":
            let parts = folder.file("p.jsonl")
            _ = Invocation(["sweep", "--seed", "1,2", "--metadata", "k=\(text)", "-q", "-o", parts] + quick)
            return ["merge", parts] + pages
        default:
            let check =
                "{\"checks\": [{\"name\": \(JSON.text(text + "x").compact), \"expect\": {\"completed\": 7}, "
            let run = "\"run\": {\"num-prompts\": 2}}]}"
            let path = file(check + run, ".json")
            return ["check", path] + (command == "check" ? [] : ["--github"])
        }
    }

    /// What is shown, and the lines of it.
    private func shown(_ command: String, _ text: String) -> (text: String, lines: Int, code: Int32) {
        let folder = TemporaryFolder()
        let invocation = Invocation(arguments(command, text, folder))
        let page = folder.text(of: "r.md")
        let lines = (invocation.output + page).filter { $0 == "\n" }.count
        return (
            invocation.output + invocation.errors + page + folder.text(of: "r.csv"), lines, invocation.code
        )
    }

    @Test("Nothing hidden is printed or written, and no line is forged", arguments: commands)
    func visible(command: String) {
        let plain = shown(command, "plain")
        #expect([0, 1].contains(plain.code), "\(plain.text)")
        for seed in 0..<12 {
            let text = HostileText.text(seed)
            let hostile = shown(command, text)
            #expect(hostile.code == plain.code, "seed \(seed): \(hostile.text)")
            let hidden = hostile.text.unicodeScalars.filter { $0 != "\n" && VisibleText.isHidden($0) }
            #expect(hidden.isEmpty, "seed \(seed): \(hidden)")
            // A long text of a GPU is broken at blanks.
            guard command != "show gpu" else { continue }
            #expect(hostile.lines == plain.lines, "seed \(seed): \(text.debugDescription) \(hostile.text)")
        }
    }

    @Test("A page in Markdown has no tag and a table of CSV no formula")
    func pages() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.model, to: "=m<script>.json")
        let line = ["sweep", "-m", "\(path),llama-3.1-8b", "--num-prompts", "2", "-q", "-o"]
        #expect(Invocation(line + [folder.file("s.md"), "-o", folder.file("s.csv")]).code == 0)
        #expect(folder.text(of: "s.md").contains("=m&lt;script>"))
        #expect(!folder.text(of: "s.md").contains("<script>"))
        #expect(folder.text(of: "s.csv").contains("\n0,'=m<script>.json,ok,"))
    }
}
