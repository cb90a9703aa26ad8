@testable import SimCLI

/// The program itself, built beside the tests: for what a process does that a function cannot.
enum BuiltProgram {
    static let path: String? = {
        var path = [CChar](repeating: 0, count: 4096)
        let count = unsafe path.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe readlink("/proc/self/exe", $0, buffer.count - 1) } ?? -1
        }
        guard count > 0 else { return nil }
        let executable = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = executable.split(separator: "/").dropLast().joined(separator: "/")
        let candidate = "/\(folder)/wattline"
        return InputFile.exists(candidate) ? candidate : nil
    }()

    /// Starts it; nil where that fails.
    static func start(_ arguments: [String]) -> pid_t? { path.flatMap { spawn($0, arguments) } }

    /// Starts it by a shell after `setting`, such as `ulimit -f 8`.
    static func start(after setting: String, _ arguments: [String]) -> pid_t? {
        guard let path else { return nil }
        return spawn("/bin/sh", ["-c", "\(setting); exec \"$0\" \"$@\"", path] + arguments)
    }

    private static func spawn(_ program: String, _ arguments: [String]) -> pid_t? {
        var words: [UnsafeMutablePointer<CChar>?] =
            unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe words.indices { unsafe free(words[index]) }
        }
        // Threads of a test may block signals, and a child inherits what is blocked.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process = pid_t()
        let status = unsafe posix_spawn(&process, program, nil, &attributes, &words, environ)
        return status == 0 ? process : nil
    }

    /// What `waitpid` says of its end.
    static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        unsafe waitpid(process, &status, 0)
        return status
    }

    /// The exit code of one that ended by itself.
    static func exitCode(_ status: Int32) -> Int32? { status & 0x7f == 0 ? status >> 8 & 0xff : nil }
}
