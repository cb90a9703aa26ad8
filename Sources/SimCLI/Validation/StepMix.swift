import HardwareModels
import SimCore
import Synchronization

/// The steps of a closed-loop run's steady window, alike ones together: all that its figures depend on.
///
/// Every request is there from the start, so what a step computes does not depend on how long steps take: one replay
/// serves every choice of constants. Steps of one composition whose contexts lie within a ninth of each other are
/// averaged; a step's cost is affine in its contexts, so that is exact up to the power cap's corner.
struct StepMix: Sendable {
    struct Entry: Sendable {
        var shape: BatchShape
        /// Requests that run, those in the middle of their prompt included.
        var running: Double
        var steps: Double
    }

    private(set) var entries: [Entry] = []

    /// - Throws: `CLIError` for a run that the simulator refuses.
    /// - Returns: nil for a run too short to have a steady window.
    init?(_ setup: SimulationSetup, requests: [RequestSpec], attentionWindow: Int?) throws(CLIError) {
        let log = ShapeLog()
        var observer = MixObserver(
            log: log,
            window: SteadyWindow(requests: requests.count, sequences: setup.limits.maxSequences))
        do throws(SimulationFault) {
            var simulation = try Simulation(
                setup, arrivals: ListedArrivals(requests), router: RoundRobin(), policy: ChunkedPrefill(),
                cost: LoggingCost(attentionWindow: attentionWindow, log: log))
            _ = try simulation.run(observer: &observer)
        } catch {
            throw CLIError(.internalDefect, error.description)
        }
        guard observer.window.duration != nil else { return nil }
        entries = observer.mixed
    }

    /// The window's figures at a step's cost; nil where the steps take no time.
    ///
    /// - Throws: `CLIError` for a step that takes more than can be told.
    func figures(_ cost: inout RooflineModel) throws(CLIError) -> ClosedLoopReplay.Figures? {
        var femtoseconds = 0.0
        var femtojoules = 0.0
        var runningTime = 0.0
        var tokens = 0.0
        var gaps: [(duration: Double, weight: Double)] = []
        for entry in entries {
            let price = cost.cost(of: entry.shape)
            if price.isBeyondLimits, let refusal = RunCommand.refusal(of: entry.shape, cost) { throw refusal }
            let context = Double(entry.shape.contextTokens)
            let windowed = Double(entry.shape.windowedContextTokens)
            let duration =
                Double(price.durationBase) + Double(price.durationPerToken) * context
                + Double(price.durationPerWindowedToken) * windowed
            femtoseconds += entry.steps * duration
            femtojoules +=
                entry.steps
                * (Double(price.energyBase) + Double(price.energyPerToken) * context
                    + Double(price.energyPerWindowedToken) * windowed)
            runningTime += entry.steps * duration * entry.running
            tokens += entry.steps * Double(entry.shape.decodeSequences + entry.shape.completedPrefills)
            gaps.append((duration, entry.steps * Double(entry.shape.decodeSequences)))
        }
        guard femtoseconds > 0, tokens > 0 else { return nil }
        return ClosedLoopReplay.Figures(
            meanBatch: runningTime / femtoseconds, outputThroughput: tokens / femtoseconds * 1e15,
            medianITLMilliseconds: StepMix.median(&gaps) * 1e-12, watts: femtojoules / femtoseconds)
    }

    /// The value at which half of the weight is reached.
    private static func median(_ values: inout [(duration: Double, weight: Double)]) -> Double {
        values.sort { $0.duration < $1.duration }
        let half = values.reduce(0) { $0 + $1.weight } / 2
        var below = 0.0
        var before: (middle: Double, duration: Double)?
        for value in values where value.weight > 0 {
            // Between the middles of neighbours, linearly: an entry stands for steps spread around it.
            let middle = below + value.weight / 2
            if middle >= half {
                guard let before else { return value.duration }
                let share = (half - before.middle) / (middle - before.middle)
                return before.duration + share * (value.duration - before.duration)
            }
            before = (middle, value.duration)
            below += value.weight
        }
        return before?.duration ?? 0
    }
}

/// The shapes that a run asked the price of and has not yet seen completed.
private final class ShapeLog: Sendable {
    private let last = Mutex(BatchShape())

