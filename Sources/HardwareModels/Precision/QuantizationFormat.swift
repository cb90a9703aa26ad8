/// What numbers a deployment stores and computes with.
public struct QuantizationFormat: Hashable, Sendable {
    /// The name that flags accept and results print.
    public let name: String
    /// Bytes of one weight.
    public let weightBytes: Double
    /// Bytes of one activation.
    public let activationBytes: Double
    /// Bytes of one element of the KV cache.
    public let kvBytes: Double

    /// Two bytes for everything, computed on the 16-bit tensor cores.
    public static let bf16 = QuantizationFormat(
        name: "bf16", weightBytes: 2, activationBytes: 2, kvBytes: 2)

    /// Every format there is.
    public static let all = [bf16]
}
