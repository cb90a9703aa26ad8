import SimCore

/// NVIDIA's Hopper and Blackwell data-centre parts.
///
/// Where a comment says no more, figures are of the maker's datasheet, dense, links in one direction; memory is what
/// nvidia-smi reports; power is scaled from the H100 SXM by the rating (`PowerShares`), and the sustained cap is 99 % of the
/// rating, as there.
extension DeviceCatalog {
    /// NVIDIA H100 SXM5 80 GB.
    ///
    /// Peaks, bandwidth, links and rating: NVIDIA H100 datasheet, dense (NVLink 900 GB/s and PCIe Gen5 128 GB/s are both
    /// directions together). Memory: 81,559 MiB, as nvidia-smi reports it. 132 multiprocessors and 50 MB of L2 cache (H100
    /// white paper), of which kernels that repeat keep 42 MB (fitted with decode attention). Context memory, and idle power with
    /// and without a context: gpu-parking-tax (arXiv 2605.23918), H100 80GB SXM. Floor, pJ/FLOP and
    /// pJ/byte: fitted to 115 vLLM 0.11.1 runs of the ML.ENERGY Benchmark v3 (calibration/README.md). Cap: the plateau in those runs.
    public static let h100SXM = DeviceSpec(
        name: "h100-sxm", bf16FlopPerSecond: 989.5e12, computesBF16: true, fp32FlopPerSecond: 66.9e12,
        tf32FlopPerSecond: 494.7e12, fp8FlopPerSecond: 1979.0e12, int8FlopPerSecond: 1979.0e12,
        multiprocessors: 132, cacheBytes: 42_000_000, memoryBytesPerSecond: 3.35e12,
        memoryBytes: 85_520_809_984, marketedBytes: 80_000_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 450.0e9, hostLinkBytesPerSecond: 64.0e9, clockMegahertz: 1980,
        bareIdlePower: Power(milliwatts: 71_700), idlePower: Power(milliwatts: 120_000),
        activeFloorPower: Power(milliwatts: 215_000), capPower: Power(milliwatts: 693_000),
        maxPower: Power(milliwatts: 700_000), picojoulesPerFlop: fittedPicojoulesPerFlop,
        picojoulesPerByte: fittedPicojoulesPerByte,
        voltage: .standard, provenance: .calibrated, note: "fitted to runs on this device")

    /// NVIDIA H100 PCIe 80 GB: H100 datasheet and product brief PB-11133 (350 W, NVLink bridge 600 GB/s both ways).
    public static let h100PCIe = DeviceSpec(
        name: "h100-pcie", bf16FlopPerSecond: 756.0e12, computesBF16: true, fp32FlopPerSecond: 51.2e12,
        tf32FlopPerSecond: 378.0e12, fp8FlopPerSecond: 1513.0e12, int8FlopPerSecond: 1513.0e12,
        multiprocessors: 114, cacheBytes: 42_000_000, memoryBytesPerSecond: 2.0e12,
        memoryBytes: 85_520_809_984, marketedBytes: 80_000_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 300.0e9, hostLinkBytesPerSecond: 64.0e9, clockMegahertz: 1755,
        bareIdlePower: Power(milliwatts: 35_850), idlePower: Power(milliwatts: 60_000),
        activeFloorPower: Power(milliwatts: 107_500), capPower: Power(milliwatts: 346_500),
        maxPower: Power(milliwatts: 350_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 0.5 * (989.5 / 756.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 0.5 * (3.35 / 2.0), voltage: .standard,
        provenance: .transferred, note: "power as shares of the rating as on the H100")

    /// NVIDIA H200 SXM 141 GB: H200 datasheet. The die and limit of the H100 SXM, so its idle, floor and pJ/FLOP too, and
    /// what a byte of its kind of memory takes there; kernel constants are fitted on this device.
    public static let h200 = DeviceSpec(
        name: "h200", bf16FlopPerSecond: 989.5e12, computesBF16: true, fp32FlopPerSecond: 66.9e12,
        tf32FlopPerSecond: 494.7e12, fp8FlopPerSecond: 1979.0e12, int8FlopPerSecond: 1979.0e12,
        multiprocessors: 132, cacheBytes: 42_000_000, memoryBytesPerSecond: 4.8e12,
        memoryBytes: 150_754_820_096, marketedBytes: 141_000_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 450.0e9, hostLinkBytesPerSecond: 64.0e9, clockMegahertz: 1980,
        bareIdlePower: Power(milliwatts: 71_700), idlePower: Power(milliwatts: 120_000),
        activeFloorPower: Power(milliwatts: 215_000), capPower: Power(milliwatts: 693_000),
        maxPower: Power(milliwatts: 700_000), picojoulesPerFlop: fittedPicojoulesPerFlop,
        picojoulesPerByte: fittedPicojoulesPerByte, voltage: .standard,
        provenance: .transferred, note: "power as shares of the rating as on the H100")

    /// NVIDIA GH200 96 GB: Grace Hopper datasheet; the H100 die behind 4 TB/s, NVLink-C2C 450 GB/s each way to the host.
    public static let gh200 = DeviceSpec(
        name: "gh200", bf16FlopPerSecond: 989.5e12, computesBF16: true, fp32FlopPerSecond: 66.9e12,
        tf32FlopPerSecond: 494.7e12, fp8FlopPerSecond: 1979.0e12, int8FlopPerSecond: 1979.0e12,
        multiprocessors: 132, cacheBytes: 42_000_000, memoryBytesPerSecond: 4.0e12,
        memoryBytes: 102_625_181_696, marketedBytes: 96_000_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 450.0e9, hostLinkBytesPerSecond: 450.0e9, clockMegahertz: 1980,
        bareIdlePower: Power(milliwatts: 71_700), idlePower: Power(milliwatts: 120_000),
        activeFloorPower: Power(milliwatts: 215_000), capPower: Power(milliwatts: 693_000),
        maxPower: Power(milliwatts: 700_000), picojoulesPerFlop: fittedPicojoulesPerFlop,
        picojoulesPerByte: fittedPicojoulesPerByte * 1.0 * (3.35 / 4.0), voltage: .standard,
        provenance: .transferred, note: "power as shares of the rating as on the H100")

    /// NVIDIA B200 SXM 180 GB: Blackwell architecture brief, HGX B200 datasheet per GPU (8 TB/s, 1000 W, NVLink 1.8 TB/s both
    /// ways); 148 multiprocessors, 126 MB of L2.
    public static let b200 = DeviceSpec(
        name: "b200", bf16FlopPerSecond: 2250.0e12, computesBF16: true, fp32FlopPerSecond: 75.0e12,
        tf32FlopPerSecond: 1125.0e12, fp8FlopPerSecond: 4500.0e12, int8FlopPerSecond: 4500.0e12,
        multiprocessors: 148, cacheBytes: 106_000_000, memoryBytesPerSecond: 8.0e12,
        memoryBytes: 192_265_846_784, marketedBytes: 180_000_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 900.0e9, hostLinkBytesPerSecond: 64.0e9, clockMegahertz: 1965,
        bareIdlePower: Power(milliwatts: 102_429), idlePower: Power(milliwatts: 171_429),
        activeFloorPower: Power(milliwatts: 307_143), capPower: Power(milliwatts: 990_000),
        maxPower: Power(milliwatts: 1_000_000),
        picojoulesPerFlop: fittedPicojoulesPerFlop * 1.428571 * (989.5 / 2250.0),
        picojoulesPerByte: fittedPicojoulesPerByte * 1.428571 * (3.35 / 8.0), voltage: .standard,
        provenance: .datasheet, note: "power as shares of the rating as on the H100")
}
