import Synchronization

/// Ctrl-C and SIGTERM: removes unfinished files and exits, after Ctrl-C with 130.
///
/// A signal handler may not allocate or lock, so the paths wait as C strings in fixed slots. A path without a
/// slot is left behind on Ctrl-C, which is harmless: it has a temporary name.
enum Interruption {
    private static let slotCount = 8
    nonisolated(unsafe) private static let slots = {
        let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: slotCount)
        unsafe slots.initialize(repeating: nil, count: slotCount)
        return unsafe slots
    }()

    /// Called once by the process's entry, not by tests.
    static func install() {
        _ = unsafe slots
        signal(SIGINT) { Interruption.handle($0) }
        signal(SIGTERM) { Interruption.handle($0) }
    }

    static func remember(_ path: String) {
        for index in 0..<slotCount where unsafe slots[index] == nil {
            unsafe slots[index] = strdup(path)
            return
        }
    }

    static func forget(_ path: String) {
        for index in 0..<slotCount {
            guard let slot = unsafe slots[index], unsafe strcmp(slot, path) == 0 else { continue }
            unsafe slots[index] = nil
            unsafe free(slot)
        }
    }

    private static func handle(_ number: Int32) {
        for index in 0..<slotCount {
            if let slot = unsafe slots[index] { unsafe unlink(slot) }
        }
        // As shells report it: 130 for SIGINT.
        _exit(128 + number)
    }
}
