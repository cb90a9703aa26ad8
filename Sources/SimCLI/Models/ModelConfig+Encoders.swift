/// What stands around a language model.
extension ModelConfig {
    /// Encoders beside the language model: the parameters of a vision tower whose kind is known, and a note of the others.
    static func encoders(_ keys: ModelKeys, _ notes: inout [String]) throws(CLIError) -> Int {
        var parameters = 0
        if let vision = try keys.object("vision_config") {
            if let known = try VisionTower.parameters(vision) {
                parameters = known
                notes.append(
                    "the vision tower (\(Figures.short(Double(known) / 1e9)) B parameters) is counted in memory; the "
                        + "time and energy of encoding pictures are not modelled")
            } else {
                notes.append("the vision tower (vision_config) is left out, of memory too")
            }
        }
        if try keys.object("audio_config") != nil {
            notes.append("the encoder of sound (audio_config) is left out, of memory too")
        }
        return parameters
    }
}

extension ModelKeys {
    /// What a family does not read and does not know to change nothing.
    func refuseUnlisted(_ family: ModelFamily, besideEncoders: Bool) throws(CLIError) {
        note("quantization_config", "compression_config", "text_config", "llm_config")
        for key in family.unused { note(key) }
        let type = (try? object.text("model_type")) ?? family.types[0]
        try refuseUnread(of: "model_type \(type)") { besideEncoders && ModelKeys.isEncoders($0.key) }
    }

    /// Of an object around a language model's: its keys are of encoders, or say what the language model says.
    func refuseUnlisted(repeating inner: JSONObject, besideEncoders: Bool) throws(CLIError) {
        note("quantization_config", "compression_config", "text_config", "llm_config")
        try refuseUnread(of: "a language model in an object of its own") { member in
            besideEncoders && ModelKeys.isEncoders(member.key)
                || inner.members.contains { $0.key == member.key && $0.node.hasValue(of: member.node) }
        }
    }

    /// Keys of encoders, which a note says to be counted or left out.
    private static func isEncoders(_ key: String) -> Bool {
        key.split(separator: "_").contains { word in
            ["vision", "visual", "image", "video", "audio", "projector", "mm", "multimodal", "media"]
                .contains(word)
        }
    }
}

extension JSONNode {
    /// Whether a scalar of another place is the same.
    fileprivate func hasValue(of other: JSONNode) -> Bool {
        switch (value, other.value) {
        case (.number(let left), .number(let right)): Double(left) == Double(right)
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        default: false
        }
    }
}
