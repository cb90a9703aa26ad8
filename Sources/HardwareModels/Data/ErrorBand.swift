/// How far predictions for one class of configurations were from measured runs: mean absolute errors in percent.
///
/// What `wattline validate` prints for serving_h100_calibration.csv (115 closed-loop vLLM runs of the ML.ENERGY
/// Benchmark v3) and, for transferred constants, argonne_llm_inference_bench_power.csv (LLM-Inference-Bench); a test
/// compares these numbers with what it prints now. Host times and energy constants were fitted on the first file, so its
/// errors are those of known models: calibration/README.md has the errors on models left out of the fit.
public struct ErrorBand: Hashable, Sendable {
    /// Which runs were compared.
    public enum Kind: String, CaseIterable, Sendable {
        /// Dense models in 16 bits on the H100 SXM under vLLM: Qwen3-8B, 14B and 32B.
        case dense
        /// Mixtures of experts in 16 bits or mxfp4 there: Qwen3-30B-A3B, gpt-oss-20b and Llama-4-Scout.
        case mixture = "moe"
        /// Mixtures of experts in fp8 blocks there, experts placed whole on devices: Qwen3-235B-A22B.
        case fp8Mixture = "moe-fp8"
        /// Dense models in 16 bits with constants fitted elsewhere: an older vLLM and TensorRT-LLM on the H100, both on the
        /// A100, TensorRT-LLM on the GH200.
        case transferred
    }

    public let kind: Kind
    /// Measured runs that were compared.
    public let runs: Int
    /// Mean time of a step; of transferred constants the time of a whole batch.
    public let timePercent: Double
    public let powerPercent: Double
    public let energyPerOutputTokenPercent: Double

    public static let all = [
        ErrorBand(
            kind: .dense, runs: 43, timePercent: 2.5, powerPercent: 4.5, energyPerOutputTokenPercent: 3.3),
        ErrorBand(
            kind: .mixture, runs: 62, timePercent: 4.6, powerPercent: 6.5, energyPerOutputTokenPercent: 5.9),
        ErrorBand(
            kind: .fp8Mixture, runs: 10, timePercent: 2.4, powerPercent: 10.8,
            energyPerOutputTokenPercent: 11.1),
        ErrorBand(
            kind: .transferred, runs: 40, timePercent: 10.4, powerPercent: 11.1,
            energyPerOutputTokenPercent: 8.0),
    ]

    /// The band of a configuration, or nil where no run like it was compared: another power cap, an 8-bit dense model, a
    /// device or an engine that no run had.
    public static func band(
        model: ModelArchitecture, device: DeviceSpec, engine: EngineProfile, format: QuantizationFormat,
        expertParallel: Int = 1
    ) -> ErrorBand? {
        guard let kind = kind(model, device, engine, format, expertParallel) else { return nil }
        return all.first { $0.kind == kind }
    }

    /// Engines and devices that the transferred band was measured with.
    private static let transferredEngines = [EngineProfile.vllm.name, EngineProfile.tensorRTLLM.name]
    private static let transferredDevices = [
        DeviceCatalog.h100SXM, DeviceCatalog.a100SXM40, DeviceCatalog.a100SXM80, DeviceCatalog.gh200,
    ]

    private static func kind(
        _ model: ModelArchitecture, _ device: DeviceSpec, _ engine: EngineProfile,
        _ format: QuantizationFormat, _ expertParallel: Int
    ) -> Kind? {
        guard transferredDevices.contains(device), transferredEngines.contains(engine.name),
            model != ModelCatalog.textbook
        else { return nil }
        let is16Bit = (format.unit == .bf16 || format.unit == .fp16) && format.weightBytes == 2
        if device == DeviceCatalog.h100SXM, engine.name == EngineProfile.vllm.name {
            guard model.mixture != nil else { return is16Bit ? .dense : nil }
            if format.name == QuantizationFormat.fp8Block.name {
                return expertParallel > 1 ? .fp8Mixture : nil
            }
            return is16Bit || format.name == QuantizationFormat.mxfp4.name ? .mixture : nil
        }
        return is16Bit && model.mixture == nil ? .transferred : nil
    }
}
