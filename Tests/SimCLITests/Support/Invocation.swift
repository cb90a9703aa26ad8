import SimCore
import WattlineShell
import WattlineText

/// One command line run in this process: what came out, and how it ended.
package struct Invocation {
    package let code: Int32
    package let output: String
    package let errors: String

    package init(_ arguments: [String], environment: [String: String] = [:]) {
        var terminal = Terminal()
        terminal.environment = { environment[$0] }
        code = CommandLineTool.run(arguments, &terminal).rawValue
        output = terminal.output.text
        errors = terminal.errors.text
    }

    /// Arguments split at blanks.
    package init(_ line: String) { self.init(line.split(separator: " ").map(String.init)) }
}

extension RandomStream {
    /// A whole number from 0 to `count` - 1.
    package mutating func below(_ count: Int) -> Int { Int(whole(in: 0...Int64(count - 1))) }
}

/// A folder that is gone when the value is.
package final class TemporaryFolder {
    package let path: String

    package init() {
        var template = Array("/tmp/wattline-test-XXXXXX".utf8CString)
        path = unsafe template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, let made = unsafe mkdtemp(base) else {
                return "/nonexistent"
            }
            return unsafe String(cString: made)
        }
    }

    deinit {
        for name in names { unsafe unlink("\(path)/\(name)") }
        unsafe rmdir(path)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Creates a file with this text.
    package func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }

    package func write(_ bytes: [UInt8], to name: String) -> String {
        let descriptor = unsafe open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = writeAll(bytes, to: descriptor)
        close(descriptor)
        return file(name)
    }

    package func text(of name: String) -> String {
        (try? InputFile.read(file(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What is in the folder, sorted.
    package var names: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
