/// Text as a page in Markdown shows it unchanged: no mark-up, no HTML, no end of a table's cell.
enum MarkdownText {
    static func line(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.line(text).unicodeScalars {
            switch scalar {
            case "\\", "|", "`", "*", "[": result += "\\"
            case "<":
                result += "&lt;"
                continue
            case "&":
                result += "&amp;"
                continue
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
