import SimCore
import Testing

@Suite struct SimulationObserverTests {
    /// Keeps what it hears as text.
    private struct Listener: SimulationObserver {
        var wantsRequests = true
        var wantsSteps = true
        var heard: [String] = []

        mutating func requestFinished(_ record: RequestRecord) { heard.append("finished \(record.id)") }

        mutating func requestFailed(_ id: Int64) { heard.append("failed \(id)") }

        mutating func stepsCompleted(_ run: StepRun) {
            heard.append("\(run.steps) steps \(run.startsAt) - \(run.endsAt)")
        }

        mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
            heard.append("idle \(start) - \(end) at \(power)")
        }

        mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {
            heard.append("\(now): \(waiting) waiting, \(running) running")
        }
    }

    /// 10 ms a step and 1 ms a prompt token: idle until 5, the prompt until 25, two tokens until 45.
    private func listen(_ listener: Listener) throws -> [String] {
        var simulation = try Simulation(
            SimulationSetup(limits: ReplicaLimits(kvBlocks: 10)),
            arrivals: ListedArrivals([request(at: 5, prompt: 10, output: 3)]), router: RoundRobin(),
            policy: ChunkedPrefill(), cost: AffineCostModel.round)
        var listener = listener
        _ = try simulation.run(observer: &listener)
        return listener.heard
    }

    @Test func everythingIsToldInOrder() throws {
        #expect(
            try listen(Listener()) == [
                "idle 0 ps - 5.000 ms at 100.0 W", "5.000 ms: 0 waiting, 1 running",
                "1 steps 5.000 ms - 25.00 ms", "25.00 ms: 0 waiting, 1 running",
                "2 steps 25.00 ms - 45.00 ms",
                "finished 0", "45.00 ms: 0 waiting, 0 running",
            ])
    }

    @Test func onlyWhatIsWantedIsTold() throws {
        #expect(try listen(Listener(wantsSteps: false)) == ["finished 0"])
        #expect(try listen(Listener(wantsRequests: false, wantsSteps: false)) == [])
    }

    @Test func aRequestThatCannotFitIsToldByItsNumber() throws {
        for (isWanted, heard) in [(true, ["failed 1", "finished 0", "finished 2"]), (false, [])] {
            var simulation = try Simulation(
                SimulationSetup(limits: ReplicaLimits(kvBlocks: 10)),
                arrivals: ListedArrivals([
                    request(at: 0, prompt: 10, output: 3), request(at: 1, prompt: 900, output: 3),
                    request(at: 2, prompt: 10, output: 3),
                ]), router: RoundRobin(), policy: ChunkedPrefill(), cost: AffineCostModel.round)
            var listener = Listener(wantsRequests: isWanted, wantsSteps: false)
            _ = try simulation.run(observer: &listener)
            #expect(listener.heard == heard)
        }
    }

    @Test func aRecorderKeepsRequestsInTheOrderOfTheirEnds() throws {
        let (_, records) = try run(
            [request(at: 0, prompt: 10, output: 9), request(at: 1, prompt: 10, output: 2)],
            policy: ChunkedPrefill(), limits: ReplicaLimits(kvBlocks: 10))
        #expect(records.map(\.id) == [1, 0])
    }
}
