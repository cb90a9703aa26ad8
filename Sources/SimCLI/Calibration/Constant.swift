import HardwareModels

/// A constant of the time and energy model that a file can set and a fit can move.
struct Constant: Sendable {
    /// As its property is called.
    let name: String
    let unit: String
    /// What a fit may choose; a file may set more where the model allows it.
    let bounds: ClosedRange<Double>
    let path: WritableKeyPath<Deployment, Double> & Sendable

    init(
        _ name: String, _ unit: String, _ bounds: ClosedRange<Double>,
        _ path: WritableKeyPath<Deployment, Double> & Sendable
    ) {
        self.name = name
        self.unit = unit
        self.bounds = bounds
        self.path = path
    }

    /// Every constant, in the order of files and tables. Bounds are what is physically sensible: a share of a datasheet
    /// peak between a tenth and slightly above one, a launch below a tenth of a millisecond.
    static let all: [Constant] = kernels + engine + device

    private static let kernels = [
        Constant("gemmComputeEfficiency", "", 0.1...1.1, \.engine.constants.gemmComputeEfficiency),
        Constant("gemmMemoryEfficiency", "", 0.1...1.1, \.engine.constants.gemmMemoryEfficiency),
        Constant("gemmLaunchMicroseconds", "us", 0...100, \.engine.constants.gemmLaunchMicroseconds),
        Constant(
            "gemmMicrosecondsPer1024Depth", "us", 0...10, \.engine.constants.gemmMicrosecondsPer1024Depth),
        Constant("gemmDepthLimit", "", 0...65536, \.engine.constants.gemmDepthLimit),
        Constant("cornerExponent", "", 1...20, \.engine.constants.cornerExponent),
        Constant(
            "prefillAttentionComputeEfficiency", "", 0.05...1.1,
            \.engine.constants.prefillAttentionComputeEfficiency),
        Constant(
            "prefillAttentionMemoryEfficiency", "", 0.05...1.1,
            \.engine.constants.prefillAttentionMemoryEfficiency),
        Constant(
            "prefillAttentionLaunchMicroseconds", "us", 0...100,
            \.engine.constants.prefillAttentionLaunchMicroseconds),
        Constant("prefillAttentionOverlaps", "0 or 1", 0...1, \.prefillAttentionOverlap),
        Constant(
            "decodeAttentionMemoryEfficiency", "", 0.1...1.1,
            \.engine.constants.decodeAttentionMemoryEfficiency),
        Constant(
            "decodeAttentionLaunchMicroseconds", "us", 0...100,
            \.engine.constants.decodeAttentionLaunchMicroseconds),
        Constant(
            "decodeAttentionMicrosecondsPerHead", "us", 0...1,
            \.engine.constants.decodeAttentionMicrosecondsPerHead),
        Constant("decodeAttentionTileRows", "rows", 0...512, \.engine.constants.decodeAttentionTileRows),
        Constant("elementwiseMicroseconds", "us", 0...50, \.engine.constants.elementwiseMicroseconds),
        Constant(
            "elementwiseMemoryEfficiency", "", 0.1...1.1, \.engine.constants.elementwiseMemoryEfficiency),
        Constant("elementwiseKernels", "a layer", 0...50, \.engine.constants.elementwiseKernels),
        Constant("allReduceMicroseconds", "us", 0...200, \.engine.constants.allReduceMicroseconds),
        Constant("allReduceEfficiency", "", 0.01...1.1, \.engine.constants.allReduceEfficiency),
        Constant("activationTraffic", "", 0...2, \.engine.constants.activationTraffic),
    ]

    private static let engine = [
        Constant("stepOverheadMicroseconds", "us", 0...20_000, \.engine.stepOverheadMicroseconds),
        Constant("samplerLaunchMicroseconds", "us", 0...5_000, \.engine.sampler.launchMicroseconds),
        Constant("samplerNanosecondsPerLogit", "ns", 0...5, \.engine.sampler.nanosecondsPerLogit),
        Constant("samplerBytesPerLogit", "bytes", 0...64, \.engine.sampler.bytesPerLogit),
        Constant("samplerNanojoulesPerLogit", "nJ", 0...1_000, \.engine.sampler.nanojoulesPerLogit),
    ]

    private static let device = [
        Constant("idleWatts", "W", 0...1_000, \.idleWatts),
        Constant("activeFloorWatts", "W", 0...1_000, \.activeFloorWatts),
        Constant("capWatts", "W", 1...10_000, \.capWatts),
        Constant("picojoulesPerFlop", "pJ", 0...20, \.device.picojoulesPerFlop),
        Constant("picojoulesPerByte", "pJ", 0...1_000, \.device.picojoulesPerByte),
    ]

    /// - Throws: `BadValue` with the nearest name for one that is not in the table.
    static func named(_ name: String) throws(BadValue) -> Constant {
        let wanted = NearMiss.folded(name)
        if let constant = all.first(where: { NearMiss.folded($0.name) == wanted }) { return constant }
        let near = NearMiss.nearest(to: name, among: all.map(\.name))
        throw .sentence(
            "unknown constant \(quoted(name)). "
                + (near.map { "Did you mean \($0)?" }
                    ?? "Constants are \(all.map(\.name).joined(separator: ", "))"))
    }
}
