import SimCore
import TestSupport
import Testing

@testable import SimCLI

@Suite("Timelines")
struct TimelineTests {
    /// A random run as a timeline; leaps are written step by step unless told.
    private func observe(
        _ scenario: TestSupport.Scenario, _ options: TimelineOptions = TimelineOptions(), devices: Int = 1
    ) throws -> (text: String, summary: TimelineSummary, result: SimulationResult, log: EventLog) {
        let timeline = Timeline(TextStream(), options)
        try timeline.begin(
            TimelineSystem(
                model: "m", replicas: scenario.setup.replicas, devicesPerReplica: devices, device: "d"))
        var observer = RunObserver(files: [], timelines: [timeline], progress: nil)
        var simulation = try scenario.simulation()
        let result = try simulation.run(observer: &observer)
        #expect(observer.failure == nil)
        try timeline.commit(at: .zero + result.duration, about: .object([]))
        return (try #require(timeline.stream).text, timeline.summary, result, try scenario.run().log)
    }

    @Test("Laws of what is written, over many random runs: no overlap, nothing lost, everything closed")
    func laws() throws {
        for scenario in TestSupport.Scenario.all(40) {
            let (text, summary, result, log) = try observe(scenario)
            let timeline = try #require(try ParsedTimeline(text))
            #expect(timeline.overlap == nil, "\(scenario): \(timeline.overlap ?? "")")
            #expect(timeline.imbalance == nil, "\(scenario): \(timeline.imbalance ?? "")")
            #expect(timeline.slices.count == Int(result.steps), "\(scenario)")
            #expect(timeline.energy == result.energy.total - result.energy.idle, "\(scenario)")
            let joules = result.energy.total.joules
            let below = timeline.joulesBelowPower(replicas: scenario.setup.replicas)
            // Watts are rounded to milliwatts and instants to nanoseconds.
            #expect(abs(below - joules) <= joules * 1e-5, "\(scenario): \(below) of \(joules)")
            let requests = timeline.events.filter { $0.phase == "b" && $0.name == "request" }
            #expect(requests.count == log.records.count, "\(scenario)")
            for replica in 0..<scenario.setup.replicas {
                let process = Int64(replica) + 2
                #expect(
                    timeline.counters("KV cache", process: process).last?.arguments["blocks"] == "0",
                    "\(scenario)")
                #expect(
                    timeline.counters("power", process: process).last?.arguments["W"] == "0", "\(scenario)")
            }
            let load = timeline.counters("requests", process: 1)
            #expect(load.last?.arguments == ["waiting": "0", "running": "0"], "\(scenario)")
            #expect(
                load.map { Int64($0.arguments["running"] ?? "") ?? 0 }.max() == result.maxRunning,
                "\(scenario)")
            #expect(zip(load, load.dropFirst()).allSatisfy { $0.start <= $1.start }, "\(scenario)")
            #expect(timeline.events.count == summary.events, "\(scenario)")
            #expect(summary.requests == requests.count && summary.steps == result.steps, "\(scenario)")
        }
    }

    @Test("Slices say what each step had")
    func steps() throws {
        for scenario in TestSupport.Scenario.all(20) {
            let (text, _, _, log) = try observe(scenario)
            let timeline = try #require(try ParsedTimeline(text))
            for replica in 0..<scenario.setup.replicas {
                let steps = log.runs.filter { $0.replica == replica }.flatMap { run in
                    (0..<run.steps).map { (run: run, step: run.step($0)) }
                }
                let slices = timeline.slices.filter { $0.process == replica + 2 }
                #expect(steps.count == slices.count)
                for ((run, step), slice) in zip(steps, slices) {
                    #expect(slice.start == step.startsAt.picoseconds / 1000)
                    #expect(slice.start + slice.length == step.endsAt.picoseconds / 1000 - 1)
                    #expect(
                        slice.arguments["prefill_tokens"]
                            == (run.prefillTokens > 0 ? "\(run.prefillTokens)" : nil))
                    let rows = run.decodeSequences
                    #expect(slice.arguments["decode_sequences"] == (rows > 0 ? "\(rows)" : nil))
                    #expect(slice.arguments["context_tokens"] == (rows > 0 ? "\(step.contextTokens)" : nil))
                }
            }
        }
    }

    @Test("Merged slices have the same energy and steps, and are fewer")
    func merged() throws {
        var fewer = 0
        for scenario in TestSupport.Scenario.all(25) {
            let (text, summary, result, log) = try observe(scenario, TimelineOptions(detail: .merged))
            let timeline = try #require(try ParsedTimeline(text))
            #expect(timeline.overlap == nil, "\(scenario): \(timeline.overlap ?? "")")
            #expect(timeline.slices.count == log.runs.count, "\(scenario)")
            #expect(timeline.energy == result.energy.total - result.energy.idle, "\(scenario)")
            let steps = timeline.slices.reduce(0) { $0 + (Int64($1.arguments["steps"] ?? "1") ?? 0) }
            #expect(steps == result.steps && summary.steps == result.steps, "\(scenario)")
            let joules = result.energy.total.joules
            let below = timeline.joulesBelowPower(replicas: scenario.setup.replicas)
            #expect(abs(below - joules) <= joules * 1e-5, "\(scenario)")
            if summary.slices < result.steps { fewer += 1 }
        }
        #expect(fewer > 10)
    }

    @Test("Listening changes nothing, and the same run is the same bytes")
    func observed() throws {
        for scenario in TestSupport.Scenario.all(20) {
            let (text, _, result, _) = try observe(scenario)
            #expect(try scenario.run().result == result, "\(scenario)")
            #expect(try observe(scenario).text == text, "\(scenario)")
        }
    }

    @Test("A replica of several GPUs has its power and that of one of them")
    func perDevice() throws {
        let scenario = TestSupport.Scenario(seed: 3)
        let timeline = try #require(try ParsedTimeline(try observe(scenario, devices: 4).text))
        let whole = timeline.counters("power", process: 2)
        let each = timeline.counters("power of a GPU", process: 2)
        #expect(whole.count == each.count && !each.isEmpty)
        for (whole, each) in zip(whole, each) {
            let total = try #require(ParsedTimeline.whole(whole.arguments["W"] ?? "", decimals: 3))
            #expect(ParsedTimeline.whole(each.arguments["W"] ?? "", decimals: 3) == total / 4)
            #expect(whole.start == each.start)
        }
    }

    @Test("A window has the slices and requests that reach into it, and the values that hold at its start")
    func window() throws {
        for scenario in TestSupport.Scenario.all(15) {
            let (text, _, result, log) = try observe(scenario)
            let all = try #require(try ParsedTimeline(text))
            let span = result.duration.picoseconds
            guard span > 1_000_000 else { continue }
            let start = SimInstant(picoseconds: span / 3)
            let end = SimInstant(picoseconds: span / 3 * 2)
            let options = TimelineOptions(
                detail: .single, window: TimelineWindow(start: start, end: end))
            let part = try #require(try ParsedTimeline(try observe(scenario, options).text))
            let steps = log.steps.filter { $0.startsAt < end && $0.endsAt > start }
            #expect(part.slices.count == steps.count, "\(scenario)")
            let requests = log.records.filter { $0.arrival < end && $0.finish > start }
            #expect(
                part.events.filter { $0.phase == "b" && $0.name == "request" }.count == requests.count,
                "\(scenario)")
            #expect(part.overlap == nil && part.imbalance == nil, "\(scenario)")
            let edge = (start.picoseconds / 1000, end.picoseconds / 1000)
            for name in ["power", "KV cache"] {
                let whole = all.counters(name, process: 2).filter { $0.start <= edge.1 }
                let shown = part.counters(name, process: 2)
                let held = whole.last { $0.start <= edge.0 }
                #expect(shown.first?.arguments == held?.arguments, "\(scenario) \(name)")
                #expect(shown.allSatisfy { $0.start <= edge.1 }, "\(scenario) \(name)")
            }
        }
    }

    @Test("Past the limit of slices leaps are merged, and what is left is still all there")
    func bounded() throws {
        var both = 0
        for scenario in TestSupport.Scenario.all(25) {
            let (text, summary, result, log) = try observe(scenario, TimelineOptions(sliceLimit: 50))
            let timeline = try #require(try ParsedTimeline(text))
            let first = timeline.slices.firstIndex { $0.arguments["steps"] != nil }
            if let first, first > 0 { both += 1 }
            // Behind the limit there is one for each leap and each step beside them.
            #expect(summary.slices <= 50 + Int64(log.runs.count), "\(scenario)")
            #expect(summary.slices == timeline.slices.count && summary.steps == result.steps, "\(scenario)")
            #expect(timeline.overlap == nil, "\(scenario)")
            #expect(timeline.energy == result.energy.total - result.energy.idle, "\(scenario)")
        }
        #expect(both > 5)
    }

    /// A change of any byte changes the print: open the file in Perfetto first, as docs/timelines.md says.
    @Test("The timeline is the one that was looked at")
    func golden() throws {
        let invocation = Invocation("trace --num-prompts 3 -o -")
        #expect(invocation.code == 0)
        var print = Fingerprint()
        print.combine(invocation.output)
        #expect(print.hexadecimal == "b9e19d1ec2e820ad")
    }

    @Test("A file says which run it is of, and names no place of a machine")
    func about() throws {
        let folder = TemporaryFolder()
        let trace = folder.write("arrival_s,prompt_tokens,output_tokens\n0.5,10,3\n1,20,1\n", to: "in.csv")
        let text = Invocation(["trace", "--trace", trace, "-o", "-"]).output
        let timeline = try #require(try ParsedTimeline(text))
        #expect(timeline.about["schema"] == .text("wattline.timeline"))
        #expect(timeline.about["load"] == .text("trace in.csv, seed 0"))
        #expect(!text.contains(folder.path))
    }
}
