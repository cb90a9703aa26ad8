import Testing

@testable import SimCLI

@Suite("How long a context may be")
struct ModelConfigContextTests {
    private func config(_ type: String, _ more: String) throws -> ModelConfig {
        let text = ModelConfigTests().tiny(type, more)
        return try ModelConfig(JSONObject(Array(text.utf8), name: "c", called: "it"), name: "mine")
    }

    /// 2048 positions without.
    @Test(
        "Scaling stretches it where the type does",
        arguments: [
            ("\"rope_scaling\": null", 2048),
            ("\"rope_scaling\": {\"rope_type\": \"default\"}", 2048),
            ("\"rope_scaling\": {\"type\": \"mrope\", \"mrope_section\": [1, 2]}", 2048),
            ("\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8.0}", 2048),
            ("\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4}", 8192),
            (
                "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4.0, \"original_max_position_embeddings\": 1024}",
                4096
            ),
            ("\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 1.5}", 3072),
            (
                "\"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 4, \"original_max_position_embeddings\": 2048}",
                8192
            ),
            ("\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"linear\", \"factor\": 2}}", 4096),
        ])
    func scaling(more: String, positions: Int) throws {
        #expect(try config("llama", more).architecture.maxPositions == positions)
    }

    @Test("A family whose configurations say the stretched length keeps it")
    func kept() throws {
        let more = "\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 8.0}"
        #expect(try config("gemma3_text", more).architecture.maxPositions == 2048)
    }

    @Test(
        "What is not understood is refused",
        arguments: [
            ("{\"rope_type\": \"proportional\"}", "rope_type 'proportional' is not supported"),
            ("{\"rope_type\": \"yarn\"}", "the key 'factor' is missing"),
            ("{\"rope_type\": \"yarn\", \"factor\": 0.5}", "factor must be from 1 to 1000000, got 0.5"),
            ("{\"rope_type\": 3}", "rope_type must be a text"),
        ])
    func refusals(text: String, message: String) {
        do {
            _ = try config("llama", "\"rope_scaling\": \(text)")
            Issue.record("read")
        } catch let error as CLIError {
            #expect(error.message.contains(message))
        } catch { Issue.record(error) }
    }

    @Test("Layers that predict further tokens are told, and not loaded")
    func predictors() throws {
        let plain = try config("qwen3", "\"num_nextn_predict_layers\": 0, \"use_mtp\": true")
        #expect(plain.notes.isEmpty)
        let with = try config("qwen3", "\"num_nextn_predict_layers\": 1")
        #expect(with.architecture.fingerprint == plain.architecture.fingerprint)
        #expect(with.notes.count == 1)
        #expect(with.notes[0].contains("(num_nextn_predict_layers) are not loaded"))
    }
}
