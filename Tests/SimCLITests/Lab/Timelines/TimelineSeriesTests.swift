import SimCore
import Testing

@testable import WattlineLab

@Suite("Timelines as numbers")
struct TimelineSeriesTests {
    @Test("Powers times bins are the energy of the run, and the last bin ends with it")
    func energy() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 40 --request-rate 2")
        let series = TimelineSeries(try #require(outcome.timeline), duration: outcome.result.duration)
        let joules = series.entries.reduce(0) {
            $0 + ($1.prefill + $1.decode + $1.idle) * ($1.to - $1.from)
        }
        #expect(abs(joules / outcome.joules - 1) < 1e-9)
        #expect(series.entries.last?.to == outcome.seconds)
        #expect(series.entries.count > 200)
        let running = series.entries.reduce(0) { $0 + $1.running * ($1.to - $1.from) }
        #expect(abs(running / outcome.seconds / outcome.result.meanRunning - 1) < 1e-9)
        #expect(series.entries.map(\.cache).max() ?? 0 > 0)
    }

    @Test("Points reach from the start of the run to its end")
    func points() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 1")
        let series = TimelineSeries(try #require(outcome.timeline), duration: outcome.result.duration)
        let points = series.points(\.decode)
        #expect(points.first?.x == 0)
        #expect(points.last?.x == outcome.seconds)
        #expect(points.count == series.entries.count + 2)
    }

    @Test("The file has a list of equal length for each quantity")
    func json() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 5")
        let series = TimelineSeries(try #require(outcome.timeline), duration: outcome.result.duration)
        guard case .object(let members) = series.json else { return #expect(Bool(false)) }
        #expect(members.count == 9)
        for member in members.dropFirst(2) {
            guard case .list(let values) = member.value else { return #expect(Bool(false)) }
            #expect(values.count == series.entries.count, "\(member.key)")
        }
    }

    @Test("The watts in the file, times the bins' lengths, are the energy")
    func sums() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 5 --request-rate 1")
        let series = TimelineSeries(try #require(outcome.timeline), duration: outcome.result.duration)
        guard case .object(let members) = series.json, case .number(let bin) = members[0].value,
            case .number(let last) = members[1].value
        else { return #expect(Bool(false)) }
        func joules(_ key: String) -> Double {
            guard case .list(let values)? = members.first(where: { $0.key == key })?.value
            else { return .nan }
            return values.enumerated().reduce(0) { sum, entry in
                let length = entry.offset == values.count - 1 ? last : bin
                return switch entry.element {
                case .number(let watts): sum + watts * length
                case .whole(let watts): sum + Double(watts) * length
                default: .nan
                }
            }
        }
        #expect(last > 0 && last < bin)
        let energy = outcome.result.energy
        let most = 0.0005 * outcome.seconds
        #expect(abs(joules("prefill_w") - energy.prefill.joules) <= most)
        #expect(abs(joules("decode_w") - energy.decode.joules) <= most)
        #expect(abs(joules("idle_w") - energy.idle.joules) <= most)
    }

    @Test("A prompt holds its blocks while its step runs, though they are free when it ends")
    func prompt() throws {
        let outcome = try PictureFixture.outcome(
            "--num-prompts 1 --output-len 1 --input-len 512 --kv-cache-tokens 1024")
        let series = TimelineSeries(try #require(outcome.timeline), duration: outcome.result.duration)
        #expect(series.entries.map(\.cache).max() == 0.5)
    }

    @Test("A run without a request has no points")
    func empty() throws {
        let outcome = try PictureFixture.outcome("--num-prompts 1")
        let series = TimelineSeries(RunTimeline(outcome.scenario.setup), duration: .zero)
        #expect(series.points(\.idle).isEmpty)
    }
}
