import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("A model of the user's own")
struct ModelFileTests {
    private static let qwen = """
        {"model_type": "qwen3", "head_dim": 128, "hidden_size": 4096, "intermediate_size": 12288,
         "num_attention_heads": 32, "num_hidden_layers": 36, "num_key_value_heads": 8, "vocab_size": 151936,
         "max_position_embeddings": 40960}
        """

    @Test("A file and its folder are the same model, and run as the catalogue's does")
    func run() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.qwen, to: "config.json")
        func figures(_ model: String) -> Substring {
            let output = Invocation(["run", "--num-prompts", "20", "-m", model]).output
            return output[(output.firstIndex(of: "\n") ?? output.startIndex)...].prefix { $0 != "C" }
        }
        #expect(figures(path).contains("TTFT"))
        #expect(figures(path) == figures(folder.path))
        let energy = { (model: String) in
            Invocation(["run", "--num-prompts", "20", "--json", "-m", model]).output.split(separator: "\n")
                .first { $0.contains("total_gpu_energy_j") }
        }
        #expect(energy(path) == energy("qwen3-8b"))
        #expect(energy(path) != nil)
    }

    @Test("A result names the file but not its place, and its hash knows the shape")
    func hash() throws {
        func identity(_ text: String) -> [Substring] {
            let folder = TemporaryFolder()
            let output = Invocation([
                "run", "--json", "--num-prompts", "5", "-m", folder.write(text, to: "mine.json"),
            ]).output
            return output.split(separator: "\n").filter {
                $0.contains("\"model\"") || $0.contains("configuration_hash")
            }
        }
        let first = identity(Self.qwen)
        #expect(first.first == "    \"model\": \"mine.json\",")
        #expect(identity(Self.qwen) == first)
        #expect(identity(Self.qwen.replacing("36", with: "35")) != first)
    }

    @Test("hf_quant_config.json beside it is heard")
    func besides() throws {
        let folder = TemporaryFolder()
        _ = folder.write(Self.qwen, to: "config.json")
        _ = folder.write(
            """
            {"producer": {"name": "modelopt"}, "quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": "FP8",
             "exclude_modules": ["lm_head"]}}
            """, to: "hf_quant_config.json")
        let model = try ModelFile(path: folder.path)
        #expect(model.architecture.publishedFormat == .fp8)
        #expect(model.kvFormat == .fp8)
        let output = Invocation(["run", "--dry-run", "-m", folder.path]).output
        #expect(output.contains("\"quantization\": \"fp8\""))
        #expect(output.contains("\"kv-cache-dtype\": \"fp8\""))
        let plain = Invocation(["run", "--dry-run", "--kv-cache-dtype", "bf16", "-m", folder.path]).output
        #expect(plain.contains("\"kv-cache-dtype\": \"bf16\""))
    }

    @Test("What is missing is an error of reading")
    func missing() {
        let invocation = Invocation("run -m ./nowhere/config.json")
        #expect(invocation.code == 4)
        #expect(
            invocation.errors
                == "wattline: error: cannot read './nowhere/config.json': No such file or directory\n")
        let folder = TemporaryFolder()
        #expect(Invocation(["run", "-m", folder.path]).code == 4)
        #expect(Invocation("run -m no-such-model").code == 2)
    }

    @Test(
        "It is called by its folder, its file, or its repository in the hub's cache",
        arguments: [
            ("/models/My-8B/config.json", "My-8B"), ("./config.json", "config"), ("a/mine.json", "mine"),
            (
                "/home/x/hub/models--Qwen--Qwen3-8B/snapshots/0a1b/config.json", "Qwen/Qwen3-8B"
            ),
            ("../x/../config.json", "x"),
        ])
    func names(path: String, name: String) { #expect(ModelFile.name(path) == name) }
}
