import SimCore

/// The routed experts of one layer: a fused kernel that gathers rows, multiplies each expert's and scatters them.
enum Experts {
    /// t = te + tk (H + I)/1024 + smax(6 A H I/(ec P), active 3 H (I + i0) w u/(em BW); p) + passes of activations,
    /// with A rows and `active` experts on the busiest device.
    ///
    /// `matrices` is 3 for a gated block (2 for a plain one, whose width then holds half as much).
    /// `size` columns of each of the `local` experts lie on this device; u is 1 where kernels are tuned and slices
    /// are whole tiles.
    static func cost(
        tokens: Double, hiddenSize: Double, size: Double, perToken: Double, load: ExpertLoad, local: Double,
        devices: Double, with precision: Precision, on machine: Machine, matrices: Double = 3
    ) -> KernelCost {
        let constants = precision.expert
        let flop = 2 * matrices * load.rows * hiddenSize * size
        let weights = load.activeExperts * matrices * hiddenSize * size * precision.weightBytes
        let widths = hiddenSize + size
        let rows = constants.passesForeignRows ? tokens * perToken : load.rows
        let activations =
            rows * widths * constants.activationPasses * 2 * machine.constants.activationTraffic
        var penalty = size / 16 == (size / 16).rounded(.down) ? 1 : constants.misalignedPenalty
        if devices > 1, constants.isAlwaysUntuned || tokens > local { penalty *= constants.untunedPenalty }
        let read = weights * penalty * (size + constants.padding) / size
        let launch =
            (constants.launchMicroseconds + constants.microsecondsPer1024Depth * widths / 1024)
            * machine.stretch
        let compute = flop / (precision.flopPerSecond * constants.computeEfficiency) * 1e6
        let memory = machine.memory(read, efficiency: constants.memoryEfficiency)
        let pass = machine.memory(activations, efficiency: constants.activationEfficiency)
        return KernelCost(
            microseconds: launch + smoothMaximum(compute, memory, exponent: constants.cornerExponent) + pass,
            onChipMicroseconds: launch + compute, flop: flop * precision.energy, bytes: weights + activations)
    }
}
