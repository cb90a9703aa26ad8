import SimCore

/// The routed experts of one layer: a fused kernel that gathers rows, multiplies each expert's and scatters them.
enum Experts {
    /// t = te + tk (H + I)/1024 + smax(6 A H I/(ec P), active 3 H (I + i0) w u/(em BW); p) + passes of activations,
    /// with A rows and `active` experts on the busiest device.
    ///
    /// `matrices` is 3 for a gated block (2 for a plain one, whose width then holds half as much).
    /// `size` columns of each of the `local` experts lie on this device; u is 1 where kernels are tuned and slices
    /// are whole tiles. A contiguous grouped layout pads each local expert's rows to whole blocks and reads an expert's
    /// weights for every block, those that turn out empty too.
    ///
    /// Energy besides: tiles of tensor cores that an expert's last rows leave half empty, and weights that are unpacked or
    /// laid out. With r rows an expert a tile of b rows takes max(b, r + b/2) of them on average.
    ///
    /// A kernel timed `alone` is a tuned one on gathered rows: u = 1 and no blocks.
    static func cost(
        tokens: Double, hiddenSize: Double, size: Double, perToken: Double, load: ExpertLoad, local: Double,
        devices: Double, with precision: Precision, on machine: Machine, matrices: Double = 3,
        alone: Bool = false
    ) -> KernelCost {
        let constants = precision.expert
        let matrix = matrices * hiddenSize * size
        let flop = 2 * matrix * load.rows
        var reads = load.activeExperts
        let meanReads = machine.constants.countsBusiestDevice ? load.activeExperts : load.meanExperts
        let meanRows = machine.constants.countsBusiestDevice ? load.rows : load.meanRows
        var padding = 0.0
        var readAgain = 0.0
        var extra = constants.unpackingFlopPerWeight * meanReads * matrix
        if devices > 1, constants.blockRows > 0, !alone {
            let blocks = (tokens * perToken + local * (constants.blockRows - 1)) / constants.blockRows
            padding = 2 * matrix * max(0, meanReads * constants.blockRows - meanRows)
            reads = max(reads, blocks)
            readAgain = max(0, blocks - meanReads)
            extra += constants.groupedFlopPerWeight * local * matrix
        } else if constants.tileRows > 0, meanReads > 0 {
            let tile = tokens > local ? constants.tileRows : constants.fewTileRows
            padding = 2 * matrix * max(0, max(meanReads * tile, meanRows + meanReads * tile / 2) - meanRows)
        }
        let weights = reads * matrix * precision.weightBytes
        let widths = hiddenSize + size
        let rows = constants.passesForeignRows ? tokens * perToken : load.rows
        let activations =
            rows * widths * constants.activationPasses * 2 * machine.constants.activationTraffic
        var penalty = size / 16 == (size / 16).rounded(.down) ? 1 : constants.misalignedPenalty
        if devices > 1, !alone, constants.isAlwaysUntuned || tokens > local {
            penalty *= constants.untunedPenalty
        }
        let read = weights * penalty * (size + constants.padding) / size
        let group = devices > 1 && !alone ? constants.groupMicroseconds : 0
        let launch =
            (constants.launchMicroseconds + group + constants.microsecondsPer1024Depth * widths / 1024)
            * machine.stretch
        let compute = flop / (precision.flopPerSecond * constants.computeEfficiency) * 1e6
        let memory = machine.memory(read, efficiency: constants.memoryEfficiency)
        let pass = machine.memory(activations, efficiency: constants.activationEfficiency)
        return KernelCost(
            microseconds: launch + smoothMaximum(compute, memory, exponent: constants.cornerExponent) + pass,
            onChipMicroseconds: launch + compute, flop: 2 * matrix * meanRows * precision.energy,
            bytes: meanReads * matrix * precision.weightBytes + activations,
            paddedFlop: padding * precision.energy + extra,
            paddedBytes: readAgain * matrix * precision.weightBytes)
    }
}
