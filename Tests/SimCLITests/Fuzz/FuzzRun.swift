import Foundation
import Testing

@testable import SimCLI

/// How long a fuzz run is, and which. Without these variables a few hundred cases a reader run with the other tests.
///
///     WATTLINE_FUZZ_COUNT=100000   cases of each reader
///     WATTLINE_FUZZ_SEED=7         the first of them
///     WATTLINE_FUZZ_TARGET=config  one reader alone
///     WATTLINE_FUZZ_LOG=last.txt   a file that has, at any time, the line that repeats the case at hand: it is what
///                                  remains when a case takes the process with it
///     WATTLINE_FUZZ_SECONDS=1      how long a case may take; 20 by default, for debug builds on busy machines
///
/// Memory is limited from outside: `ulimit -v` counts what a process reserves, for which an optimised test process
/// needs some 2 GB before it begins.
struct FuzzRun {
    static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    static let isLong = variable("WATTLINE_FUZZ_COUNT") != nil
    static let target = variable("WATTLINE_FUZZ_TARGET")
    private static let seconds = variable("WATTLINE_FUZZ_SECONDS").flatMap(Double.init) ?? 20

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
        for seed in seeds {
            if log >= 0 {
                let line = Array((repeating(seed) + "          \n").utf8)
                _ = unsafe line.withUnsafeBytes { unsafe pwrite(log, $0.baseAddress, $0.count, 0) }
            }
            let start = ContinuousClock.now
            let complaint = body(seed)
            let duration = start.duration(to: .now)
            #expect(complaint == nil, "\(repeating(seed))")
            #expect(duration < .seconds(FuzzRun.seconds), "slow: \(repeating(seed))")
        }
        if log >= 0 { close(log) }
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
