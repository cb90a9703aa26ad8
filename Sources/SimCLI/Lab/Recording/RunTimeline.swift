import SimCore

/// Records power by phase, load and cache over the time of a run, in bounded memory whatever its length.
///
/// A leap is not expanded: its steps are looked up only where a bin ends, so that a run costs O(leaps + bins x log steps).
/// The energies of the bins add up to the run's, to the femtojoule.
struct RunTimeline: SimulationObserver, Sendable {
    private(set) var bins = TimelineBins()
    private(set) var batches = BatchTally()
    /// KV blocks of all replicas.
    let totalBlocks: Double
    private let blocksPerReplica: Double
    private let blockSize: Double
    /// KV blocks in use, by replica.
    private var levels: [Double]
    private var waiting: Int128 = 0
    private var running: Int128 = 0
    private var lastChange = SimInstant.zero

    var wantsSteps: Bool { true }

    init(_ setup: SimulationSetup) {
        blocksPerReplica = Double(setup.limits.kvBlocks)
        totalBlocks = blocksPerReplica * Double(setup.replicas)
        blockSize = Double(max(1, setup.limits.blockSize))
        levels = [Double](repeating: 0, count: setup.replicas)
    }

    mutating func stepsCompleted(_ run: StepRun) {
        batches.add(run)
        let ledger = StepLedger(run)
        let (start, end) = (run.startsAt.picoseconds, run.endsAt.picoseconds)
        let rows = Int128(run.decodeSequences)
        // Blocks of requests that end with the steps are free again when the steps are told of: until then the level
        // rises by what the steps write.
        // A prompt has its blocks from the start of its step on.
        let before = min(levels[run.replica] + Double(run.prefillTokens) / blockSize, blocksPerReplica)
        let written = Double(run.decodeSequences) * Double(run.steps) / blockSize
        let after = min(max(Double(run.kvBlocks), before + written), blocksPerReplica)
        let span = Double(max(1, end - start))
        var spent = (prefill: Int128(0), decode: Int128(0))
        bins.visit(from: start, to: end) { bin, from, to in
            let now = ledger.spent(until: to)
            bin.prefill.femtojoules += now.prefill - spent.prefill
            bin.decode.femtojoules += now.decode - spent.decode
            spent = now
            bin.rows += rows * Int128(to - from)
            let middle = (Double(from - start) + Double(to - start)) / 2 / span
            bin.blocks += (before + (after - before) * middle) * Double(to - from)
        }
        levels[run.replica] = Double(run.kvBlocks)
    }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        let level = levels[replica]
        bins.visit(from: start.picoseconds, to: end.picoseconds) { bin, from, to in
            bin.idle += power * SimDuration(picoseconds: to - from)
            bin.blocks += level * Double(to - from)
        }
    }

    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        let (queued, served) = (self.waiting, self.running)
        bins.visit(from: lastChange.picoseconds, to: now.picoseconds) { bin, from, to in
            bin.waiting += queued * Int128(to - from)
            bin.running += served * Int128(to - from)
        }
        lastChange = now
        (self.waiting, self.running) = (Int128(waiting), Int128(running))
    }
}

/// How much of its energy a run of steps has spent at an instant: a step's spreads evenly over its time.
struct StepLedger {
    private let run: StepRun
    private let first: Int128
    private let growth: Int128
    private let prefill: Int128

    init(_ run: StepRun) {
        self.run = run
        first = run.step(0).energy.femtojoules
        growth = run.steps > 1 ? run.step(1).energy.femtojoules - first : 0
        prefill = run.prefillEnergy.femtojoules
    }

    /// Femtojoules of each phase from the start on. O(log steps).
    func spent(until instant: Int64) -> (prefill: Int128, decode: Int128) {
        if instant >= run.endsAt.picoseconds { return (prefill, run.energy.femtojoules - prefill) }
        // The steps before `low` have ended.
        var (low, high) = (Int64(0), run.steps - 1)
        while low < high {
            let middle = low + (high - low) / 2
            if run.step(middle).endsAt.picoseconds <= instant { low = middle + 1 } else { high = middle }
        }
        let step = run.step(low)
        let whole = step.endsAt.picoseconds - step.startsAt.picoseconds
        let part = instant - step.startsAt.picoseconds
        let energy = step.energy.femtojoules
        guard low > 0 else {
            return (share(prefill, part, of: whole), share(energy - prefill, part, of: whole))
        }
        let before = first * Int128(low) + growth * (Int128(low) * Int128(low - 1) / 2)
        return (prefill, before - prefill + share(energy, part, of: whole))
    }

    /// `energy` x part / whole, rounded down, without the overflow of the product.
    private func share(_ energy: Int128, _ part: Int64, of whole: Int64) -> Int128 {
        guard part > 0, whole > 0 else { return 0 }
        let (quotient, rest) = energy.quotientAndRemainder(dividingBy: Int128(whole))
        return quotient * Int128(part) + rest * Int128(part) / Int128(whole)
    }
}
