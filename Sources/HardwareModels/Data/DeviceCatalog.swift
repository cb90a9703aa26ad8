import SimCore

/// What a 16-bit FLOP and a byte of memory traffic take on an H100 SXM, in pJ: `picojoulesPerFlop` and
/// `picojoulesPerByte` of calibration/constants-h100-vllm.json.
let fittedPicojoulesPerFlop = 0.65
let fittedPicojoulesPerByte = 85.0

/// The devices that are known by name.
public enum DeviceCatalog {
    /// An imaginary device of round numbers, for working answers out by hand.
    ///
    /// 3 pJ/FLOP at 100 TFLOP/s is 300 W and 100 pJ/byte at 1 TB/s is 100 W, so that with 100 W of idle the device
    /// draws exactly its 500 W where compute and memory are both saturated: at the ridge of 100 FLOP/byte.
    public static let textbook = DeviceSpec(
        name: "textbook-gpu", bf16FlopPerSecond: 100e12, fp32FlopPerSecond: 10e12, tf32FlopPerSecond: 50e12,
        fp8FlopPerSecond: 200e12, int8FlopPerSecond: 200e12, multiprocessors: 100, cacheBytes: 1_000_000,
        memoryBytesPerSecond: 1e12, memoryBytes: 80_000_000_000, marketedBytes: 80_000_000_000,
        contextBytes: 0, linkBytesPerSecond: 100e9,
        hostLinkBytesPerSecond: 10e9, clockMegahertz: 1000,
        bareIdlePower: Power(milliwatts: 100_000), idlePower: Power(milliwatts: 100_000),
        activeFloorPower: Power(milliwatts: 100_000), capPower: Power(milliwatts: 500_000),
        maxPower: Power(milliwatts: 500_000), picojoulesPerFlop: 3, picojoulesPerByte: 100,
        voltage: VoltageCurve(knee: 0.5, bend: 0.75, bendVoltage: 1.25, topVoltage: 1.5),
        clockStepMegahertz: 10, provenance: .defined)

    /// Every device.
    public static let all = [
        h100SXM, h100PCIe, h200, gh200, b200, a100SXM80, a100SXM40, a100PCIe, l40s, l4, a10, t4, rtx4090,
        jetsonOrin, raspberryPi5, m1Pro, m2Ultra, textbook,
    ]

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
        ("nvidia-h100-sxm", h100SXM), ("nvidia-h100-80gb-hbm3", h100SXM), ("nvidia-h100-pcie", h100PCIe),
        ("h200-sxm", h200), ("nvidia-h200", h200), ("b200-sxm", b200), ("nvidia-b200", b200),
        ("gh200-96gb", gh200), ("a100", a100SXM80), ("a100-sxm", a100SXM80), ("a100-80gb", a100SXM80),
        ("a100-sxm4-80gb", a100SXM80), ("nvidia-a100-sxm4-80gb", a100SXM80), ("a100-40gb", a100SXM40),
        ("a100-sxm4-40gb", a100SXM40), ("nvidia-a100-sxm4-40gb", a100SXM40), ("a100-pcie", a100PCIe),
        ("nvidia-a100-80gb-pcie", a100PCIe), ("nvidia-l40s", l40s), ("nvidia-l4", l4), ("nvidia-a10", a10),
        ("tesla-t4", t4), ("4090", rtx4090), ("nvidia-geforce-rtx-4090", rtx4090), ("orin", jetsonOrin),
        ("jetson-orin", jetsonOrin), ("jetson-agx-orin", jetsonOrin), ("rpi5", raspberryPi5),
        ("m1-pro", m1Pro),
        ("m2-ultra", m2Ultra), ("textbook", textbook),
    ]
}
