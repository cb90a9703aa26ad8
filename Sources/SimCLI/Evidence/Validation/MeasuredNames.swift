import HardwareModels

/// Number formats as measured tables write them.
enum MeasuredFormat {
    private static let synonyms = [
        "int8_wo": "int8-wo", "int4_wo": "int4-awq", "sq": "int8", "w4a16_mxfp4": "mxfp4",
        "fp8_block": "fp8-block",
    ]

    /// - Throws: `Unmodelled` for a format that is not in the catalogue.
    static func named(_ name: String) throws(Unmodelled) -> QuantizationFormat {
        do throws(HardwareError) {
            return try QuantizationFormat.format(named: synonyms[name] ?? name)
        } catch {
            throw Unmodelled(why: error.description)
        }
    }

    /// What a serving row's `weights` mean for a model: the format it was published in, where they agree in width.
    static func named(_ name: String, of model: ModelArchitecture) throws(Unmodelled) -> QuantizationFormat {
        let format = try named(name)
        let published = model.publishedFormat
        return format.unit == published.unit && format.weightBytes <= published.weightBytes
            ? published : format
    }
}

/// Models as measured tables write them: checkpoints, with what they were tuned for and when (`-Instruct-2507`).
enum MeasuredModel {
    static func named(_ name: String) throws(HardwareError) -> ModelArchitecture {
        if let model = try? ModelCatalog.model(named: name) { return model }
        var shape = name
        for mark in ["-Instruct", "-Thinking"] { shape = shape.replacing(mark, with: "") }
        for part in name.split(separator: "-") where part.count == 4 && part.allSatisfy(\.isNumber) {
            shape = shape.replacing("-\(part)", with: "")
        }
        if let model = try? ModelCatalog.model(named: shape) { return model }
        // A checkpoint in 8 bits of a model that is known in 16: the row says what its weights are.
        if shape.hasSuffix("-FP8"), let model = try? ModelCatalog.model(named: String(shape.dropLast(4))) {
            return model
        }
        return try ModelCatalog.model(named: name)
    }
}

/// GPUs as measured tables write them.
enum MeasuredDevice {
    static func named(_ name: String) throws(HardwareError) -> DeviceSpec {
        try DeviceCatalog.device(named: name)
    }
}

/// Engines as measured tables write them, with their version.
enum MeasuredEngine {
    private static let synonyms = ["trtllm": "tensorrt-llm", "nccl": "transformers"]

    /// The profile of an engine that served requests: `vllm-0.11.1`, `vLLM 0.11.1`.
    static func serving(_ name: String) throws(HardwareError) -> EngineProfile {
        if let engine = try? EngineProfile.engine(named: name) { return engine }
        let word = String(name.prefix { $0 != "-" && $0 != "_" && $0 != " " })
        return try EngineProfile.engine(named: synonyms[word] ?? word)
    }

    /// What NCCL timed is compared with the engine that calls it.
    static func named(_ name: String) throws(Unmodelled) -> EngineProfile {
        guard name != "vllm_eager" else {
            throw Unmodelled(why: "collectives launched one by one are not modelled: those in a graph are")
        }
        let word = String(name.prefix { $0 != "-" && $0 != "_" })
        do throws(HardwareError) {
            var engine = try EngineProfile.engine(named: synonyms[word] ?? word)
            // The tables time the kernels of a later version alone: what serving runs tell of 0.11.1 is no part of them.
            if engine.name == EngineProfile.vllm.name {
                engine.constants = .vllmH100
                engine.constantsByDevice = [DeviceConstants(device: "h200", constants: .vllmH200)]
            }
            return engine
        } catch {
            throw Unmodelled(why: error.description)
        }
    }
}
