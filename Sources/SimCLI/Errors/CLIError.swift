/// What went wrong, for a person: one line that says what, why and what to try, and the code to exit with.
struct CLIError: Error, Equatable {
    let code: ExitCode
    /// `WHAT (value). WHY. TRY.` without the `wattline: error:` before it.
    let message: String
    /// At most three further lines, printed indented.
    let details: [String]

    init(_ code: ExitCode, _ message: String, details: [String] = []) {
        self.code = code
        self.message = message
        self.details = Array(details.prefix(3))
    }

    /// A wrong flag, value or file content.
    static func usage(_ message: String, details: [String] = []) -> CLIError {
        CLIError(.usage, message, details: details)
    }

    /// A file that cannot be read or written.
    static func inputOutput(_ message: String, details: [String] = []) -> CLIError {
        CLIError(.inputOutput, message, details: details)
    }

    /// The text that goes to stderr: control characters of quoted input are made visible, so that a hostile file
    /// name or cell cannot drive the terminal.
    var rendered: String {
        var text = "wattline: error: \(CLIError.printable(message))\n"
        for line in details { text += "    \(CLIError.printable(line))\n" }
        return text
    }

    /// Longer lines are cut: a number of a megabyte must not fill the screen.
    static let longestLine = 2000

    /// The text on one line, visible, and cut.
    static func printable(_ text: String) -> String {
        if text.utf8.count > longestLine, text.unicodeScalars.count > longestLine {
            var cut = String.UnicodeScalarView()
            cut.append(contentsOf: text.unicodeScalars.prefix(longestLine))
            return printable(String(cut)) + "..."
        }
        return VisibleText.line(text)
    }
}

/// A piece of user input as error messages quote it: cut, so that a megabyte does not fill the screen.
func quoted(_ text: String) -> String {
    let limit = 60
    guard text.unicodeScalars.count > limit else { return "'\(text)'" }
    var cut = String.UnicodeScalarView()
    cut.append(contentsOf: text.unicodeScalars.prefix(limit))
    return "'\(String(cut))...'"
}
