import SimCore

/// The routed experts of one layer: a fused kernel that gathers rows, multiplies each expert's and scatters them.
struct Experts: Hashable, Sendable {
    let hiddenSize: Double
    /// Columns of each expert that lie on this device.
    let size: Double
    /// Experts that a token is sent to, of so many in all.
    let perToken: Double
    let count: Double
    /// Devices that the experts are divided over.
    let devices: Double
    /// 3 for a gated block; 2 for a plain one, whose width then holds half as much.
    var matrices = 3.0
    let routing: ExpertRouting
    let precision: Precision

    /// Experts on a device.
    var local: Double { count / devices }

    /// t = te + tk (H + I)/1024 + smax(6 A H I/(ec P), active 3 H (I + i0) w u/(em BW); p) + passes of activations,
    /// with A rows and `active` experts on the busiest device.
    ///
    /// u is 1 where kernels are tuned and slices are whole tiles. A contiguous grouped layout pads each local expert's
    /// rows to whole blocks and reads an expert's weights for every block, those that turn out empty too.
    ///
    /// Energy besides: tiles of tensor cores that an expert's last rows leave half empty, and weights that are unpacked or
    /// laid out. With r rows an expert a tile of b rows takes max(b, r + b/2) of them on average.
    ///
    /// A kernel timed `alone` is a tuned one on gathered rows: u = 1 and no blocks.
    func cost(tokens: Double, on machine: Machine, alone: Bool = false) -> KernelCost {
        let constants = precision.expert
        let load = load(tokens: tokens, on: machine)
        let matrix = matrices * hiddenSize * size
        let flop = 2 * matrix * load.rows
        let padding = padding(tokens: tokens, load, alone: alone)
        let reads = max(load.activeExperts, padding.blocks)
        let weights = reads * matrix * precision.weightBytes
        let widths = hiddenSize + size
        let passes = passes(tokens: tokens, load, on: machine)
        let activations = passes.rows * widths * passes.bytes
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
            onChipMicroseconds: launch + compute, flop: 2 * matrix * load.meanRows * precision.energy,
            bytes: load.meanExperts * matrix * precision.weightBytes + activations,
            paddedFlop: (2 * padding.rows
                + unpacking(load, alone: alone).reduce(0) { $0 + $1.flop * $1.experts })
                * matrix * precision.energy,
            paddedBytes: padding.experts * matrix * precision.weightBytes)
    }

    private func load(tokens: Double, on machine: Machine) -> ExpertLoad {
        var imbalance = machine.constants.expertImbalance
        if case .powerLaw = routing { imbalance = precision.expert.powerLawImbalance }
        return ExpertLoad(
            tokens: tokens, perToken: perToken, experts: count, devices: devices, routing: routing,
            imbalance: imbalance, shape: precision.expert.powerLawShape)
    }

    /// Rows that fill blocks up, experts that are read once more for another block, and all blocks, on the mean device.
    private func padding(
        tokens: Double, _ load: ExpertLoad, alone: Bool
    ) -> (rows: Double, experts: Double, blocks: Double) {
        let block = precision.expert.blockRows
        guard devices > 1, block > 0, !alone else {
            let tile = tokens > local ? precision.expert.tileRows : precision.expert.fewTileRows
            guard tile > 0 else { return (0, 0, 0) }
            let least = load.meanExperts * tile
            return (max(0, max(least, load.meanRows + least / 2) - load.meanRows), 0, 0)
        }
        let blocks = (tokens * perToken + local * (block - 1)) / block
        return (max(0, load.meanExperts * block - load.meanRows), max(0, blocks - load.meanExperts), blocks)
    }

    /// Operations that take the energy of unpacking the weights that are read, and of laying out those of all local experts: for
    /// each weight of so many experts.
    private func unpacking(_ load: ExpertLoad, alone: Bool) -> [(what: String, flop: Double, experts: Double)]
    {
        let constants = precision.expert
        let isGrouped = devices > 1 && constants.blockRows > 0 && !alone
        return [
            ("unpacking of weights", constants.unpackingFlopPerWeight, load.meanExperts),
            ("layout of local experts", isGrouped ? constants.groupedFlopPerWeight : 0, local),
        ]
    }

    private func passes(tokens: Double, _ load: ExpertLoad, on machine: Machine) -> (
        rows: Double, bytes: Double
    ) {
        let constants = precision.expert
        return (
            constants.passesForeignRows ? tokens * perToken : load.rows,
            constants.activationPasses * 2 * machine.constants.activationTraffic
        )
    }
}

