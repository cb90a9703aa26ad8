import Testing

@testable import SimCLI

@Suite("Files out")
struct OutputsTests {
    @Test("Each suffix has its format; nothing else is left in the folder")
    func formats() throws {
        let folder = TemporaryFolder()
        let invocation = Invocation([
            "run", "--num-prompts", "5", "-q", "-o", folder.file("a.json"), "-o", folder.file("b.md"), "-o",
            folder.file("c.csv"), "-o", folder.file("d.jsonl"),
        ])
        #expect(invocation.code == 0)
        #expect(invocation.output.isEmpty)
        #expect(folder.names == ["a.json", "b.md", "c.csv", "d.jsonl"])
        #expect(folder.text(of: "a.json") == Invocation("run --num-prompts 5 --json").output)
        #expect(folder.text(of: "b.md").hasPrefix("# Llama-3.1-8B bf16 on 1 x h100-sxm"))
        #expect(folder.text(of: "c.csv").split(separator: "\n").count == 6)
        for line in folder.text(of: "d.jsonl").split(separator: "\n") {
            #expect(throws: Never.self) { try JSONReader.read(Array(line.utf8)) }
        }
    }

    @Test("A run that fails leaves no file")
    func failure() {
        let folder = TemporaryFolder()
        let trace = folder.write(
            "arrival_s,prompt_tokens,output_tokens\n0,10,10\n1,x,10\n", to: "trace.csv")
        let invocation = Invocation([
            "run", "--trace", trace, "-o", folder.file("a.json"), "-o", folder.file("b.csv"),
        ])
        #expect(invocation.code == 2)
        #expect(folder.names == ["trace.csv"])
    }

    @Test("An older file is replaced whole, and kept when the run fails")
    func replaced() {
        let folder = TemporaryFolder()
        let path = folder.write("old", to: "a.json")
        #expect(
            Invocation(["run", "--num-prompts", "2", "-q", "-o", path, "--trace", "/nonexistent"]).code == 4)
        #expect(folder.text(of: "a.json") == "old")
        #expect(Invocation(["run", "--num-prompts", "2", "-q", "-o", path]).code == 0)
        #expect(folder.text(of: "a.json").hasPrefix("{"))
    }

    @Test(
        "Nothing that the run reads is written over, whatever it is called",
        arguments: ["-c", "--trace", "-m", "-g"])
    func inputs(flag: String) {
        let folder = TemporaryFolder()
        let texts = [
            "-c": "{\"tp\": 1}", "--trace": "arrived_at,num_prefill_tokens,num_decode_tokens\n0.5,10,10\n",
            "-m": """
            {"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
             "intermediate_size": 256, "vocab_size": 1000, "max_position_embeddings": 2048}
            """,
            "-g": Invocation("show h200 --json").output,
        ]
        let text = texts[flag] ?? ""
        let name = flag == "--trace" ? "in.csv" : "in.json"
        let path = folder.write(text, to: name)
        let other = folder.path + "/./" + name
        let names = ["-c": "--config", "--trace": "--trace", "-m": "--model", "-g": "--gpu"]
        let invocation = Invocation(["run", flag, path, "-o", other])
        #expect(invocation.code == 2)
        #expect(
            invocation.errors
                == "wattline: error: --output \(quoted(other)) is the file that \(names[flag] ?? "") reads. Name another "
                + "one\n")
        #expect(folder.text(of: name) == text)
    }

    @Test("- is JSON on standard output")
    func dash() {
        #expect(
            Invocation("run --num-prompts 5 -o -").output == Invocation("run --num-prompts 5 --json").output)
    }

    @Test("An unknown suffix says which there are")
    func suffix() {
        let folder = TemporaryFolder()
        let invocation = Invocation(["run", "-o", folder.file("a.xml")])
        #expect(invocation.code == 2)
        #expect(
            invocation.errors.hasSuffix(
                "has no known suffix. Use .json or .md for the result, .html for a report, .svg or .gantt.svg for a "
                    + "picture, .jsonl or .csv for a row a request, .trace.json for a timeline, or .prom or "
                    + ".codecarbon.csv for other tools\n"))
        #expect(folder.names.isEmpty)
    }
}
