import HardwareModels
import WattlineLab

/// Steps under their roofline.
extension SchemaDocument {
    static let roofline = SchemaDocument(
        "roofline",
        "Steps under their roofline: what 'wattline roofline --json' prints and -o FILE.json writes",
        definitions: { [("step", step)] }
    ) {
        .object([
            .required("schema", .constant("wattline.roofline")),
            .required("schema_version", .constant(1)),
            .required("version", .text()),
            .required("system", .text()),
            .required("gpus", .whole(1...Int.max)),
            .required("unit", .text().described("The unit that most products are computed in")),
            .required("peak_flop_per_s", .number),
            .required("memory_bytes_per_s", .number),
            .required("ridge_flop_per_byte", .number),
            .required("context_tokens", .whole(0...Int.max)),
            .required("compute_bound_batch", .whole(1...Int.max).orNull),
            .required("compute_bound_batch_of_products", .whole(1...Int.max).orNull),
            .required("memory_full_batch", .whole(1...Int.max)),
            .required("energy_provenance", .provenance),
            .required("steps", .list(.reference("step"))),
            .optional(
                "by_hand",
                .object([.required("title", .text()), .required("sections", .calculation)])),
        ])
    }

    private static var step: Schema {
        .object([
            .required("phase", .choice(RooflineStep.Phase.allCases.map(\.rawValue))),
            .required("count", .whole(1...Int.max).described("Prompt tokens, or decode rows")),
            .required("context_tokens", .whole(0...Int.max)),
            .required("flop", .number.described("Of one GPU")),
            .required("bytes", .number.described("Of one GPU")),
            .required("flop_per_byte", .number),
            .required("flop_per_s", .number.described("Of one GPU")),
            .required("time_ms", .number),
            .required("compute_floor_ms", .number),
            .required("memory_floor_ms", .number),
            .required("share_of_roofline", .number),
            .required("waits_for", .choice(RooflineStep.Bound.allCases.map(\.rawValue))),
            .required("gpu_power_w", .number),
            .required("energy_j", .number.described("Of all GPUs")),
            .required("energy_per_token_j", .number.described("Of all GPUs")),
            .required("flop_per_joule", .number),
        ])
    }
}

extension Schema {
    /// A calculation that can be followed by hand, section by section.
    static var calculation: Schema {
        .list(
            .object([
                .required("heading", .text()),
                .required(
                    "lines",
                    .list(
                        .object([
                            .required("name", .text()), .required("formula", .text()),
                            .required("value", .text()),
                        ]))),
            ]))
    }
}
