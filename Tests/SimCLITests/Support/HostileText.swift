import SimCore

/// Texts that somebody may have put into a file to be shown.
package enum HostileText {
    private static let pieces = [
        "\u{1b}[31m", "\u{1b}]0;x\u{7}", "\u{9b}2J", "\r", "\n", "\t", "\u{8}", "\u{7f}", "\u{202e}",
        "\u{2028}",
        "<script>", "|", "`", "*", "[x](y)", "&lt;", "=1+1", "+1", "-1", "@x", "\"", "'", ",", ";", "%0A",
        "::error::",
        "a", "\u{e9}", "\u{1f600}", " ",
    ]

    package static func text(_ seed: Int) -> String {
        var stream = RandomStream(seed: UInt64(seed), purpose: "test.hostile")
        return (0...stream.below(6)).map { _ in pieces[stream.below(pieces.count)] }.joined()
    }

    /// Usable as the name of a file.
    package static func name(_ seed: Int) -> String { text(seed).filter { $0 != "/" } }
}
