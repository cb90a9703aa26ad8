import SimCore

/// Compares a measured power trace with the run that it belongs to, interval by interval.
enum PowerTraceValidation {
    /// Intervals at most, and seconds of one at least: shorter ones would compare the sampling of NVML with steps.
    private static let count = 100
    private static let shortest = 1.0

    /// `settings` name what ran: model, GPUs, requests.
    static func report(_ table: DataTable, _ settings: Settings) throws(CLIError) -> ValidationReport {
        let trace = try PowerTraceFile(table)
        let scenario = try Scenario(settings)
        guard trace.gpus == scenario.deviceCount else {
            throw CLIError.usage(
                "\(table.file) has \(Figures.count(trace.gpus, "GPU")), the run \(scenario.deviceCount). "
                    + "--tp and --dp must multiply to the trace's number")
        }
        let bins = trace.bins(count, shortest: shortest)
        guard !bins.isEmpty else {
            throw CLIError.usage("\(table.file) has no two moments: power between them is what is compared")
        }
        var observer = BinnedEnergy(edges: [bins[0].start] + bins.map(\.end))
        let (source, log) = try scenario.load.makeSource()
        do throws(SimulationFault) {
            var simulation = try Simulation(
                scenario.setup, arrivals: source, router: scenario.routing, policy: scenario.policy,
                cost: scenario.cost)
            _ = try simulation.run(observer: &observer)
        } catch {
            throw RunCommand.error(error, scenario)
        }
        var report = ValidationReport()
        report.warnings = log.entry.notices
        let group = "\(scenario.model.id) \(scenario.format.name) \(scenario.device.name)"
        for (index, bin) in bins.enumerated() {
            guard bin.watts > 0 else {
                report.skip(index + 1, why: "no power was measured")
                continue
            }
            // After the last request the run is over and what it draws is idle power.
            let idle =
                max(0, bin.end - max(bin.start, observer.end)) * scenario.cost.idlePower.watts
                * Double(scenario.replicas)
            let watts = (observer.joules[index] + idle) / (bin.end - bin.start)
            report.add(
                .init(
                    number: index + 1, group: group,
                    label: "\(Figures.short(bin.start)) to \(Figures.short(bin.end)) s",
                    values: [.init(metric: .power, predicted: watts, measured: bin.watts)]))
        }
        return report
    }
}

/// Energy of a run in the intervals between edges.
private struct BinnedEnergy: SimulationObserver {
    let edges: [Double]
    private(set) var joules: [Double]
    /// When the last step or wait ended.
    private(set) var end = 0.0

    init(edges: [Double]) {
        self.edges = edges
        joules = Array(repeating: 0, count: edges.count - 1)
    }

    var wantsRequests: Bool { false }
    var wantsSteps: Bool { true }

    mutating func stepsCompleted(_ run: StepRun) {
        add(run.energy.joules, from: BinnedEnergy.seconds(run.startsAt), to: BinnedEnergy.seconds(run.endsAt))
    }

    mutating func idled(replica: Int, from start: SimInstant, to end: SimInstant, power: Power) {
        add((power * (end - start)).joules, from: BinnedEnergy.seconds(start), to: BinnedEnergy.seconds(end))
    }

    mutating func requestFinished(_ record: RequestRecord) {}

    mutating func loadChanged(at now: SimInstant, waiting: Int, running: Int) {}

    private static func seconds(_ instant: SimInstant) -> Double { (instant - .zero).seconds }

    /// Spreads an energy evenly over its time.
    private mutating func add(_ energy: Double, from start: Double, to end: Double) {
        self.end = max(self.end, end)
        guard end > start, end > edges[0] else { return }
        let width = edges[1] - edges[0]
        var index = max(0, Int((start - edges[0]) / width) - 1)
        while index < joules.count, edges[index] < end {
            let overlap = min(end, edges[index + 1]) - max(start, edges[index])
            if overlap > 0 { joules[index] += energy * overlap / (end - start) }
            index += 1
        }
    }
}
