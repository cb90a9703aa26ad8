/// A workflow command of GitHub Actions, which shows a failure beside the line that it is about.
///
/// The form is that of GitHub's "Workflow commands for GitHub Actions" and of the escapes in its toolkit
/// (`@actions/core`, command.ts).
enum GitHubAnnotation {
    /// `::error file=ci/checks.json,line=9,col=27,title=chat::p99_ttft_ms: expected ...`
    static func error(_ failure: CheckOutcome.Failure, of check: CheckSpec) -> String {
        let position = failure.place.position
        let message = ([failure.text] + failure.details).joined(separator: "\n")
        return "::error file=\(property(failure.place.name)),line=\(position.line),col=\(position.column),"
            + "title=\(property(check.name))::\(data(message))\n"
    }

    /// Between `::` and the end of the line.
    static func data(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    /// Of a property, which commas and colons would end.
    static func property(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            // Read in a terminal too.
            if VisibleText.isHidden(scalar), escapes[scalar] == nil {
                result += scalar.escaped(asASCII: true)
                continue
            }
            if let escape = escapes[scalar] { result += escape } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
