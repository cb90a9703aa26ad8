import SimCore

/// The devices that are known by name.
public enum DeviceCatalog {
    /// NVIDIA H100 SXM5 80 GB.
    ///
    /// Peak, bandwidth, memory, links and rating: NVIDIA H100 datasheet (NVLink 900 GB/s and PCIe Gen5 128 GB/s
    /// are both directions together). Context memory and idle power: gpu-parking-tax (arXiv 2605.23918), H100
    /// 80GB SXM, a context and nothing allocated. Reported memory: 79.19 GiB, as torch prints it. Floor, pJ/FLOP and pJ/byte: fitted to 115 vLLM 0.11.1 runs of
    /// the ML.ENERGY Benchmark v3 (dense bf16: power within 6.8 % MAPE). Cap: the plateau in those runs.
    public static let h100SXM = DeviceSpec(
        name: "h100-sxm", bf16FlopPerSecond: 989.5e12, memoryBytesPerSecond: 3.35e12,
        memoryBytes: 80_000_000_000, reportedMemoryBytes: 85_029_000_000, contextBytes: 610_000_000,
        linkBytesPerSecond: 450e9,
        hostLinkBytesPerSecond: 64e9, idlePower: Power(milliwatts: 120_000),
        activeFloorPower: Power(milliwatts: 200_000), capPower: Power(milliwatts: 693_000),
        maxPower: Power(milliwatts: 700_000), picojoulesPerFlop: 0.65, picojoulesPerByte: 116.9013817283629,
        voltage: .standard, provenance: .calibrated)

    /// An imaginary device of round numbers, for working answers out by hand.
    ///
    /// 3 pJ/FLOP at 100 TFLOP/s is 300 W and 100 pJ/byte at 1 TB/s is 100 W, so that with 100 W of idle the device
    /// draws exactly its 500 W where compute and memory are both saturated: at the ridge of 100 FLOP/byte.
    public static let textbook = DeviceSpec(
        name: "textbook-gpu", bf16FlopPerSecond: 100e12, memoryBytesPerSecond: 1e12,
        memoryBytes: 80_000_000_000, contextBytes: 0, linkBytesPerSecond: 100e9,
        hostLinkBytesPerSecond: 10e9, idlePower: Power(milliwatts: 100_000),
        activeFloorPower: Power(milliwatts: 100_000), capPower: Power(milliwatts: 500_000),
        maxPower: Power(milliwatts: 500_000), picojoulesPerFlop: 3, picojoulesPerByte: 100,
        voltage: .standard, provenance: .defined)

    /// Every device.
    public static let all = [h100SXM, textbook]

    /// The device of this name, blind to case, `-` and `_`; `h100` and `textbook` will do.
    ///
    /// - Throws: ``HardwareError/unknownName(kind:name:nearest:)``.
    public static func device(named name: String) throws(HardwareError) -> DeviceSpec {
        for device in all where NearestName.areSame(device.name, name) { return device }
        for (alias, device) in aliases where NearestName.areSame(alias, name) { return device }
        throw HardwareError.unknownName(
            kind: "gpu", name: name,
            nearest: NearestName.suggestions(for: name, among: all.map { $0.name }))
    }

    private static let aliases = [
        ("h100", h100SXM), ("h100-sxm5", h100SXM), ("h100-80gb", h100SXM), ("h100-sxm-80gb", h100SXM),
        ("nvidia-h100-sxm", h100SXM), ("nvidia-h100-80gb-hbm3", h100SXM), ("textbook", textbook),
    ]
}
