import SimCore

/// NVIDIA's Ampere, Ada and Turing parts, from datasheets as in `DeviceCatalog+Hopper`.
///
/// Where a comment says no more, power is scaled from the H100 SXM by the rating.
extension DeviceCatalog {
    /// NVIDIA A100 SXM4 40 GB: A100 datasheet and white paper (108 multiprocessors, 40 MB of L2).
    public static let a100SXM40 = DeviceSpec(
        name: "a100-sxm-40gb", bf16FlopPerSecond: 312.0e12, computesBF16: true, fp32FlopPerSecond: 19.5e12,
        tf32FlopPerSecond: 156.0e12, fp8FlopPerSecond: nil, int8FlopPerSecond: 624.0e12, multiprocessors: 108,
        cacheBytes: 33_000_000, memoryBytesPerSecond: 1.555e12, memoryBytes: 42_949_672_960,
        marketedBytes: 40_000_000_000, contextBytes: 500_000_000, linkBytesPerSecond: 300.0e9,
        hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 1410, bareIdlePower: Power(milliwatts: 40_971),
        idlePower: Power(milliwatts: 68_571), activeFloorPower: Power(milliwatts: 122_857),
        capPower: Power(milliwatts: 396_000), maxPower: Power(milliwatts: 400_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.571429 * (989.5 / 312.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.571429 * (3.35 / 1.555), voltage: .standard,
        provenance: .transferred, note: "power as shares of the rating as on the H100")

    /// NVIDIA A100 SXM4 80 GB: A100 datasheet.
    public static let a100SXM80 = DeviceSpec(
        name: "a100-sxm-80gb", bf16FlopPerSecond: 312.0e12, computesBF16: true, fp32FlopPerSecond: 19.5e12,
        tf32FlopPerSecond: 156.0e12, fp8FlopPerSecond: nil, int8FlopPerSecond: 624.0e12, multiprocessors: 108,
        cacheBytes: 33_000_000, memoryBytesPerSecond: 2.039e12, memoryBytes: 85_899_345_920,
        marketedBytes: 80_000_000_000, contextBytes: 500_000_000, linkBytesPerSecond: 300.0e9,
        hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 1410, bareIdlePower: Power(milliwatts: 40_971),
        idlePower: Power(milliwatts: 68_571), activeFloorPower: Power(milliwatts: 122_857),
        capPower: Power(milliwatts: 396_000), maxPower: Power(milliwatts: 400_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.571429 * (989.5 / 312.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.571429 * (3.35 / 2.039), voltage: .standard,
        provenance: .transferred, note: "power as shares of the rating as on the H100")

    /// NVIDIA A100 PCIe 80 GB: A100 datasheet (NVLink bridge 600 GB/s both ways). Idle power with and without a context, and
    /// context memory: gpu-parking-tax (arXiv 2605.23918), this device.
    public static let a100PCIe = DeviceSpec(
        name: "a100-pcie-80gb", bf16FlopPerSecond: 312.0e12, computesBF16: true, fp32FlopPerSecond: 19.5e12,
        tf32FlopPerSecond: 156.0e12, fp8FlopPerSecond: nil, int8FlopPerSecond: 624.0e12, multiprocessors: 108,
        cacheBytes: 33_000_000, memoryBytesPerSecond: 1.935e12, memoryBytes: 85_899_345_920,
        marketedBytes: 80_000_000_000, contextBytes: 490_000_000, linkBytesPerSecond: 300.0e9,
        hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 1410, bareIdlePower: Power(milliwatts: 53_700),
        idlePower: Power(milliwatts: 80_000), activeFloorPower: Power(milliwatts: 92_128),
        capPower: Power(milliwatts: 297_000), maxPower: Power(milliwatts: 300_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.428571 * (989.5 / 312.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.428571 * (3.35 / 1.935), voltage: .standard,
        provenance: .transferred, note: "idle measured; power as shares of the rating as on the H100")

    /// NVIDIA L40S 48 GB: L40S datasheet. Idle power with and without a context, and context memory: gpu-parking-tax (arXiv
    /// 2605.23918), this device; the floor is not below its idle.
    public static let l40s = DeviceSpec(
        name: "l40s", bf16FlopPerSecond: 362.05e12, computesBF16: true, fp32FlopPerSecond: 91.6e12,
        tf32FlopPerSecond: 183.0e12, fp8FlopPerSecond: 733.0e12, int8FlopPerSecond: 733.0e12,
        multiprocessors: 142, cacheBytes: 80_000_000, memoryBytesPerSecond: 0.864e12,
        memoryBytes: 48_305_799_168, marketedBytes: 48_000_000_000, contextBytes: 490_000_000,
        linkBytesPerSecond: 32.0e9, hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 2520,
        bareIdlePower: Power(milliwatts: 35_600), idlePower: Power(milliwatts: 102_400),
        activeFloorPower: Power(milliwatts: 110_000), capPower: Power(milliwatts: 346_500),
        maxPower: Power(milliwatts: 350_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.5 * (989.5 / 362.05),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.5 * (3.35 / 0.864), voltage: .standard,
        provenance: .transferred, note: "idle measured; power as shares of the rating as on the H100")

    /// NVIDIA L4 24 GB: L4 datasheet (its peaks are with sparsity: halved here).
    public static let l4 = DeviceSpec(
        name: "l4", bf16FlopPerSecond: 121.0e12, computesBF16: true, fp32FlopPerSecond: 30.3e12,
        tf32FlopPerSecond: 60.5e12, fp8FlopPerSecond: 242.5e12, int8FlopPerSecond: 242.5e12,
        multiprocessors: 58, cacheBytes: 40_000_000, memoryBytesPerSecond: 0.3e12,
        memoryBytes: 24_152_899_584, marketedBytes: 24_000_000_000, contextBytes: 500_000_000,
        linkBytesPerSecond: 32.0e9, hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 2040,
        bareIdlePower: Power(milliwatts: 7_375), idlePower: Power(milliwatts: 12_343),
        activeFloorPower: Power(milliwatts: 22_114), capPower: Power(milliwatts: 71_280),
        maxPower: Power(milliwatts: 72_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.102857 * (989.5 / 121.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.102857 * (3.35 / 0.3), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")

    /// NVIDIA A10 24 GB: A10 datasheet.
    public static let a10 = DeviceSpec(
        name: "a10", bf16FlopPerSecond: 125.0e12, computesBF16: true, fp32FlopPerSecond: 31.2e12,
        tf32FlopPerSecond: 62.5e12, fp8FlopPerSecond: nil, int8FlopPerSecond: 250.0e12, multiprocessors: 72,
        cacheBytes: 5_000_000, memoryBytesPerSecond: 0.6e12, memoryBytes: 24_146_608_128,
        marketedBytes: 24_000_000_000, contextBytes: 500_000_000, linkBytesPerSecond: 32.0e9,
        hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 1695, bareIdlePower: Power(milliwatts: 15_364),
        idlePower: Power(milliwatts: 25_714), activeFloorPower: Power(milliwatts: 46_071),
        capPower: Power(milliwatts: 148_500), maxPower: Power(milliwatts: 150_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.214286 * (989.5 / 125.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.214286 * (3.35 / 0.6), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")

    /// NVIDIA T4 16 GB: T4 datasheet; Turing's tensor cores know fp16 and int8, no bf16 and no tf32.
    public static let t4 = DeviceSpec(
        name: "t4", bf16FlopPerSecond: 65.0e12, computesBF16: false, fp32FlopPerSecond: 8.1e12,
        tf32FlopPerSecond: nil, fp8FlopPerSecond: nil, int8FlopPerSecond: 130.0e12, multiprocessors: 40,
        cacheBytes: 3_300_000, memoryBytesPerSecond: 0.32e12, memoryBytes: 16_106_127_360,
        marketedBytes: 16_000_000_000, contextBytes: 500_000_000, linkBytesPerSecond: 16.0e9,
        hostLinkBytesPerSecond: 16.0e9, clockMegahertz: 1590, bareIdlePower: Power(milliwatts: 7_170),
        idlePower: Power(milliwatts: 12_000), activeFloorPower: Power(milliwatts: 21_500),
        capPower: Power(milliwatts: 69_300), maxPower: Power(milliwatts: 70_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.1 * (989.5 / 65.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.1 * (3.35 / 0.32), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")

    /// NVIDIA GeForce RTX 4090 24 GB: Ada white paper, peaks with 32-bit accumulation.
    public static let rtx4090 = DeviceSpec(
        name: "rtx-4090", bf16FlopPerSecond: 165.2e12, computesBF16: true, fp32FlopPerSecond: 82.6e12,
        tf32FlopPerSecond: 82.6e12, fp8FlopPerSecond: 330.3e12, int8FlopPerSecond: 660.6e12,
        multiprocessors: 128, cacheBytes: 60_000_000, memoryBytesPerSecond: 1.008e12,
        memoryBytes: 25_757_220_864, marketedBytes: 24_000_000_000, contextBytes: 500_000_000,
        linkBytesPerSecond: 32.0e9, hostLinkBytesPerSecond: 32.0e9, clockMegahertz: 2520,
        bareIdlePower: Power(milliwatts: 46_093), idlePower: Power(milliwatts: 77_143),
        activeFloorPower: Power(milliwatts: 138_214), capPower: Power(milliwatts: 445_500),
        maxPower: Power(milliwatts: 450_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.642857 * (989.5 / 165.2),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.642857 * (3.35 / 1.008), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")

    /// NVIDIA Jetson AGX Orin 64 GB: Jetson Orin series datasheet; its GPU's 170 sparse int8 TOPS are 85 dense, so 42.5 TFLOP/s in
    /// 16 bits; 16 multiprocessors, 4 MB of L2. Memory is shared with the processor.
    public static let jetsonOrin = DeviceSpec(
        name: "jetson-agx-orin-64gb", bf16FlopPerSecond: 42.5e12, computesBF16: true,
        fp32FlopPerSecond: 5.3e12, tf32FlopPerSecond: 21.25e12, fp8FlopPerSecond: nil,
        int8FlopPerSecond: 85.0e12, multiprocessors: 16, cacheBytes: 3_300_000,
        memoryBytesPerSecond: 0.2048e12, memoryBytes: 65_850_572_800, marketedBytes: 64_000_000_000,
        contextBytes: 500_000_000, linkBytesPerSecond: 4.0e9, hostLinkBytesPerSecond: 204.8e9,
        clockMegahertz: 1300, bareIdlePower: Power(milliwatts: 6_146), idlePower: Power(milliwatts: 10_286),
        activeFloorPower: Power(milliwatts: 18_429), capPower: Power(milliwatts: 59_400),
        maxPower: Power(milliwatts: 60_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.085714 * (989.5 / 42.5),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.085714 * (3.35 / 0.2048), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")
}
