import Synchronization
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Several threads")
struct WorkersTests {
    @Test("Results come in order, whatever the number of threads", arguments: [1, 2, 3, 8, 100])
    func order(threads: Int) throws {
        var seen: [Int] = []
        try Workers.run(
            count: 500, threads: threads, body: { index, _ in index * index }, consume: { seen.append($0) })
        #expect(seen == (0..<500).map { $0 * $0 })
    }

    @Test("The failure with the lowest number wins, after everything before it", arguments: [1, 2, 5])
    func failure(threads: Int) {
        var seen = 0
        #expect(throws: CLIError.usage("37")) {
            try Workers.run(
                count: 1000, threads: threads,
                body: { (index, _) throws(CLIError) -> Int in
                    if index >= 37, index % 2 == 1 { throw CLIError.usage(String(index)) }
                    return index
                }, consume: { _ in seen += 1 })
        }
        #expect(seen == 37)
    }

    @Test("A consumer that fails ends the work", arguments: [1, 4])
    func consumer(threads: Int) {
        let done = Atomic(0)
        #expect(throws: CLIError.inputOutput("full")) {
            try Workers.run(
                count: 1_000_000, threads: threads,
                body: { (index, _) throws(CLIError) -> Int in
                    done.add(1, ordering: .relaxed)
                    return index
                },
                consume: { (index) throws(CLIError) in
                    if index == 10 { throw CLIError.inputOutput("full") }
                })
        }
        #expect(done.load(ordering: .relaxed) < 1_000_000)
    }

    @Test("A thread is told its number, and does one job at a time", arguments: [1, 3])
    func numbers(threads: Int) throws {
        let busy = (0..<threads).map { _ in Counter() }
        try Workers.run(
            count: 300, threads: threads,
            body: { (_, thread) throws(CLIError) -> Bool in
                let isAlone = busy[thread].value.add(1, ordering: .relaxed).newValue == 1
                busy[thread].value.subtract(1, ordering: .relaxed)
                return isAlone
            }, consume: { #expect($0) })
    }

    private final class Counter: Sendable {
        let value = Atomic(0)
    }

    @Test func nothingToDo() throws {
        try Workers.run(
            count: 0, threads: 4, body: { index, _ in index },
            consume: { _ in Issue.record("there is no job") })
    }

    @Test func thereIsACore() { #expect(Workers.coreCount >= 1) }
}
