/// KV blocks on their way to or from host memory, before the step: the device's link to the host is the bottleneck.
struct BlockSwap: Hashable, Sendable {
    let bytesPerBlock: Double

    func cost(blocks: Double, on machine: Machine) -> KernelCost {
        guard blocks > 0 else { return .zero }
        let bytes = blocks * bytesPerBlock
        return KernelCost(microseconds: bytes / machine.hostLinkBytesPerSecond * 1e6, flop: 0, bytes: bytes)
    }

    func bytes(blocks: Double) -> [Account] {
        [Account("KV blocks", [Account.Factor(blocks, "blocks"), .bytes(bytesPerBlock)])]
    }
}
