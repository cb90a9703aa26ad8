import Foundation
import SimCore
import Testing

/// Runs every benchmark: a few requests each time, so that none of them rots; with WATTLINE_BENCHMARK=1 (or a
/// benchmark's name) in the environment as many as it is measured with, which wants a release build:
///
///     WATTLINE_BENCHMARK=main swift test -c release -Xswiftc -enable-testing --filter BenchmarkTests
///
/// Instructions are counted by `.ci/instructions`: times on a shared machine are no evidence.
@Suite(.serialized) struct BenchmarkTests {
    private static let asked = ProcessInfo.processInfo.environment["WATTLINE_BENCHMARK"]

    /// Enough for every benchmark to fill its batch, its cache or its queue.
    private static let few = 300

    @Test(arguments: Benchmark.all)
    func serves(_ benchmark: Benchmark) throws {
        let isMeasured = Self.asked == "1" || Self.asked == benchmark.name
        let count = isMeasured ? benchmark.count : min(benchmark.count, Self.few)
        let clock = ContinuousClock()
        let start = clock.now
        let result = try benchmark.run(count)
        let seconds = Double((clock.now - start) / .nanoseconds(1)) / 1e9
        print(
            "\(benchmark): \(count) requests, \(Int(seconds * 1e9 / Double(count))) ns a request, "
                + "\(result.steps) steps, \(result.preemptions) preemptions, "
                + "\(result.maxWaiting) waiting at most, fingerprint \(result.fingerprint.hexadecimal)")
        #expect(result.completed == Int64(count) && result.failed == 0)
        #expect(result.energy.total == result.energy.idle + result.sharesOfCompleted)
    }

    /// A benchmark that does not do what its name says measures something else.
    @Test func eachDoesWhatItIsNamedFor() throws {
        func result(_ name: String, _ count: Int) throws -> SimulationResult {
            let benchmark = try #require(Benchmark.all.first { $0.name == name })
            return try benchmark.run(count)
        }
        #expect(try result("main", Self.few).maxWaiting < 20)
        #expect(try result("overload", 1_500).maxWaiting > 200)
        #expect(try result("preemption-storm", Self.few).preemptions > 100)
        #expect(try result("replicas", Self.few).maxRunning > 200)
        #expect(try result("main", Self.few) == result("single-steps", Self.few))
    }

    @Test func namesAreUnique() {
        #expect(Set(Benchmark.all.map(\.name)).count == Benchmark.all.count)
    }
}
