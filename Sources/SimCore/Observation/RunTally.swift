/// What is counted while a run goes on, over all replicas.
struct RunTally: ~Copyable {
    private let objective: ServiceObjective
    private let classes: [ServiceObjective]
    /// Whether somebody is promised anything.
    private let hasObjective: Bool
    /// Whether finished requests are kept for an observer, or the source, to take.
    var keepsRecords = false
    var records: [RequestRecord] = []
    var load = RunLoad()

    var ttft = LatencyCounter()
    var tpot = LatencyCounter()
    var itl = LatencyCounter()
    var e2e = LatencyCounter()
    var queueing = LatencyCounter()

    private(set) var completed: Int64 = 0
    private(set) var good: Int64 = 0
    /// Of completed requests.
    private(set) var promptTokens: Int64 = 0
    private(set) var outputTokens: Int64 = 0
    /// Of completed requests: the sum of their shares.
    private(set) var shares: Int128 = 0
    var preemptions: Int64 = 0
    var swappedBlocks: Int64 = 0
    var steps: Int64 = 0
    var decodeRows: Int64 = 0
    var prefillTokens: Int64 = 0
    /// Prompt padding, and decode rows of sequences that were done.
    var paddedTokens: Int64 = 0
    var recomputedTokens: Int64 = 0
    /// The highest power of a step, in milliwatts rounded down, of one replica.
    private(set) var peakMilliwatts: Int64 = 0

    init(objective: ServiceObjective, classes: [ServiceObjective] = []) {
        self.objective = objective
        self.classes = classes
        hasObjective = objective != ServiceObjective() || !classes.isEmpty
    }

    init(copying other: borrowing RunTally) {
        objective = other.objective
        classes = other.classes
        hasObjective = other.hasObjective
        keepsRecords = other.keepsRecords
        records = other.records
        load = other.load
        ttft = LatencyCounter(copying: other.ttft)
        tpot = LatencyCounter(copying: other.tpot)
        itl = LatencyCounter(copying: other.itl)
        e2e = LatencyCounter(copying: other.e2e)
        queueing = LatencyCounter(copying: other.queueing)
        completed = other.completed
        good = other.good
        promptTokens = other.promptTokens
        outputTokens = other.outputTokens
        shares = other.shares
        preemptions = other.preemptions
        swappedBlocks = other.swappedBlocks
        steps = other.steps
        decodeRows = other.decodeRows
        prefillTokens = other.prefillTokens
        paddedTokens = other.paddedTokens
        recomputedTokens = other.recomputedTokens
        peakMilliwatts = other.peakMilliwatts
    }

    /// A request has been answered.
    @inline(__always)
    mutating func finished(
        _ slot: borrowing SequenceSlot, replica: Int, clock: SimInstant, at now: SimInstant
    ) {
        let firstToken = slot.hasFirstToken ? slot.firstToken : clock
        completed &+= 1
        promptTokens &+= slot.promptTokens
        outputTokens &+= slot.outputTokens
        shares &+= slot.prefillEnergy &+ slot.decodeEnergy
        ttft.add(firstToken - slot.arrival)
        e2e.add(now - slot.arrival)
        queueing.add(slot.firstScheduled - slot.arrival)
        if slot.outputTokens > 1 {
            let span = now.picoseconds &- firstToken.picoseconds
            tpot.add(SimDuration(picoseconds: span / (slot.outputTokens &- 1)))
        }
        load.finished(at: now)
        if hasObjective || keepsRecords {
            note(slot.record(replica: replica, clock: clock, finish: now))
        } else {
            good &+= 1
        }
    }

    @inline(never)
    private mutating func note(_ record: RequestRecord) {
        let promise =
            classes.indices.contains(record.requestClass) ? classes[record.requestClass] : objective
        if promise.isMet(by: record) { good += 1 }
        if keepsRecords { records.append(record) }
    }

    /// A step of so many femtojoules and femtoseconds.
    @inline(__always)
    mutating func notePeak(_ energy: Int128, _ duration: Int64) {
        // fJ / fs = W; the division is needed only for a new highest.
        let scaled = energy &* 1000
        if scaled >= Int128.product(peakMilliwatts &+ 1, duration) {
            peakMilliwatts = Int64(min(scaled / Int128(duration), Int128(Int64.max - 1)))
        }
    }
}

/// How many requests wait and run, and the integrals of both, which are settled when somebody comes or goes: a request
/// that waits from t to u adds u - t.
struct RunLoad: BitwiseCopyable, Sendable {
    private(set) var waiting: Int64 = 0
    private(set) var running: Int64 = 0
    private(set) var inSystem: Int64 = 0
    private(set) var maxWaiting: Int64 = 0
    private(set) var maxRunning: Int64 = 0
    private(set) var maxConcurrent: Int64 = 0
    // Sums of instants: fewer than 2^40 requests at less than 2^63 picoseconds.
    private var waitingSum: Int128 = 0
    private var runningSum: Int128 = 0

    /// A request arrives; it waits.
    @inline(__always)
    mutating func arrived(at now: SimInstant) {
        waiting &+= 1
        waitingSum &-= Int128(now.picoseconds)
        inSystem &+= 1
        if inSystem > maxConcurrent { maxConcurrent = inSystem }
    }

    /// One that waited runs.
    @inline(__always)
    mutating func started(at now: SimInstant) {
        waiting &-= 1
        running &+= 1
        waitingSum &+= Int128(now.picoseconds)
        runningSum &-= Int128(now.picoseconds)
    }

    /// One that ran waits.
    mutating func stopped(at now: SimInstant) {
        waiting &+= 1
        running &-= 1
        waitingSum &-= Int128(now.picoseconds)
        runningSum &+= Int128(now.picoseconds)
    }

    /// One that ran has ended.
    @inline(__always)
    mutating func finished(at now: SimInstant) {
        running &-= 1
        runningSum &+= Int128(now.picoseconds)
        inSystem &-= 1
    }

    /// Notes the highest numbers, once an instant is over: what is seen halfway through it depends on whether an arrival ended a
    /// leap in it or a step ended by itself.
    @inline(__always)
    mutating func instantIsOver() {
        if waiting > maxWaiting { maxWaiting = waiting }
        if running > maxRunning { maxRunning = running }
    }

    /// Requests x picoseconds up to `now`.
    func waitingIntegral(at now: SimInstant) -> Int128 {
        waitingSum + Int128(waiting) * Int128(now.picoseconds)
    }
    func runningIntegral(at now: SimInstant) -> Int128 {
        runningSum + Int128(running) * Int128(now.picoseconds)
    }
}
