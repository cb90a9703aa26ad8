import HardwareModels

/// A constant of the time and energy model that a file can set and a fit can move.
///
/// Its name is the path of the properties that lead to it: `products.fp8.launchMicroseconds`.
struct Constant: Sendable {
    typealias Path = WritableKeyPath<Deployment, Double> & Sendable

    let name: String
    let unit: String
    /// What a fit may choose.
    let bounds: ClosedRange<Double>
    /// What a file may set: the same, and of a corner's exponent any from 1, for without limit the larger of two times
    /// counts.
    var range: ClosedRange<Double> {
        name.hasSuffix("Exponent") && bounds.lowerBound == 1 ? 1...(.infinity) : bounds
    }
    let path: Path

    init(_ name: String, _ unit: String, _ bounds: ClosedRange<Double>, _ path: Path) {
        self.name = name
        self.unit = unit
        self.bounds = bounds
        self.path = path
    }

    /// Every constant, in the order of files and tables. Bounds are what is physically sensible: a share of a datasheet
    /// peak between a tenth and slightly above one, a launch below a tenth of a millisecond.
    static let all: [Constant] = engine + device + kernels + splitDecode + tiledPrefill + products + experts

    private static let share = 0.02...1.2
    private static let microseconds = 0.0...500.0

    private static let engine = [
        Constant("stepOverheadMicroseconds", "us", 0...20_000, \.engine.stepOverheadMicroseconds),
        Constant(
            "ungraphedLayerMicroseconds", "us", 0...1_000, \.engine.ungraphedLayerMicroseconds),
        Constant("sampler.launchMicroseconds", "us", 0...5_000, \.engine.drawingSampler.launchMicroseconds),
        Constant("sampler.nanosecondsPerLogit", "ns", 0...5, \.engine.drawingSampler.nanosecondsPerLogit),
        Constant(
            "sampler.nanosecondsPerLaterLogit", "ns", 0...5, \.engine.drawingSampler.nanosecondsPerLaterLogit),
        Constant("sampler.fullSortRows", "rows", 0...100_000, \.engine.drawingSampler.fullSortRows),
        Constant("sampler.bytesPerLogit", "bytes", 0...64, \.engine.drawingSampler.bytesPerLogit),
        Constant("sampler.nanojoulesPerLogit", "nJ", 0...1_000, \.engine.drawingSampler.nanojoulesPerLogit),
    ]

    private static let device = [
        Constant("idleWatts", "W", 0...1_000, \.idleWatts),
        Constant("activeFloorWatts", "W", 0...1_000, \.activeFloorWatts),
        Constant("capWatts", "W", 1...10_000, \.capWatts),
        Constant("picojoulesPerFlop", "pJ", 0...20, \.device.picojoulesPerFlop),
        Constant("picojoulesPerByte", "pJ", 0...1_000, \.device.picojoulesPerByte),
    ]

    private static let kernels = [
        Constant("linearDecode.memoryEfficiency", "", share, \.kernels.linearDecode.memoryEfficiency),
        Constant(
            "linearDecode.launchMicroseconds", "us", microseconds, \.kernels.linearDecode.launchMicroseconds),
        Constant("linearDecode.microsecondsPerHead", "us", 0...1, \.kernels.linearDecode.microsecondsPerHead),
        Constant("additivePrefill.computeEfficiency", "", share, \.kernels.additivePrefill.computeEfficiency),
        Constant("additivePrefill.memoryEfficiency", "", share, \.kernels.additivePrefill.memoryEfficiency),
        Constant(
            "additivePrefill.launchMicroseconds", "us", microseconds,
            \.kernels.additivePrefill.launchMicroseconds),
        Constant("decodeAttentionTileRows", "rows", 0...512, \.kernels.decodeAttentionTileRows),
        Constant("elementwiseMicroseconds", "us", microseconds, \.kernels.elementwiseMicroseconds),
        Constant("elementwiseMemoryEfficiency", "", share, \.kernels.elementwiseMemoryEfficiency),
        Constant("elementwiseKernels", "a layer", 0...100, \.kernels.elementwiseKernels),
        Constant("residualPasses", "a layer", 0...100, \.kernels.residualPasses),
        Constant("expertImbalance", "", 0...10, \.kernels.expertImbalance),
        Constant("allReduce.startMicroseconds", "us", microseconds, \.kernels.allReduce.startMicroseconds),
        Constant(
            "allReduce.microsecondsPerDoubling", "us", microseconds,
            \.kernels.allReduce.microsecondsPerDoubling),
        Constant("allReduce.linkEfficiency", "", share, \.kernels.allReduce.linkEfficiency),
        Constant("allReduce.growth", "", 0...2, \.kernels.allReduce.growth),
        Constant("allReduce.rampMicroseconds", "us", microseconds, \.kernels.allReduce.rampMicroseconds),
        Constant("allReduce.rampExponent", "", 0.1...2, \.kernels.allReduce.rampExponent),
        Constant("activationTraffic", "", 0...2, \.kernels.activationTraffic),
    ]

