import SimCore
import Testing

@Suite struct ArrivalSourceTests {
    /// A client that sends its next request a second after the answer to the one before.
    private struct OneAfterTheOther: ArrivalSource {
        var left: Int
        var prompt = 20
        private(set) var answers: [RequestRecord] = []
        private(set) var refusals: [Int64] = []
        private var isAnswered = true
        private var sends = SimInstant.zero
        var hearsAnswers: Bool { true }

        init(_ count: Int, prompt: Int = 20) {
            left = count
            self.prompt = prompt
        }

        mutating func peek() -> NextArrival { left == 0 ? .ended : isAnswered ? .at(sends) : .afterAnswer }

        mutating func next() -> RequestSpec? {
            left -= 1
            isAnswered = false
            return RequestSpec(arrival: sends, promptTokens: left % 3 == 1 ? prompt : 20, outputTokens: 5)
        }

        mutating func finished(_ record: RequestRecord) {
            answers.append(record)
            go(from: record.finish)
        }

        mutating func refused(id: Int64, at instant: SimInstant) {
            refusals.append(id)
            go(from: instant)
        }

        private mutating func go(from instant: SimInstant) {
            isAnswered = true
            sends = instant + .seconds(1)
        }
    }

    private func simulate<Source: ArrivalSource>(
        _ source: Source, stepping: Stepping = .leap
    ) throws -> (SimulationResult, Source) {
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(kvBlocks: 20), stepping: stepping), arrivals: source,
            router: RoundRobin(), policy: ChunkedPrefill(), cost: AffineCostModel())
        let result = try simulation.run()
        return (result, simulation.arrivals)
    }

    /// Every request arrives exactly a second after the answer that it waited for.
    @Test func aSourceThatHearsAnswersSendsAfterThem() throws {
        let (result, source) = try simulate(OneAfterTheOther(9))
        #expect(result.completed == 9 && source.answers.count == 9 && result.maxConcurrent == 1)
        for (answer, following) in zip(source.answers, source.answers.dropFirst()) {
            #expect(following.arrival == answer.finish + .seconds(1))
            #expect(following.id == answer.id + 1)
        }
        #expect(try simulate(OneAfterTheOther(9), stepping: .single).0 == result)
    }

    /// It would wait for an answer for ever.
    @Test func aSourceHearsOfRefusals() throws {
        let (result, source) = try simulate(OneAfterTheOther(9, prompt: 10_000))
        #expect(result.completed == 6 && result.failed == 3 && source.refusals == [1, 4, 7])
    }

    /// A copy made in the middle ends as its original does.
    @Test func aForkHearsItsOwnAnswers() throws {
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(kvBlocks: 20)), arrivals: OneAfterTheOther(9),
            router: RoundRobin(), policy: ChunkedPrefill(), cost: AffineCostModel())
        try simulation.advance(until: SimInstant(picoseconds: 4_040_000_000_000))
        var fork = simulation
        #expect(try fork.run() == simulation.run())
        #expect(fork.arrivals.answers == simulation.arrivals.answers && fork.arrivals.answers.count == 9)
    }

    private struct Forever: ArrivalSource {
        mutating func peek() -> NextArrival { .afterAnswer }
        mutating func next() -> RequestSpec? { nil }
    }

    @Test func waitingForAnAnswerThatNobodyGivesIsAFault() {
        let text =
            "the source of requests waits for an answer, and no request is under way. "
            + "Let peek() answer .ended when nothing more comes"
        #expect(throws: SimulationFault.arrivals(ArrivalFault(text))) { try simulate(Forever()) }
    }

    private struct Fickle: ArrivalSource {
        var isTaken = false
        mutating func peek() -> NextArrival { isTaken ? .ended : .at(.zero) }
        mutating func next() -> RequestSpec? {
            isTaken = true
            return RequestSpec(arrival: .zero + .seconds(1), promptTokens: 1, outputTokens: 1)
        }
    }

    @Test func peekAndNextHaveToAgree() {
        let why = "its source promised another arrival than it gave (peek and next disagree)"
        #expect(throws: SimulationFault.invalidRequest(id: 0, why: why)) { try simulate(Fickle()) }
    }

    @Test func aRequestIsKeptAheadUntilItIsTaken() {
        var ahead = Ahead()
        #expect(!ahead.isKnown)
        ahead.set(RequestSpec(arrival: .zero + .seconds(3), promptTokens: 1, outputTokens: 2))
        #expect(ahead.isKnown && ahead.next == .at(.zero + .seconds(3)))
        #expect(ahead.take()?.outputTokens == 2)
        #expect(!ahead.isKnown)
        ahead.set(nil)
        #expect(ahead.isKnown && ahead.next == .ended && ahead.take() == nil && ahead.isKnown)
    }

    @Test func listedArrivalsComeInOrderAndEnd() {
        let requests = (0..<3).map { request(at: Int64($0), prompt: 1 + $0, output: 1) }
        var source = ListedArrivals(requests)
        #expect(source.peek() == .at(requests[0].arrival))
        #expect((0..<5).map { _ in source.next() } == requests.map { $0 } + [nil, nil])
        #expect(source.peek() == .ended)
    }

    @Test func aCopyContinuesFromTheSamePlace() {
        var source = ListedArrivals((0..<3).map { request(at: Int64($0), prompt: 1, output: 1) })
        _ = source.next()
        var copy = source
        #expect(source.next() == copy.next())
        #expect(source.next()?.arrival == .milliseconds(2))
        #expect(copy.next()?.arrival == .milliseconds(2))
    }

    @Test func aFaultIsItsText() { #expect("\(ArrivalFault("line 3 is bad"))" == "line 3 is bad") }
}
