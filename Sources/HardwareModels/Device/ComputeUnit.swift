/// The part of a device that multiplies.
public enum ComputeUnit: String, CaseIterable, Hashable, Sendable {
    /// Ordinary 32-bit arithmetic, one product per lane (no tensor core).
    case fp32
    /// Tensor cores on 32-bit inputs rounded to 19 bits.
    case tf32
    case bf16
    case fp16
    case fp8
    case int8

    /// Energy of one of its operations over that of a 16-bit one on a tensor core.
    ///
    /// 8 bits at 0.66: the power columns of NVIDIA aiconfigurator's tables over kernels longer than a millisecond (H200, half
    /// of them 0.59 to 0.75; B200 0.64 to 0.66). tf32 at two: half the rate at the same power. fp32 without tensor cores at 11.1: the 268.9 J that prefilling a chat of
    /// UltraChat took (arXiv 2601.22357, Llama-3.1-8B), at 1467 tokens a chat (arXiv 2305.14233, table 1); an H100 at the
    /// measured 49.4 TFLOP/s then draws 572 W.
    public var relativeEnergy: Double {
        switch self {
        case .fp32: 11.1
        case .tf32: 2
        case .bf16, .fp16: 1
        case .fp8, .int8: 0.66
        }
    }
}
