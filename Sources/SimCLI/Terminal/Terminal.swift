/// The outside of one invocation: two streams and what is known of the place they end in.
struct Terminal {
    /// The result, and nothing else.
    var output: TextStream
    /// Errors, warnings, notes and progress.
    var errors: TextStream
    /// Bold and colours may be used on `output`.
    var hasColour: Bool { didSet { output.allowsStyle = hasColour } }
    /// Somebody watches `errors`, so a progress line may be redrawn there.
    var showsProgress: Bool
    /// The streams are the process's own, so progress may be written past them.
    var isLive: Bool
    /// Environment variables that a verb may ask for; nil where one is not set.
    var environment: @Sendable (String) -> String?

    /// Bold, red, green, and back: the escapes that this program writes.
    static let styles = ["\u{1b}[1m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m"]

    /// The variables of the environment that are looked at, for the manual.
    static let variables = [
        ("NO_COLOR", "Where it is set and not empty nothing is printed in bold."),
        ("TERM", "Where it is dumb nothing is printed in bold, no progress is redrawn and nothing is drawn."),
        (
            "LC_ALL, LC_CTYPE, LANG",
            "The first that is set says whether block characters may be drawn: in a UTF-8 locale."
        ),
        ("CI", "Where it is true, check does not write goldens without --force."),
        ("GITHUB_ACTIONS", "Where it is true, check writes annotations for GitHub."),
    ]

    /// Collects both streams, for tests: no colour, no progress, an empty environment.
    init() {
        output = TextStream()
        errors = TextStream()
        hasColour = false
        showsProgress = false
        isLive = false
        environment = { _ in nil }
    }

    /// The process's own streams. Colour needs a terminal, no NO_COLOR and a TERM other than `dumb`.
    static func standard() -> Terminal {
        var terminal = Terminal()
        terminal.isLive = true
        terminal.environment = environmentVariable
        terminal.output = TextStream(descriptor: 1)
        terminal.errors = TextStream(descriptor: 2)
        let isPlain = environmentVariable("NO_COLOR").map { !$0.isEmpty } ?? false
        terminal.hasColour = isatty(1) == 1 && !isPlain && environmentVariable("TERM") != "dumb"
        terminal.showsProgress = isatty(2) == 1 && environmentVariable("TERM") != "dumb"
        return terminal
    }

    /// Line and block characters may be drawn on `output`: a terminal in a UTF-8 locale.
    var drawsBoxes: Bool {
        guard isLive, isatty(1) == 1, environmentVariable("TERM") != "dumb" else { return false }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environmentVariable).first { !$0.isEmpty }
        return Terminal.isUTF8(locale: locale ?? "")
    }

    /// Whether a locale such as `en_US.UTF-8` is one of UTF-8.
    static func isUTF8(locale: String) -> Bool {
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }

    /// A line on stderr that does not end the run.
    mutating func warn(_ text: String) { errors.write("wattline: warning: \(CLIError.printable(text))\n") }

    /// The one place that prints an error.
    mutating func report(_ error: CLIError) { errors.write(error.rendered) }
}