    private static let splitDecode = [
        Constant("splitDecode.launchMicroseconds", "us", 0...100, \.kernels.splitDecode.launchMicroseconds),
        Constant("splitDecode.launchPerHeadSize", "us", 0...100, \.kernels.splitDecode.launchPerHeadSize),
        Constant("splitDecode.batchMicroseconds", "us", 0...100, \.kernels.splitDecode.batchMicroseconds),
        Constant("splitDecode.combineMicroseconds", "us", 0...100, \.kernels.splitDecode.combineMicroseconds),
        Constant("splitDecode.cacheRate", "1e12 bytes/s", 0.1...20, \.kernels.splitDecode.cacheRate),
        Constant("splitDecode.rampMicroseconds", "us", 0...100, \.kernels.splitDecode.rampMicroseconds),
        Constant("splitDecode.waveMicroseconds", "us", 0...100, \.kernels.splitDecode.waveMicroseconds),
        Constant("splitDecode.wavePerHeadSize", "us", 0...100, \.kernels.splitDecode.wavePerHeadSize),
        Constant("splitDecode.sequenceNanoseconds", "ns", 0...100, \.kernels.splitDecode.sequenceNanoseconds),
        Constant("splitDecode.blockMicroseconds", "us", 0...100, \.kernels.splitDecode.blockMicroseconds),
        Constant("splitDecode.cornerExponent", "", 1...20, \.kernels.splitDecode.cornerExponent),
        Constant("splitDecode.activationEfficiency", "", share, \.kernels.splitDecode.activationEfficiency),
        Constant("splitDecode.waveExponent", "", 0.1...2, \.kernels.splitDecode.waveExponent),
        Constant("splitDecode.memoryEfficiency", "", share, \.kernels.splitDecode.memoryEfficiency),
    ]

    private static let tiledPrefill = [
        Constant("tiledPrefill.launchMicroseconds", "us", 0...100, \.kernels.tiledPrefill.launchMicroseconds),
        Constant("tiledPrefill.launchPerHeadSize", "us", 0...100, \.kernels.tiledPrefill.launchPerHeadSize),
        Constant("tiledPrefill.computeEfficiency", "", share, \.kernels.tiledPrefill.computeEfficiency),
        Constant("tiledPrefill.exponentialTime", "1e-6 us", 0...100, \.kernels.tiledPrefill.exponentialTime),
        Constant("tiledPrefill.tileMicroseconds", "us", 0...100, \.kernels.tiledPrefill.tileMicroseconds),
        Constant("tiledPrefill.memoryEfficiency", "", share, \.kernels.tiledPrefill.memoryEfficiency),
        Constant("tiledPrefill.keyValuePasses", "", 0...50, \.kernels.tiledPrefill.keyValuePasses),
        Constant("tiledPrefill.blockMicroseconds", "us", 0...100, \.kernels.tiledPrefill.blockMicroseconds),
        Constant(
            "tiledPrefill.firstBlocksMicroseconds", "us", 0...100,
            \.kernels.tiledPrefill.firstBlocksMicroseconds),
        Constant("tiledPrefill.cornerExponent", "", 1...20, \.kernels.tiledPrefill.cornerExponent),
    ]