extension Experts {
    func flop(tokens: Double, on machine: Machine) -> [Account] {
        let load = load(tokens: tokens, on: machine)
        return [Account("products", [.number(2), .rows(load.meanRows)] + matrix)]
    }

    func paddedFlop(tokens: Double, on machine: Machine) -> [Account] {
        let load = load(tokens: tokens, on: machine)
        let rows = padding(tokens: tokens, load, alone: false).rows
        return [Account("empty rows of tiles and blocks", [.number(2), .rows(rows)] + matrix)]
            + unpacking(load, alone: false).map { what, flop, experts in
                Account(what, [.number(flop), Account.Factor(experts, "experts")] + matrix)
            }
    }

    func bytes(tokens: Double, on machine: Machine) -> [Account] {
        let load = load(tokens: tokens, on: machine)
        let passes = passes(tokens: tokens, load, on: machine)
        return [
            weights("weights", load.meanExperts),
            Account(
                "rows gathered and scattered",
                [.rows(passes.rows), .number(hiddenSize + size), .bytes(passes.bytes)]),
        ]
    }

    func paddedBytes(tokens: Double, on machine: Machine) -> [Account] {
        let experts = padding(tokens: tokens, load(tokens: tokens, on: machine), alone: false).experts
        return experts > 0 ? [weights("weights read for another block", experts)] : []
    }

    private var matrix: [Account.Factor] {
        [Account.Factor(matrices, "matrices"), .number(hiddenSize), .number(size)]
    }

    private func weights(_ what: String, _ experts: Double) -> Account {
        Account(what, [Account.Factor(experts, "experts")] + matrix + [.bytes(precision.weightBytes)])
    }
}

/// What a family's fused expert kernels reach: see ``Experts``.
public struct ExpertConstants: Hashable, Sendable {
    /// Microseconds of the chain of kernels, and for each 1024 of hidden and expert size walked.
    public var launchMicroseconds: Double
    public var microsecondsPer1024Depth: Double = 0
    /// Share of the unit's FLOP/s peak.
    public var computeEfficiency: Double
    /// Share of the memory bandwidth for the experts' weights.
    public var memoryEfficiency: Double
    /// Exponent of smax(compute, weights).
    public var cornerExponent: Double
    /// Share of the memory bandwidth for activations.
    public var activationEfficiency: Double
    /// Times that the hidden and expert columns of each routed row pass through memory.
    public var activationPasses: Double
    /// Whether every device of an expert-parallel group passes over all routed rows, its own or not.
    public var passesForeignRows = false
    /// Columns that an expert is padded by.
    public var padding: Double = 0
    /// Factor on the weights' time where a slice of an expert is no multiple of 16 columns.
    public var misalignedPenalty: Double = 1
    /// Factor on the weights' time under expert parallelism, where kernels are not tuned: at more tokens than local
    /// experts, or always.
    public var untunedPenalty: Double = 1
    public var isAlwaysUntuned = false
    /// Microseconds more of launches under expert parallelism.
    public var groupMicroseconds: Double = 0
    /// Rows of a block in a contiguous grouped layout (DeepGEMM), under expert parallelism; 0 where rows are gathered as
    /// they are.
    public var blockRows: Double = 0
    /// Rows of a tile of tensor cores, which each expert that is read fills up: with no more tokens than local experts, and
    /// with more; 0 where nothing is padded. Energy only: the time behind the weights' is the fit's.
    public var fewTileRows: Double = 0
    public var tileRows: Double = 0
    /// Operations of the experts' unit that take the energy of unpacking a weight of an expert that is read.
    public var unpackingFlopPerWeight: Double = 0
    /// Operations of the experts' unit that take the energy which a grouped layout draws for each weight of each local expert,
    /// whether tokens went there or not, under expert parallelism.
    public var groupedFlopPerWeight: Double = 0
    /// Of the benchmark's own routing (``ExpertRouting/powerLaw(_:)``): shape of the gamma below one row an expert, and
    /// weight of the busiest device's excess.
    public var powerLawShape: Double = 1
    public var powerLawImbalance: Double = 1
}
