import SimCore

extension DeviceSpec {
    /// A device of the user's own, from plain figures; what is left out is scaled from an H100 (see
    /// ``DeviceCatalog``). FLOP/s and bytes/s as the datasheet says them, dense; power in watts.
    ///
    /// - Throws: ``HardwareError/outOfRange(subject:field:value:allowed:)``.
    public init(
        name: String, bf16FlopPerSecond: Double, memoryBytesPerSecond: Double, memoryBytes: Int64,
        maxWatts: Double, computesBF16: Bool = true, fp32FlopPerSecond: Double? = nil,
        tf32FlopPerSecond: Double? = nil, fp8FlopPerSecond: Double? = nil, int8FlopPerSecond: Double? = nil,
        multiprocessors: Int = 132, cacheBytes: Int64 = 42_000_000, contextBytes: Int64 = 500_000_000,
        linkBytesPerSecond: Double = 32e9, hostLinkBytesPerSecond: Double = 32e9,
        clockMegahertz: Double = 1980, idleWatts: Double? = nil, bareIdleWatts: Double? = nil,
        activeFloorWatts: Double? = nil, capWatts: Double? = nil, picojoulesPerFlop: Double? = nil,
        picojoulesPerByte: Double? = nil, voltage: VoltageCurve = .standard
    ) throws(HardwareError) {
        func power(_ field: String, _ watts: Double) throws(HardwareError) -> Power {
            guard watts >= 0, watts <= 1e6 else {
                throw HardwareError.outOfRange(
                    subject: name, field: field, value: String(watts), allowed: "0 to 1e6 W")
            }
            return Power(milliwatts: Int64((watts * 1000).rounded()))
        }
        let most = try power("board power", maxWatts)
        let shares = PowerShares(
            maxWatts: maxWatts, flopPerSecond: bf16FlopPerSecond, bytesPerSecond: memoryBytesPerSecond)
        self.init(
            name: name, bf16FlopPerSecond: bf16FlopPerSecond, computesBF16: computesBF16,
            fp32FlopPerSecond: fp32FlopPerSecond ?? bf16FlopPerSecond / 16,
            tf32FlopPerSecond: tf32FlopPerSecond,
            fp8FlopPerSecond: fp8FlopPerSecond, int8FlopPerSecond: int8FlopPerSecond,
            multiprocessors: multiprocessors, cacheBytes: cacheBytes,
            memoryBytesPerSecond: memoryBytesPerSecond, memoryBytes: memoryBytes, marketedBytes: memoryBytes,
            contextBytes: contextBytes, linkBytesPerSecond: linkBytesPerSecond,
            hostLinkBytesPerSecond: hostLinkBytesPerSecond, clockMegahertz: clockMegahertz,
            bareIdlePower: try power(
                "bare idle power", bareIdleWatts ?? min(shares.bareIdle, idleWatts ?? shares.idle)),
            idlePower: try power("idle power", idleWatts ?? shares.idle),
            activeFloorPower: try power("active floor", activeFloorWatts ?? shares.floor),
            capPower: try capWatts.map { (watts) throws(HardwareError) in try power("power cap", watts) }
                ?? most,
            maxPower: most, picojoulesPerFlop: picojoulesPerFlop ?? shares.picojoulesPerFlop,
            picojoulesPerByte: picojoulesPerByte ?? shares.picojoulesPerByte, voltage: voltage,
            provenance: .datasheet)
        try validate()
    }
}

/// An H100 SXM's power, as shares of its rating: what is taken for a device that nobody measured.
///
/// Idle 120 of 700 W, 71.7 without a context, floor 215; what a FLOP and a byte take there, at its rates.
struct PowerShares {
    let idle: Double
    let bareIdle: Double
    let floor: Double
    let picojoulesPerFlop: Double
    let picojoulesPerByte: Double

    init(maxWatts: Double, flopPerSecond: Double, bytesPerSecond: Double) {
        let scale = maxWatts / 700
        idle = 120 * scale
        bareIdle = 71.7 * scale
        floor = 215 * scale
        picojoulesPerFlop = fittedPicojoulesPerFlop * scale * (989.5e12 / flopPerSecond)
        picojoulesPerByte = fittedPicojoulesPerByte * scale * (3.35e12 / bytesPerSecond)
    }
}
