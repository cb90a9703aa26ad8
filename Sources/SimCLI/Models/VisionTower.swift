/// The encoder of pictures beside a language model, of which an engine loads the weights whether or not pictures come.
enum VisionTower {
    /// Parameters of the matrices; nil for a kind of tower that is not known.
    ///
    /// From `modeling_qwen3_vl.py` and `modeling_qwen2_5_vl.py` of Hugging Face transformers: blocks of attention and a
    /// feed-forward of two matrices (Qwen2.5: three), a patch embedding, positions, and mergers of patches into the
    /// language model's width, of which Qwen3 has one more for each of `deepstack_visual_indexes`.
    static func parameters(_ config: JSONObject) throws(CLIError) -> Int? {
        let type = try config.text("model_type") ?? ""
        guard type.hasPrefix("qwen3_vl") || type.hasPrefix("qwen2_5_vl") else { return nil }
        func size(_ key: String, usual: Int? = nil) throws(CLIError) -> Int {
            guard let value = try config.whole(key, in: 1...100_000) ?? usual else {
                throw config.missing(key)
            }
            return value
        }
        let isNewer = type.hasPrefix("qwen3")
        let hidden = try size("hidden_size")
        let merged = try hidden * square(size("spatial_merge_size", usual: 2))
        let merger = try Double(merged) * Double(merged + size("out_hidden_size"))
        let deepStack = try config.list("deepstack_visual_indexes")?.count ?? 0
        let patch =
            try Double(size("in_channels", usual: 3) * size("temporal_patch_size", usual: 2))
            * Double(square(size("patch_size")))
        let positions = isNewer ? try size("num_position_embeddings", usual: 2304) : 0
        let matrices = isNewer ? 2 : 3
        let block =
            try Double(hidden) * Double(4 * hidden + matrices * size("intermediate_size"))
        let mergers = isNewer ? 1 + deepStack : 1
        let count =
            try Double(size("depth")) * block + Double(hidden) * (patch + Double(positions))
            + Double(mergers) * merger
        guard count <= 1e12 else {
            throw config.refusal("hidden_size", "a vision tower of more than 1e12 parameters is none")
        }
        return Int(count)
    }

    private static func square(_ value: Int) -> Int { value * value }
}
