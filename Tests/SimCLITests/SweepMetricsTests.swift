import Testing

@testable import SimCLI

@Suite("Figures of a row")
struct SweepMetricsTests {
    @Test("They are those of the result of a run, in its order")
    func sameAsRun() throws {
        let line = "--num-prompts 20 --tp 2"
        let run = try JSON(JSONReader.read(Array(Invocation("run \(line) --json").output.utf8)))
        let sweep = try JSON(
            JSONReader.read(Array(Invocation("sweep \(line) --seed 0,1 --json").output.utf8)))
        guard case .list(let rows)? = sweep["rows"], let row = rows.first else {
            Issue.record("there are no rows")
            return
        }
        let keys = SweepMetrics(percentiles: [50, 90, 95, 99]).keys
        #expect(keys.count > 50)
        for key in keys + ["fingerprint", "configuration_hash"] {
            #expect(row[key] != nil, "\(key)")
            #expect(row[key] == run[key], "\(key)")
        }
        guard case .object(let members) = run else { return }
        #expect(members.map(\.key).filter(keys.contains) == keys)
    }

    @Test("The metrics of which more is better, and the shown ones, are metrics")
    func known() {
        let keys = SweepMetrics(percentiles: [99]).keys
        for key in SweepMetrics.moreIsBetter.sorted() + SweepMetrics.sums.sorted() + SweepMetrics.shown {
            #expect(keys.contains(key), "\(key)")
        }
    }

    /// The same requests twice as often, one after the other: sums double, all else stays.
    @Test("A figure is a sum if and only if it doubles where every request comes twice")
    func sums() throws {
        func row(_ count: Int) throws -> JSON {
            try JSON(
                JSONReader.read(
                    Array(
                        Invocation(
                            "run --scenario single-stream --num-prompts \(count) --policy static --cpu-watts 9 --json"
                        ).output.utf8)))
        }
        let (once, twice) = (try row(20), try row(40))
        for metric in Metrics.counts + Metrics.energy {
            guard let one = once[metric.key]?.real, let two = twice[metric.key]?.real, one > 0 else {
                continue
            }
            let doubles = abs(two / one - 2) < 0.06
            #expect(SweepMetrics.sums.contains(metric.key) == doubles, "\(metric.key): \(one), \(two)")
        }
    }

    @Test("What was written is read as the same")
    func json() throws {
        let text = "{\"a\":[1,2.5,1e+20,-0.0,null,true,\"x\\n\"],\"b\":{\"c\":9223372036854775807}}"
        #expect(try JSON(JSONReader.read(Array(text.utf8))).compact == text)
    }
}
