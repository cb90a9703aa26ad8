import HardwareModels
import Testing

@testable import SimCLI

@Suite("wattline show")
struct ShowCommandTests {
    @Test("Everything that list prints can be shown, as text and as JSON")
    func all() throws {
        for kind in CatalogKind.allCases {
            for entry in kind.entries {
                let invocation = Invocation(["show", entry.name])
                #expect(invocation.code == 0)
                #expect(invocation.output.hasPrefix("\(kind.noun) \(entry.name)\n"), "\(entry.name)")
                let json = Invocation(["show", entry.name, "--json"]).output
                #expect(throws: Never.self) { try JSONReader.read(Array(json.utf8)) }
            }
        }
    }

    /// A line of the output as label and value.
    private func value(_ label: String, of name: String) -> String? {
        for line in Invocation(["show", name]).output.split(separator: "\n")
        where line.hasPrefix("  \(label)  ") {
            return String(line.dropFirst(2 + label.count).drop { $0 == " " })
        }
        return nil
    }

    @Test("Llama-3.1-8B has 8.03 G parameters and 128 KiB of KV cache a token")
    func model() {
        #expect(value("parameters", of: "llama-3.1-8b-instruct") == "8030261248")
        #expect(value("weights bf16, fp16", of: "llama-3.1-8b") == "16.06 GB")
        #expect(value("kv cache bf16", of: "llama-3.1-8b") == "131072 bytes per token")
        #expect(value("kv cache fp8", of: "llama-3.1-8b") == "65536 bytes per token")
        #expect(value("sliding window", of: "llama-3.1-8b") == nil)
    }

    @Test("A model shows its experts, its latent attention and its windows")
    func parts() {
        #expect(value("experts", of: "deepseek-v3") == "256 a layer")
        #expect(value("latent kv rank", of: "deepseek-v3") == "512")
        #expect(value("published format", of: "deepseek-v3") == "fp8-block")
        #expect(value("sliding window", of: "gpt-oss-20b") == "128 tokens")
        #expect(value("windowed layers", of: "gpt-oss-20b") == "12")
        #expect(value("weights mxfp4", of: "gpt-oss-20b") == "13.75 GB")
    }

    @Test("A format shows its four widths and the unit that computes")
    func format() {
        #expect(value("weight bytes", of: "int4-awq") == "0.5195 bytes, scales included")
        #expect(value("activation bytes", of: "int4-awq") == "2 bytes, as a product reads them")
        #expect(value("kv bytes", of: "int4-awq") == "2 bytes unless --kv-cache-dtype says otherwise")
        #expect(value("residual bytes", of: "int4-awq") == "2 bytes between products, and of other weights")
        #expect(value("unit", of: "int4-awq") == "bf16 tensor cores")
        #expect(value("unit", of: "awq") == "bf16 tensor cores")
        #expect(value("unit", of: "fp8") == "fp8 tensor cores")
        #expect(value("flag", of: "fp32") == "--dtype fp32")
        #expect(value("layers", of: "mxfp4") == "feed-forward, experts")
        for format in FormatChoice.quantized {
            #expect(value("flag", of: format.name) == "--quantization \(format.name)")
        }
    }

    @Test("A GPU says where its figures come from and what that means", arguments: DeviceCatalog.all)
    func gpu(device: DeviceSpec) {
        #expect(value("energy provenance", of: device.name) == device.provenance.rawValue)
        #expect(value("energy provenance meaning", of: device.name) != nil)
        #expect(DeviceCatalog.source(of: device) != nil)
        #expect(value("source", of: device.name)?.isEmpty == false)
    }

    @Test("An engine shows its version, whether it is eager, and what was assumed")
    func engine() {
        #expect(value("version", of: "vllm") == "0.11.1")
        #expect(value("eager", of: "transformers") == "yes")
        #expect(value("eager", of: "vllm") == "no")
        #expect(value("assumptions", of: "tgi") != nil)
        #expect(value("assumptions", of: "vllm") == "-")
    }

    @Test("No line is wider than a terminal of 100 columns")
    func width() {
        for kind in CatalogKind.allCases {
            for entry in kind.entries {
                for line in Invocation(["show", entry.name]).output.split(separator: "\n")
                where line.contains("  ") {
                    #expect(line.count <= 120, "\(line)")
                }
            }
        }
    }

    @Test("A file is shown as what it describes")
    func files() {
        let folder = TemporaryFolder()
        let config = """
            {"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
             "intermediate_size": 256, "vocab_size": 1000, "max_position_embeddings": 2048}
            """
        let path = folder.write(config, to: "tiny.json")
        #expect(Invocation(["show", path]).output.hasPrefix("model tiny\n"))
        #expect(Invocation(["show", folder.write("{}", to: "empty.json")]).code == 2)
        #expect(Invocation("show ./nowhere.json").code == 4)
    }
}
