/// What `explain` can be asked.
enum ExplainTopic: String, CaseIterable {
    case energy, defaults, model

    var summary: String {
        switch self {
        case .energy: "a decode step of this run from FLOP and bytes to joules, line by line"
        case .defaults: "every default of run, and why it is that"
        case .model: "what the model assumes, and what it leaves out"
        }
    }

    /// Every key of a result, in its order.
    static func metrics(_ percentiles: [Double]) -> [String] { SweepMetrics(percentiles: percentiles).keys }

    static func unknown(_ word: String) -> CLIError {
        let names = allCases.map(\.rawValue) + metrics([50, 90, 95, 99])
        let known = LatencyMetric.percentileHint(for: word) ?? CheckRun.hint(for: word)
        let hint = known.map { $0 + "." } ?? NearMiss.hint(for: word, among: names)
        return CLIError.usage(
            "nothing to explain is called \(quoted(word)).\(hint) 'wattline explain' lists what there is")
    }

    /// The list of everything that can be asked.
    static func overview(_ percentiles: [Double]) -> String {
        var table = TextTable(indent: "  ")
        table.leftColumns = [1]
        for topic in allCases { table.add([topic.rawValue, topic.summary]) }
        var text = "Subjects:\n" + table.rendered() + "\nMetrics:\n"
        var line = " "
        for key in metrics(percentiles) {
            if line.count + 1 + key.count > 98 {
                text += line + "\n"
                line = " "
            }
            line += " " + key
        }
        return text + line + "\n"
    }

    /// A label and a text, the text broken at blanks and indented.
    static func rows(_ rows: [(String, String)], width: Int = 98) -> String {
        let margin = (rows.map(\.0.count).max() ?? 0) + 4
        var text = ""
        for (label, content) in rows {
            var line = "  " + label + String(repeating: " ", count: margin - 2 - label.count)
            for word in content.split(separator: " ") {
                if line.count > margin, line.count + 1 + word.count > width {
                    text += line + "\n"
                    line = String(repeating: " ", count: margin)
                }
                line += (line.count > margin ? " " : "") + word
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
