import HardwareModels
import WattlineText

/// What `show` says of a number format: its four widths, and what computes.
extension CatalogEntry {
    package init(_ format: QuantizationFormat) {
        let isPlain = FormatChoice.plain.contains(format)
        let devices = DeviceCatalog.all.filter { device in
            (try? format.resolved(on: device))?.unit == format.unit
        }
        self.init(
            name: format.name, summary: format.summary,
            facts: [
                Fact("flag", isPlain ? "--dtype \(format.name)" : "--quantization \(format.name)"),
                Fact("weight_bytes", format.weightBytes, "bytes, scales included"),
                Fact("activation_bytes", format.activationBytes, "bytes, as a product reads them"),
                Fact("kv_bytes", format.kvBytes, "bytes unless --kv-cache-dtype says otherwise"),
                Fact("residual_bytes", format.residualBytes, "bytes between products, and of other weights"),
                Fact("unit", CatalogEntry.unit(format.unit)),
                Fact("other_unit", CatalogEntry.unit(format.baseUnit)),
                Fact("layers", .list(format.layers.names.map { .text($0) })),
                Fact("extra_kernels", format.extraKernels, "a product"),
                Fact("unpacked_bytes_per_weight", format.unpackedBytesPerWeight, "bytes"),
                Fact("gpus", .list(devices.map { .text($0.name) })),
            ])
    }

    private static func unit(_ unit: ComputeUnit) -> String {
        unit == .fp32 ? "fp32, ordinary arithmetic" : "\(unit.rawValue) tensor cores"
    }
}

extension QuantizedLayers {
    /// The kinds of layers whose weights are stored so, in the order of a forward pass.
    var names: [String] {
        [
            (.attention, "attention"), (.feedForward, "feed-forward"), (.experts, "experts"),
            (.sharedExperts, "shared experts"), (.outputHead, "output head"),
        ].filter { (kind: QuantizedLayers, _: String) in contains(kind) }.map(\.1)
    }
}
