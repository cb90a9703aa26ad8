/// How far predictions for one class of configurations were from measured runs: mean absolute errors in percent.
///
/// What `wattline validate` printed for serving_h100_calibration.csv (115 closed-loop vLLM runs of the ML.ENERGY
/// Benchmark v3); a test compares these numbers with what it prints now. The device's energy constants and the
/// engine's host and sampler times were fitted on runs of that file, so this is the error on known models: expect more
/// on others. The study that fitted them found 8.5 % (step time), 6.8 % (power) and 7.3 % (energy per token) on models
/// left out of the fit.
public struct ErrorBand: Hashable, Sendable {
    /// Measured runs that were compared.
    public let runs: Int
    public let stepTimePercent: Double
    public let powerPercent: Double
    public let energyPerOutputTokenPercent: Double

    /// Dense models with full attention, in 16 bits, on the H100 SXM under vLLM: Qwen3-8B, 14B and 32B.
    public static let denseH100 = ErrorBand(
        runs: 43, stepTimePercent: 3.7, powerPercent: 6.4, energyPerOutputTokenPercent: 5.5)

    /// The band of a configuration, or nil where no run like it was compared: with another power cap, say.
    public static func band(
        model: ModelArchitecture, device: DeviceSpec, engine: EngineProfile, format: QuantizationFormat
    ) -> ErrorBand? {
        guard device == DeviceCatalog.h100SXM, engine.name == EngineProfile.vllm.name, format == .bf16,
            model.slidingWindow == nil, model != ModelCatalog.textbook
        else { return nil }
        return .denseH100
    }
}