    func set(_ shape: BatchShape) { last.withLock { $0 = shape } }

    var shape: BatchShape { last.withLock { $0 } }
}

/// Any price will do: a microsecond a step.
private struct LoggingCost: StepCostModel {
    let attentionWindow: Int?
    let log: ShapeLog
    var idlePower: Power { .zero }
    var spans: PerSpan<AttentionSpan> { PerSpan(window: attentionWindow) }

    mutating func cost(of shape: BatchShape) -> StepCost {
        log.set(shape)
        return StepCost(durationBase: 1_000_000_000, energyBase: 0)
    }
}

private struct MixObserver: SimulationObserver {
    /// Composition and context, as coarse as steps are put together.
    private struct Key: Hashable {
        let decodeSequences, prefillTokens, completedPrefills: Int64
        let contextClass: Int64
        let running: Int
    }

    let log: ShapeLog
    var window: SteadyWindow
    private var running = 0
    private var places: [Key: Int] = [:]
    private var sums: [Sum] = []

    /// Sums over steps: of shapes, to be divided by their number.
    private struct Sum {
        var steps = 0.0
        var running = 0
        var shape = BatchShape()
        var context = 0.0
        var windowed = 0.0
        var pairs = 0.0
        var windowedPairs = 0.0
        var past = 0.0
        var windowedPast = 0.0
    }

    init(log: ShapeLog, window: SteadyWindow) {
        self.log = log
        self.window = window
    }

    var wantsRequests: Bool { true }
    var wantsSteps: Bool { true }

    mutating func stepsCompleted(_ run: StepRun) {
        if window.opened != nil, window.closed == nil { add(log.shape, steps: run.steps) }
        window.stepsCompleted(run)
    }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        window.idled(replica: replica, from: start, to: end, power: power)
    }

    mutating func requestFinished(_ record: RequestRecord) { window.requestFinished(record) }

    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
        self.running = running
        window.loadChanged(at: now, waiting: waiting, running: running)
    }

    /// Adds a leap in pieces of at most 64 steps, each at its middle context.
    private mutating func add(_ shape: BatchShape, steps: Int64) {
        var done: Int64 = 0
        while done < steps {
            let piece = min(64, steps - done)
            let middle = Double(done) + Double(piece - 1) / 2
            add(shape, middle: middle, steps: Double(piece))
            done += piece
        }
    }

    private mutating func add(_ shape: BatchShape, middle: Double, steps: Double) {
        let context = Double(shape.contextTokens) + middle * Double(shape.decodeSequences)
        let windowed = Double(shape.windowedContextTokens) + middle * Double(shape.growingSequences)
        let key = Key(
            decodeSequences: shape.decodeSequences, prefillTokens: shape.prefillTokens,
            completedPrefills: shape.completedPrefills,
            contextClass: Int64(PortableMath.log(max(context, 1)) * 6), running: running)
        let place = places[key] ?? sums.count
        if place == sums.count {
            places[key] = place
            sums.append(Sum(running: running, shape: shape))
        }
        sums[place].steps += steps
        sums[place].context += steps * context
        sums[place].windowed += steps * windowed
        sums[place].pairs += steps * Double(shape.prefillPairs)
        sums[place].windowedPairs += steps * Double(shape.windowedPrefillPairs)
        sums[place].past += steps * Double(shape.prefillPastTokens)
        sums[place].windowedPast += steps * Double(shape.windowedPrefillPastTokens)
    }

    /// The entries, in the order in which their compositions first came up.
    var mixed: [StepMix.Entry] {
        sums.map { sum in
            func mean(_ total: Double) -> Int64 { Int64((total / sum.steps).rounded()) }
            var shape = sum.shape
            shape.contextTokens = mean(sum.context)
            shape.windowedContextTokens = mean(sum.windowed)
            shape.prefillPairs = mean(sum.pairs)
            shape.windowedPrefillPairs = mean(sum.windowedPairs)
            shape.prefillPastTokens = mean(sum.past)
            shape.windowedPrefillPastTokens = mean(sum.windowedPast)
            return StepMix.Entry(shape: shape, running: Double(sum.running), steps: sum.steps)
        }
    }
}