    private static let products: [Constant] = KernelFamily.allCases.flatMap { family in
        func constant(
            _ name: String, _ unit: String, _ bounds: ClosedRange<Double>,
            field path: WritableKeyPath<GEMMConstants, Double> & Sendable
        ) -> Constant {
            Constant(
                "products.\(family.rawValue).\(name)", unit, bounds,
                \.kernels.products[family][number: path])
        }
        return [
            constant("computeEfficiency", "", share, field: \.computeEfficiency),
            constant("memoryEfficiency", "", share, field: \.memoryEfficiency),
            constant("launchMicroseconds", "us", microseconds, field: \.launchMicroseconds),
            constant("microsecondsPer1024Depth", "us", 0...20, field: \.microsecondsPer1024Depth),
            constant("depthLimit", "", 0...200_000, field: \.depthLimit),
            constant("walkGrowth", "", 0...2, field: \.walkGrowth),
            constant("cornerExponent", "", 1...20, field: \.cornerExponent),
            constant("latencyExponent", "", 1...20, field: \.latencyExponent),
            constant("extraDepth", "", 0...2_000, field: \.extraDepth),
            constant("waveWeight", "", 0...1, field: \.waveWeight),
            constant("quantizeEfficiency", "", 0...1.2, field: \.quantizeEfficiency),
            constant("quantizeNanosecondsPerRow", "ns", 0...100, field: \.quantizeNanosecondsPerRow),
        ]
    }

    private static let experts: [Constant] = KernelFamily.allCases.flatMap { family in
        func constant(
            _ name: String, _ unit: String, _ bounds: ClosedRange<Double>,
            field path: WritableKeyPath<ExpertConstants, Double> & Sendable
        ) -> Constant {
            Constant(
                "experts.\(family.rawValue).\(name)", unit, bounds, \.kernels.experts[family][number: path])
        }
        return [
            constant("launchMicroseconds", "us", microseconds, field: \.launchMicroseconds),
            constant("microsecondsPer1024Depth", "us", 0...50, field: \.microsecondsPer1024Depth),
            constant("computeEfficiency", "", share, field: \.computeEfficiency),
            constant("memoryEfficiency", "", share, field: \.memoryEfficiency),
            constant("cornerExponent", "", 1...20, field: \.cornerExponent),
            constant("activationEfficiency", "", 0.02...5, field: \.activationEfficiency),
            constant("activationPasses", "", 0...20, field: \.activationPasses),
            constant("padding", "columns", 0...512, field: \.padding),
            constant("misalignedPenalty", "", 0.5...4, field: \.misalignedPenalty),
            constant("untunedPenalty", "", 0.5...4, field: \.untunedPenalty),
            constant("groupMicroseconds", "us", microseconds, field: \.groupMicroseconds),
            constant("blockRows", "rows", 0...512, field: \.blockRows),
            constant("fewTileRows", "rows", 0...512, field: \.fewTileRows),
            constant("tileRows", "rows", 0...512, field: \.tileRows),
            constant("unpackingFlopPerWeight", "FLOP", 0...500, field: \.unpackingFlopPerWeight),
            constant("groupedFlopPerWeight", "FLOP", 0...500, field: \.groupedFlopPerWeight),
        ]
    }

    /// A value that a file may set.
    ///
    /// - Throws: `BadValue` with the range.
    func checked(_ value: Double) throws(BadValue) -> Double {
        guard range.contains(value) else {
            let (low, high) = (Figures.plain(range.lowerBound), Figures.plain(range.upperBound))
            let limits = range.upperBound == .infinity ? "\(low) or more" : "from \(low) to \(high)"
            throw .must("\(limits)\(unit.isEmpty ? "" : " (\(unit))"), got \(Figures.plain(value))")
        }
        return value
    }

    /// - Throws: `BadValue` with the nearest name for one that is not in the table.
    static func named(_ name: String) throws(BadValue) -> Constant {
        let wanted = NearMiss.folded(name)
        if let constant = all.first(where: { NearMiss.folded($0.name) == wanted }) { return constant }
        let near = NearMiss.nearest(to: name, among: all.map(\.name))
        throw .sentence(
            "unknown constant \(quoted(name)). "
                + (near.map { "Did you mean \($0)?" } ?? "calibration/CONSTANTS.md lists them"))
    }
}

extension GEMMConstants {
    /// A field by its path, so that paths of families and fields can be put together.
    fileprivate subscript(number path: WritableKeyPath<GEMMConstants, Double> & Sendable) -> Double {
        get { self[keyPath: path] }
        set { self[keyPath: path] = newValue }
    }
}

extension ExpertConstants {
    /// A field by its path, as above.
    fileprivate subscript(number path: WritableKeyPath<ExpertConstants, Double> & Sendable) -> Double {
        get { self[keyPath: path] }
        set { self[keyPath: path] = newValue }
    }
}
