import SimCore

/// A matrix product: `rows` x `depth` activations times `depth` x `columns` weights.
enum GEMM {
    /// t = t0 + tau min(k, ks)/1024 + smax(2mnk/(ec P), (w n k + a m k + a m n)/(em BW)), a roofline with a smooth
    /// corner and a launch latency; waves of thread blocks fitted to nothing.
    static func cost(
        rows m: Double, columns n: Double, depth k: Double, weightBytes: Double, on machine: Machine
    ) -> KernelCost {
        let constants = machine.constants
        let flop = 2 * m * n * k
        let activations = machine.activationBytes * constants.activationTraffic
        let bytes = n * k * weightBytes + activations * (m * k + m * n)
        let latency =
            constants.gemmLaunchMicroseconds
            + constants.gemmMicrosecondsPer1024Depth * min(k, constants.gemmDepthLimit) / 1024
        let work = smoothMaximum(
            machine.compute(flop, efficiency: constants.gemmComputeEfficiency),
            machine.memory(bytes, efficiency: constants.gemmMemoryEfficiency),
            exponent: constants.cornerExponent)
        return KernelCost(microseconds: latency * machine.stretch + work, flop: flop, bytes: bytes)
    }

    /// (a^p + b^p)^(1/p) for a, b >= 0: the sum at p = 1, the maximum at infinity.
    static func smoothMaximum(_ a: Double, _ b: Double, exponent p: Double) -> Double {
        let larger = max(a, b)
        let smaller = min(a, b)
        guard smaller > 0, p < .infinity else { return larger }
        return larger * PortableMath.pow(1 + PortableMath.pow(smaller / larger, p), 1 / p)
    }
}
