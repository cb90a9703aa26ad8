import Synchronization
import WattlineText

/// Runs a numbered list of jobs on several threads and hands the results over in the order of the numbers, so that what
/// is made of them does not depend on how many threads there were.
package enum Workers {
    /// `body` runs on any thread and is told which: from 0 to `threads` - 1, each at most one job at a time. `consume`
    /// runs on the caller's thread, one result at a time.
    ///
    /// - Throws: of the failures the one with the lowest number; jobs after it may not have run.
    package static func run<Output: Sendable>(
        count: Int, threads: Int,
        body: @escaping @Sendable (_ index: Int, _ thread: Int) throws(CLIError) -> Output,
        consume: (Output) throws(CLIError) -> Void
    ) throws(CLIError) {
        guard threads > 1, count > 1 else {
            for index in 0..<count { try consume(try body(index, 0)) }
            return
        }
        let board = Board<Output>(count: count)
        let work: @Sendable (Int) -> Void = { thread in
            while let index = board.claim() {
                do throws(CLIError) {
                    board.put(index, .success(try body(index, thread)))
                } catch {
                    board.stop()
                    board.put(index, .failure(error))
                }
            }
        }
        var running: [WorkerThread] = []
        for number in 0..<min(threads, count) {
            guard let thread = WorkerThread({ work(number) }) else { break }
            running.append(thread)
        }
        // Where no thread can be had at all, the caller does the work.
        if running.isEmpty { work(0) }
        defer {
            board.stop()
            for thread in running { thread.join() }
        }
        for index in 0..<count {
            // Jobs are claimed in order, so everything before a failure was claimed and will come.
            switch board.take(index) {
            case .success(let output): try consume(output)
            case .failure(let error): throw error
            }
        }
    }

    /// Cores that this process may use.
    package static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// Which jobs are claimed, and the results that wait to be taken.
private final class Board<Output: Sendable>: Sendable {
    private struct State {
        var next = 0
        var isStopped = false
        var results: [Int: Result<Output, CLIError>] = [:]
    }

    private let count: Int
    private let state = Mutex(State())
    private let signal = Signal()

    init(count: Int) { self.count = count }

    func claim() -> Int? {
        state.withLock { state in
            guard !state.isStopped, state.next < count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func put(_ index: Int, _ result: Result<Output, CLIError>) {
        state.withLock { $0.results[index] = result }
        signal.raise()
    }

    /// Waits for a result.
    func take(_ index: Int) -> Result<Output, CLIError> {
        while true {
            let seen = signal.count
            if let result = state.withLock({ $0.results.removeValue(forKey: index) }) { return result }
            signal.wait(past: seen)
        }
    }
}

/// A counter that can be waited for.
@safe private final class Signal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value = 0

    init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    var count: Int {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return value
    }

    func raise() {
        unsafe pthread_mutex_lock(mutex)
        value += 1
        unsafe pthread_cond_signal(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    func wait(past seen: Int) {
        unsafe pthread_mutex_lock(mutex)
        while value == seen { unsafe pthread_cond_wait(condition, mutex) }
        unsafe pthread_mutex_unlock(mutex)
    }
}

/// A thread of the operating system.
private struct WorkerThread {
    private let handle: pthread_t

    /// A main thread's stack on Linux; elsewhere a new thread would get a sixteenth of it.
    private static let stackBytes = 8 << 20

    /// nil where the system refuses another thread.
    init?(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, WorkerThread.stackBytes)
        let box = unsafe Unmanaged.passRetained(Box(body))
        #if canImport(Glibc)
            var thread = pthread_t()
            let status = unsafe pthread_create(
                &thread, &attributes,
                { argument in
                    if let argument = unsafe argument { unsafe Box.run(argument) }
                    return nil
                }, box.toOpaque())
            guard status == 0 else {
                unsafe box.release()
                return nil
            }
            handle = thread
        #else
            var thread: pthread_t?
            let status = unsafe pthread_create(
                &thread, &attributes,
                { argument in
                    unsafe Box.run(argument)
                    return nil
                }, box.toOpaque())
            guard status == 0, let thread else {
                unsafe box.release()
                return nil
            }
            handle = thread
        #endif
    }

    func join() { pthread_join(handle, nil) }

    private final class Box: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        static func run(_ argument: UnsafeMutableRawPointer) {
            unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        }
    }
}
