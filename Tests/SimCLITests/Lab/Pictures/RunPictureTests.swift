import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("Pictures of runs")
struct RunPictureTests {
    @Test("The part before .svg says which picture")
    func names() {
        #expect(RunPicture(fileName: "a.power.svg") == .power)
        #expect(RunPicture(fileName: "a.latency.svg") == .latency)
        #expect(RunPicture(fileName: "a.energy.svg") == .energy)
        #expect(RunPicture(fileName: "a.svg") == .power)
        #expect(RunPicture(fileName: "llama-3.1.svg") == .power)
        #expect(RunPicture(fileName: "energy.svg") == .power)
        #expect(RunPicture(fileName: "a.energy") == nil)
    }

    @Test("Each file has its picture, whatever the case of its name; the run is the same as without them")
    func files() {
        let folder = TemporaryFolder()
        let names = ["a.SVG", "b.Latency.svg", "c.energy.svg"]
        let flags = ["run", "--num-prompts", "20", "--json"]
        let invocation = Invocation(flags + names.flatMap { ["-o", folder.file($0)] })
        #expect(invocation.code == 0)
        #expect(invocation.output == Invocation(flags).output)
        #expect(folder.names == names.sorted())
        for (name, title) in zip(names, ["Power over time", "Latency", "Energy"]) {
            #expect(folder.text(of: name).contains("<title>\(title): Llama-3.1-8B bf16 on 1 x h100-sxm"))
        }
    }

    @Test("Names of the user's own are escaped")
    func escaped() throws {
        let folder = TemporaryFolder()
        let model = folder.write(
            """
            {"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
             "intermediate_size": 256, "vocab_size": 1000, "max_position_embeddings": 2048,
             "_name_or_path": "<b>&\\"x"}
            """, to: "<b>.json")
        let flags = ["run", "-q", "--num-prompts", "3", "-m", model]
        for name in ["a.svg", "a.latency.svg", "a.energy.svg", "a.html"] {
            #expect(Invocation(flags + ["-o", folder.file(name)]).code == 0)
            let text = folder.text(of: name)
            #expect(!text.contains("<b>"))
            #expect(!text.contains(folder.path))
            if name.hasSuffix("svg") { try PictureFixture.check(text) }
        }
    }
}
