import HardwareModels
import WattlineText

/// The number formats of a run, from `--dtype`, `--quantization` and `--kv-cache-dtype` together.
///
/// Without a choice the weights are as the model was published, arithmetic besides is in bf16 (fp16 where the device
/// has no bf16), and the KV cache is as the checkpoint says, or as wide as that.
struct FormatChoice {
    let format: QuantizationFormat
    /// nil for as wide as the activations.
    let kvFormat: KVFormat?

    /// What `--dtype` takes besides `auto`: formats that are the same for weights and activations.
    static let plain: [QuantizationFormat] = [.bf16, .fp16, .fp32, .tf32]

    /// What `--quantization` takes besides `auto` and `none`.
    static let quantized = QuantizationFormat.all.filter { !plain.contains($0) }

    /// - Throws: `CLIError` (exit code 2) for a quantization that does not go with the arithmetic asked for.
    init(
        _ settings: Settings, model: ModelArchitecture, kvFormat published: KVFormat?, device: DeviceSpec
    ) throws(CLIError) {
        switch settings.text(.kvCacheDtype) {
        case "bf16", "fp16": kvFormat = .bf16
        case "fp8": kvFormat = .fp8
        default: kvFormat = published
        }
        let dtype = settings.text(.dtype).flatMap { name in FormatChoice.plain.first { $0.name == name } }
        let quantization = FormatChoice.quantization(settings.text(.quantization), of: model)
        let usual: QuantizationFormat = device.rate(of: .bf16) == nil ? .fp16 : .bf16
        if let quantization {
            guard let dtype else {
                format = quantization
                return
            }
            guard dtype.residualBytes == quantization.residualBytes else {
                throw FormatChoice.conflict(settings, dtype, quantization, model)
            }
            format = quantization.computing(in: dtype.unit)
        } else {
            format = dtype ?? usual
        }
    }

    /// The model's own format where it is quantised and nothing else is asked for; nil for none. A checkpoint that
    /// quantises some layers alone keeps to these when its format is named.
    private static func quantization(_ name: String?, of model: ModelArchitecture) -> QuantizationFormat? {
        let published = plain.contains(model.publishedFormat) ? nil : model.publishedFormat
        switch name {
        case nil, "auto": return published
        case "none": return nil
        case let name: return published?.name == name ? published : quantized.first { $0.name == name }
        }
    }

    private static func conflict(
        _ settings: Settings, _ dtype: QuantizationFormat, _ quantization: QuantizationFormat,
        _ model: ModelArchitecture
    ) -> CLIError {
        let isAsked = settings.text(.quantization) != "auto"
        return CLIError.usage(
            "\(settings.subject(.dtype).name) \(dtype.name) does not go with "
                + (isAsked ? "" : "the published weights of \(model.name), ")
                + "\(quantization.name): beside those weights it computes in 16 bits. "
                + (isAsked ? "Drop one of the two" : "Drop it, or add --quantization none"))
    }
}

extension FormatChoice {
    /// `bf16`: what multiplies besides the quantised weights, as `--dtype` has it.
    static func dtypeName(_ format: QuantizationFormat) -> String { format.baseUnit.rawValue }

    /// `none`, or as `--quantization` has it.
    static func quantizationName(_ format: QuantizationFormat) -> String {
        plain.contains { $0.name == format.name } ? "none" : format.name
    }

    /// As `--kv-cache-dtype` has it: `auto` for 32 bits, which only 32-bit activations have.
    static func kvName(_ format: QuantizationFormat, _ kvFormat: KVFormat?) -> String {
        switch kvFormat?.bytes ?? format.kvBytes {
        case 1: "fp8"
        case 2: format.baseUnit == .fp16 ? "fp16" : "bf16"
        default: "auto"
        }
    }
}
