import HardwareModels

/// One of the `config_groups` of compressed-tensors: a format, and the modules that it holds for.
struct QuantizationGroup {
    let format: QuantizationFormat
    let targets: [ModulePattern]
    /// Whether it holds for whatever it names, and not for the layers alone that its format has by definition.
    let holdsForAll: Bool
    /// As written; nil for what holds for the whole checkpoint.
    let object: JSONObject?

    /// For the whole of a checkpoint, or for what `targets` of its one group name.
    init(_ format: QuantizationFormat, targets: [ModulePattern]? = nil, object: JSONObject? = nil) {
        self.format = format
        self.targets = targets ?? ModulePattern("Linear").map { [$0] } ?? []
        holdsForAll = false
        self.object = object
    }

    init(_ group: JSONObject, of model: ModelArchitecture) throws(CLIError) {
        object = group
        holdsForAll = true
        targets = try QuantizationConfig.patterns(group.texts("targets") ?? ["Linear"], "targets", group)
        guard let weights = try group.object("weights") else { throw group.missing("weights") }
        let keys = ModelKeys(weights)
        let inputs = try group.object("input_activations")
        if try group.object("output_activations") != nil {
            throw group.refusal(
                "output_activations", "output_activations that are quantised are not supported")
        }
        format = try QuantizationGroup.format(keys, inputs, model)
        keys.note("dynamic", "observer_kwargs")
        try keys.refuseUnread(of: "quantised weights")
    }

    private static func format(
        _ keys: ModelKeys, _ inputs: JSONObject?, _ model: ModelArchitecture
    ) throws(CLIError) -> QuantizationFormat {
        guard let bits = try keys.whole("num_bits", in: 1...64) else { throw keys.object.missing("num_bits") }
        let type = try keys.text("type") ?? "int"
        let size = try keys.whole("group_size", in: -1...1_000_000)
        let strategy = try keys.text("strategy") ?? ((size ?? 0) > 0 ? "group" : "channel")
        let isSymmetric = try keys.flag("symmetric") ?? true
        let hasBlocks = try isBlock(keys, strategy)
        let inputBits = try inputs?.whole("num_bits", in: 1...64)
        guard inputs == nil || inputBits ?? bits == bits else {
            throw inputs?.refusal(
                "num_bits",
                "\(inputBits ?? 0)-bit activations with \(bits)-bit weights are not supported: both are as wide, or "
                    + "activations are left out") ?? keys.object.missing("num_bits")
        }
        func grouped(_ format: QuantizationFormat) throws(CLIError) -> QuantizationFormat {
            guard ["group", "channel"].contains(strategy) else {
                throw keys.object.refusal(
                    "strategy",
                    "strategy must be group or channel with \(bits)-bit integers, got \(quoted(strategy))")
            }
            let size =
                strategy == "group"
                ? try QuantizationConfig.groupSize(keys, usual: 128, model) : model.hiddenSize
            return format.grouped(by: size, scaleBytes: 2 + (isSymmetric ? 0 : Double(bits) / 8))
        }
        func ungrouped(_ format: QuantizationFormat) throws(CLIError) -> QuantizationFormat {
            guard ["tensor", "channel"].contains(strategy) else {
                throw keys.object.refusal(
                    "strategy",
                    "strategy must be tensor, channel or block with \(bits)-bit weights, got \(quoted(strategy))"
                )
            }
            return format
        }
        switch (type, bits, inputs != nil) {
        case ("float", 8, true): return hasBlocks ? .fp8Block : try ungrouped(.fp8)
        // 8-bit weights and 16-bit arithmetic: the widths and the unit of int8-wo, whatever the bits mean.
        case ("float", 8, false), ("int", 8, false):
            return strategy == "group" ? try grouped(.int8WeightOnly) : try ungrouped(.int8WeightOnly)
        case ("int", 8, true): return try ungrouped(.int8)
        case ("int", 4, false): return try grouped(.int4GPTQ)
        case ("float", 4, false) where size == 32: return .mxfp4
        case ("float", 4, _) where size == 16:
            throw keys.object.refusal(
                "group_size", "4-bit floats in groups of 16 (NVFP4) are not supported yet")
        default:
            throw keys.object.refusal(
                "num_bits",
                "\(bits)-bit \(type) weights with \(inputs == nil ? "16-bit" : "quantised") activations are not "
                    + "supported. Supported are fp8 and int8 with and without quantised activations, int4 and mxfp4 "
                    + "without")
        }
    }

    /// Blocks of 128 x 128, however they are written.
    private static func isBlock(_ keys: ModelKeys, _ strategy: String) throws(CLIError) -> Bool {
        let key = "block_structure"
        guard keys.has(key) else { return strategy == "block" }
        if let text = try? keys.text(key) {
            if text == "128x128" { return strategy == "block" }
        } else if let sizes = try keys.wholes(key, in: 1...1_000_000), sizes == [128, 128] {
            return strategy == "block"
        }
        throw keys.object.refusal(key, "\(key) must be 128x128 or [128, 128]")
    }
}
