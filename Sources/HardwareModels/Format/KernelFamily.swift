/// The kernels that multiply with weights of a kind: constants are fitted to each of them.
public enum KernelFamily: String, CaseIterable, Hashable, Sendable {
    case fp32, tf32, sixteenBit, fp8, fp8Block, int8, int8WeightOnly, int4WeightOnly, llmInt8
    case bitsandbytes4, mxfp4

    /// Position in a table of constants.
    var index: Int {
        switch self {
        case .fp32: 0
        case .tf32: 1
        case .sixteenBit: 2
        case .fp8: 3
        case .fp8Block: 4
        case .int8: 5
        case .int8WeightOnly: 6
        case .int4WeightOnly: 7
        case .llmInt8: 8
        case .bitsandbytes4: 9
        case .mxfp4: 10
        }
    }
}

/// A value for each family of kernels.
public struct FamilyTable<Value: Hashable & Sendable>: Hashable, Sendable {
    private var values: [Value]

    /// `make` is asked once for each family.
    public init(_ make: (KernelFamily) -> Value) {
        values = KernelFamily.allCases.map(make)
    }

    public subscript(family: KernelFamily) -> Value {
        get { values[family.index] }
        set { values[family.index] = newValue }
    }
}
