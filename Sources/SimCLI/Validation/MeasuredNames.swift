import HardwareModels

/// Number formats as measured tables write them.
enum MeasuredFormat {
    /// - Throws: `Unmodelled` for a format that is not in the catalogue.
    static func named(_ name: String) throws(Unmodelled) -> QuantizationFormat {
        let wanted = ["bfloat16": "bf16", "float16": "fp16"][name] ?? name
        if let format = QuantizationFormat.all.first(where: {
            NearMiss.folded($0.name) == NearMiss.folded(wanted)
        }) {
            return format
        }
        throw Unmodelled(why: "number format \(quoted(name)) is not modelled")
    }
}

/// GPUs as measured tables write them.
enum MeasuredDevice {
    static func named(_ name: String) throws(HardwareError) -> DeviceSpec {
        try DeviceCatalog.device(named: name)
    }
}
