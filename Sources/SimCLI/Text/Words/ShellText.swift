/// Words as a POSIX shell takes them.
package enum ShellText {
    /// A word that the shell hands on unchanged: in single quotes unless it is plain.
    package static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
                    || (byte >= UInt8(ascii: "+") && byte <= UInt8(ascii: ":")) || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "@")
            }
        guard !isPlain else { return text }
        return "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
