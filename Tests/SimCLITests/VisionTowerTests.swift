import HardwareModels
import Testing

@testable import SimCLI

@Suite("A vision tower")
struct VisionTowerTests {
    private func object(_ text: String) throws -> JSONObject {
        try JSONObject(Array(text.utf8), name: "v", called: "it")
    }

    private static let qwen3 = """
        {"model_type": "qwen3_vl", "depth": 24, "hidden_size": 1024, "intermediate_size": 4096, "out_hidden_size": 2048,
         "patch_size": 16, "temporal_patch_size": 2, "spatial_merge_size": 2, "in_channels": 3,
         "num_position_embeddings": 2304, "deepstack_visual_indexes": [5, 11, 17]}
        """

    /// 24 blocks of 4 x 1024^2 + 2 x 1024 x 4096, 1536 x 1024 of patches, 2304 x 1024 of positions, and 4 mergers of
    /// 4096^2 + 4096 x 2048.
    @Test("Its matrices, by hand")
    func byHand() throws {
        let blocks = 24 * (4 * 1024 * 1024 + 2 * 1024 * 4096)
        let rest = 1536 * 1024 + 2304 * 1024 + 4 * (4096 * 4096 + 4096 * 2048)
        #expect(try VisionTower.parameters(object(Self.qwen3)) == blocks + rest)
    }

    /// Qwen2.5-VL-7B: 8.29 B parameters with its tower, 7.62 B without.
    @Test("Blocks with a gate")
    func gated() throws {
        let text = """
            {"model_type": "qwen2_5_vl", "depth": 32, "hidden_size": 1280, "intermediate_size": 3420,
             "out_hidden_size": 3584, "patch_size": 14, "spatial_merge_size": 2, "in_channels": 3,
             "temporal_patch_size": 2}
            """
        let count = try #require(try VisionTower.parameters(object(text)))
        #expect(abs(Double(count) / 0.676e9 - 1) < 0.01)
    }

    @Test("Another kind is none that is known, and a part that is missing is named")
    func unknown() throws {
        #expect(try VisionTower.parameters(object("{\"model_type\": \"siglip_vision_model\"}")) == nil)
        #expect(throws: CLIError.usage("v:1:1: the key 'hidden_size' is missing")) {
            try VisionTower.parameters(object("{\"model_type\": \"qwen3_vl\"}"))
        }
        let huge = Self.qwen3.replacing("1024", with: "100000").replacing("4096", with: "100000")
        #expect(throws: CLIError.self) {
            try VisionTower.parameters(object(huge.replacing("\"depth\": 24", with: "\"depth\": 100000")))
        }
    }

    @Test("Its weights are in memory, shared by the devices of a group, and a line tells of it")
    func counted() throws {
        let language = ModelConfigTests().tiny("qwen3_vl_text")
        func config(_ more: String) throws -> ModelConfig {
            try ModelConfig(object("{\"text_config\": \(language)\(more)}"), name: "mine")
        }
        let plain = try config("").architecture
        let with = try config(", \"vision_config\": \(Self.qwen3)")
        let tower = Int64(with.architecture.visionParameters)
        #expect(tower > 400_000_000)
        #expect(with.architecture.parameters == plain.parameters + tower)
        #expect(with.architecture.weightBytes(.fp8) == plain.weightBytes(.fp8) + 2 * tower)
        #expect(with.architecture.activeParameters == plain.activeParameters)
        #expect(with.architecture.fingerprint != plain.fingerprint)
        for size in [1, 2, 4] {
            let difference =
                try Sharding(with.architecture, tensorParallel: size).weightBytesPerDevice(.bf16)
                - Sharding(plain, tensorParallel: size).weightBytesPerDevice(.bf16)
            #expect(abs(difference - 2 * tower / Int64(size)) <= 1)
        }
        #expect(with.notes.count == 1 && with.notes[0].contains("counted in memory"))
        let other = try config(", \"vision_config\": {\"model_type\": \"x\"}, \"audio_config\": {\"a\": 1}")
        #expect(other.architecture.fingerprint == plain.fingerprint)
        #expect(other.notes.count == 2 && other.notes.allSatisfy { $0.contains("left out") })
        let folder = TemporaryFolder()
        let path = folder.write(
            "{\"text_config\": \(language), \"vision_config\": {\"model_type\": \"x\"}}", to: "config.json")
        #expect(Invocation(["show", path]).output.contains("vision tower (vision_config) is left out"))
        let run = Invocation([
            "run", "--num-prompts", "2", "--input-len", "20", "--output-len", "3", "-m", path,
        ])
        #expect((run.output + run.errors).contains("vision tower"))
    }
}
