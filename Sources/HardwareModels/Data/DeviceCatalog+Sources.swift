/// Where the figures of each device are from, in a line for `show`; the comments beside them say more.
extension DeviceCatalog {
    /// The source of a catalogue device's figures; nil for another device.
    public static func source(of device: DeviceSpec) -> String? {
        for (known, source) in sources where known == device { return source }
        return nil
    }

    private static let sources = [
        (
            h100SXM,
            "NVIDIA H100 datasheet (dense) and white paper; idle power: gpu-parking-tax (arXiv 2605.23918); floor, "
                + "pJ/FLOP, pJ/byte and cap: 115 vLLM 0.11.1 runs of the ML.ENERGY Benchmark v3"
        ),
        (h100PCIe, "NVIDIA H100 datasheet and product brief PB-11133"),
        (
            h200,
            "NVIDIA H200 datasheet; idle, floor, pJ/FLOP and pJ/byte of the H100 SXM, whose die, limit and kind of memory it has"
        ),
        (gh200, "NVIDIA Grace Hopper datasheet"),
        (b200, "NVIDIA Blackwell architecture brief and HGX B200 datasheet, per GPU"),
        (a100SXM80, "NVIDIA A100 datasheet"),
        (a100SXM40, "NVIDIA A100 datasheet and white paper"),
        (a100PCIe, "NVIDIA A100 datasheet; idle power and context: gpu-parking-tax (arXiv 2605.23918)"),
        (l40s, "NVIDIA L40S datasheet; idle power and context: gpu-parking-tax (arXiv 2605.23918)"),
        (l4, "NVIDIA L4 datasheet, peaks without sparsity"), (a10, "NVIDIA A10 datasheet"),
        (t4, "NVIDIA T4 datasheet"), (rtx4090, "NVIDIA Ada white paper, peaks with 32-bit accumulation"),
        (jetsonOrin, "NVIDIA Jetson Orin series datasheet, peaks without sparsity"),
        (
            raspberryPi5,
            "Arm Cortex-A76 optimisation guide (peaks), Raspberry Pi documentation (memory and power)"
        ),
        (m1Pro, "Apple newsroom (peak and bandwidth); power assumed from the MacBook Pro's 67 W adapter"),
        (m2Ultra, "Apple newsroom (peak and bandwidth), Apple support, Mac Studio power consumption"),
        (textbook, "round numbers"),
    ]
}

extension Provenance {
    /// What the word means for a figure.
    public var meaning: String {
        switch self {
        case .calibrated: "power and times fitted to measurements on this very device"
        case .transferred: "fitted on another device, carried over by the ratio of datasheet figures"
        case .datasheet: "the maker's figures alone, power as shares of the rating as measured on an H100 SXM"
        case .defined: "true by definition: an imaginary device for teaching"
        }
    }
}
