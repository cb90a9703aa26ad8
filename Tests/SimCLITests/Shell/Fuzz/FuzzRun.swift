import Foundation
import SimCLITestSupport
import Testing

@testable import WattlineShell

/// How long a fuzz run is, and which. Without these variables a few hundred cases a reader run with the other tests.
///
///     WATTLINE_FUZZ_COUNT=100000   cases of each reader
///     WATTLINE_FUZZ_SEED=7         the first of them
///     WATTLINE_FUZZ_TARGET=config  one reader alone
///     WATTLINE_FUZZ_LOG=last.txt   a file that has, at any time, the line that repeats the case at hand: it is what
///                                  remains when a case takes the process with it
///     WATTLINE_FUZZ_SECONDS=1      how long a case may take; 20 by default, for debug builds on busy machines
///     WATTLINE_FUZZ_MEGABYTES=500  how much memory the process may have used after a case; no limit by default
///
/// A long run says how many cases it had, the slowest of them, and the most memory that the process has used.
struct FuzzRun {
    static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    static let isLong = variable("WATTLINE_FUZZ_COUNT") != nil
    static let target = variable("WATTLINE_FUZZ_TARGET")
    private static let seconds = variable("WATTLINE_FUZZ_SECONDS").flatMap(Double.init) ?? 20
    private static let megabytes = variable("WATTLINE_FUZZ_MEGABYTES").flatMap(Int.init)

    /// Of which reader.
    let name: String
    let seeds: Range<Int>
    private let log: Int32

    /// `short` is how many cases run with the other tests.
    init(_ name: String, short: Int) {
        self.name = name
        let first = FuzzRun.variable("WATTLINE_FUZZ_SEED").flatMap(Int.init) ?? 0
        let count = FuzzRun.variable("WATTLINE_FUZZ_COUNT").flatMap(Int.init) ?? short
        let isWanted = FuzzRun.target.map { $0 == name } ?? true
        seeds = first..<(first + (isWanted ? max(0, count) : 0))
        let path = FuzzRun.variable("WATTLINE_FUZZ_LOG")
        log = path.map { unsafe open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
    }

    /// The command line that runs one case again.
    func repeating(_ seed: Int) -> String {
        "WATTLINE_FUZZ_TARGET=\(name) WATTLINE_FUZZ_SEED=\(seed) WATTLINE_FUZZ_COUNT=1 swift test --filter FuzzTests"
    }

    /// Runs every case; what `body` returns is what is wrong with one.
    func run(_ body: (Int) -> String?) {
        var slowest = (seed: 0, duration: Duration.zero)
        for seed in seeds {
            if log >= 0 {
                let line = Array((repeating(seed) + "          \n").utf8)
                _ = unsafe line.withUnsafeBytes { unsafe pwrite(log, $0.baseAddress, $0.count, 0) }
            }
            let before = FuzzRun.peakMegabytes
            let start = ContinuousClock.now
            let complaint = body(seed)
            let duration = start.duration(to: .now)
            if duration > slowest.duration { slowest = (seed, duration) }
            #expect(complaint == nil, "\(repeating(seed))")
            #expect(duration < .seconds(FuzzRun.seconds), "slow: \(repeating(seed))")
            if let limit = FuzzRun.megabytes {
                let peak = FuzzRun.peakMegabytes
                // The peak of a process never falls: it is the first case above the limit, or one still higher.
                #expect(peak <= limit || peak == before, "\(peak) MB: \(repeating(seed))")
            }
        }
        if log >= 0 { close(log) }
        guard FuzzRun.isLong, !seeds.isEmpty else { return }
        print(
            "\(name): \(seeds.count) cases, the slowest \(slowest.seed) with \(slowest.duration), "
                + "\(FuzzRun.peakMegabytes) MB of memory at most")
    }

    /// The most memory that this process has had resident, in MB.
    private static var peakMegabytes: Int {
        var usage = rusage()
        #if canImport(Darwin)
            let unit = 1_000_000
            guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
        #else
            let unit = 1_000
            guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        #endif
        return Int(usage.ru_maxrss) / unit
    }

    /// What is wrong with how a command ended: an exit code that only a defect has, no message, or one without end.
    static func complaint(_ invocation: Invocation) -> String? {
        if invocation.code == 70 { return "a defect: \(invocation.errors)" }
        if invocation.errors.utf8.count > 30_000 { return "\(invocation.errors.utf8.count) bytes of message" }
        if invocation.code > 1, !invocation.errors.hasPrefix("wattline: error: ") {
            return "exit code \(invocation.code) without a message"
        }
        return nil
    }
}
