import SimCore

/// Devices whose memory is the processor's too: host memory is a copy away at the memory's own rate.
extension DeviceCatalog {
    /// Raspberry Pi 5 8 GB. Four Cortex-A76 at 2.4 GHz, each two 128-bit NEON pipes (Arm Cortex-A76 optimisation guide): 16
    /// multiply-adds of 16 bits, 8 of 32 or 32 of int8 a cycle. 32-bit LPDDR4X-4267: 17.1 GB/s. 2 MB of L3. Power: Raspberry
    /// Pi documentation, 800 mA at 5 V typical, 12 W under load; idle 2.7 W. Gigabit Ethernet between boards.
    public static let raspberryPi5 = DeviceSpec(
        name: "raspberry-pi-5", bf16FlopPerSecond: 0.3072e12, computesBF16: false,
        fp32FlopPerSecond: 0.1536e12, tf32FlopPerSecond: nil, fp8FlopPerSecond: nil,
        int8FlopPerSecond: 0.6144e12, multiprocessors: 4, cacheBytes: 2_000_000,
        memoryBytesPerSecond: 0.01707e12, memoryBytes: 8_000_000_000, marketedBytes: 8_000_000_000,
        contextBytes: 0, linkBytesPerSecond: 0.125e9, hostLinkBytesPerSecond: 17.07e9, clockMegahertz: 2400,
        bareIdlePower: Power(milliwatts: 2_700), idlePower: Power(milliwatts: 2_700),
        activeFloorPower: Power(milliwatts: 4_000), capPower: Power(milliwatts: 12_000),
        maxPower: Power(milliwatts: 12_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.017143 * (989.5 / 0.3072),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.017143 * (3.35 / 0.01707), voltage: .standard,
        provenance: .datasheet, note: "power from the maker; power as shares of the rating as on the H100")

    /// Apple M1 Pro, 16 GPU cores, 32 GB: Apple newsroom (5.2 TFLOP/s, 200 GB/s); 16-bit arithmetic at the 32-bit rate; 24 MB of
    /// system cache. Power: 5 W idle and 60 W at most for the package (assumed from the MacBook Pro's 67 W adapter).
    public static let m1Pro = DeviceSpec(
        name: "apple-m1-pro", bf16FlopPerSecond: 5.2e12, computesBF16: false, fp32FlopPerSecond: 5.2e12,
        tf32FlopPerSecond: nil, fp8FlopPerSecond: nil, int8FlopPerSecond: nil, multiprocessors: 16,
        cacheBytes: 20_000_000, memoryBytesPerSecond: 0.2e12, memoryBytes: 32_000_000_000,
        marketedBytes: 32_000_000_000, contextBytes: 0, linkBytesPerSecond: 5.0e9,
        hostLinkBytesPerSecond: 200.0e9, clockMegahertz: 1296, bareIdlePower: Power(milliwatts: 5_000),
        idlePower: Power(milliwatts: 5_000), activeFloorPower: Power(milliwatts: 10_000),
        capPower: Power(milliwatts: 60_000), maxPower: Power(milliwatts: 60_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.085714 * (989.5 / 5.2),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.085714 * (3.35 / 0.2), voltage: .standard,
        provenance: .datasheet, note: "power assumed; power as shares of the rating as on the H100")

    /// Apple M2 Ultra, 76 GPU cores, 192 GB: Apple newsroom (27.2 TFLOP/s, 800 GB/s); 16-bit arithmetic at the 32-bit rate; 96 MB
    /// of system cache. Power: Apple support, Mac Studio power consumption (15 W idle, 295 W at most).
    public static let m2Ultra = DeviceSpec(
        name: "apple-m2-ultra", bf16FlopPerSecond: 27.2e12, computesBF16: true, fp32FlopPerSecond: 27.2e12,
        tf32FlopPerSecond: nil, fp8FlopPerSecond: nil, int8FlopPerSecond: nil, multiprocessors: 76,
        cacheBytes: 80_000_000, memoryBytesPerSecond: 0.8e12, memoryBytes: 192_000_000_000,
        marketedBytes: 192_000_000_000, contextBytes: 0, linkBytesPerSecond: 5.0e9,
        hostLinkBytesPerSecond: 800.0e9, clockMegahertz: 1398, bareIdlePower: Power(milliwatts: 15_000),
        idlePower: Power(milliwatts: 15_000), activeFloorPower: Power(milliwatts: 40_000),
        capPower: Power(milliwatts: 295_000), maxPower: Power(milliwatts: 295_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.421429 * (989.5 / 27.2),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.421429 * (3.35 / 0.8), voltage: .standard,
        provenance: .datasheet, note: "power from the maker; power as shares of the rating as on the H100")
}
