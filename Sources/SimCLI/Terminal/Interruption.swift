import Synchronization

/// Signals that end the process: unfinished files are removed, and it exits as shells report it, after Ctrl-C with 130.
///
/// A signal handler may neither allocate nor lock, so the paths wait as C strings in a list that only grows, by an entry
/// for each file that was begun. Nothing of it is ever freed: a handler on another thread may be reading it.
enum Interruption {
    @unsafe private struct Entry {
        /// nil once the file has its name or is gone.
        var path: UnsafeMutablePointer<CChar>?
        let next: UnsafeMutablePointer<Entry>?
    }

    nonisolated(unsafe) private static let head = unsafe Atomic<UnsafeMutablePointer<Entry>?>(nil)
    /// Held by those who change the list; the handler only reads it.
    private static let changes = Mutex(())

    /// Called once by the process's entry, not by tests.
    static func install() {
        for number in [SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGXCPU] {
            signal(number) { Interruption.handle($0) }
        }
        // Under nohup a terminal that goes away is ignored, and stays so.
        let before = signal(SIGHUP) { Interruption.handle($0) }
        if unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            _ = signal(SIGHUP, SIG_IGN)
        }
        // Writing past `ulimit -f` is an error like that of a full disk.
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    static func remember(_ path: String) {
        changes.withLock { _ in
            let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
            unsafe entry.initialize(
                to: Entry(path: strdup(path), next: head.load(ordering: .acquiring)))
            unsafe head.store(entry, ordering: .releasing)
        }
    }

    static func forget(_ path: String) {
        changes.withLock { _ in
            var next = unsafe head.load(ordering: .acquiring)
            while let entry = unsafe next {
                if let known = unsafe entry.pointee.path, unsafe strcmp(known, path) == 0 {
                    unsafe entry.pointee.path = nil
                }
                unsafe next = entry.pointee.next
            }
        }
    }

    private static func handle(_ number: Int32) {
        var next = unsafe head.load(ordering: .acquiring)
        while let entry = unsafe next {
            if let path = unsafe entry.pointee.path { unsafe unlink(path) }
            unsafe next = entry.pointee.next
        }
        // As shells report it: 130 for SIGINT.
        _exit(128 + number)
    }
}
