import WattlineText

/// One self-contained HTML page: no script runs, nothing is loaded, and it reads the same in light, dark and on a phone.
///
/// A page is a `main` with a heading and sections; a section is a heading followed by paragraphs, lists, tables (headings
/// have a scope), figures (an SVG and its `figcaption`) and code. Data stands at the end as JSON for programs. Every text
/// is escaped here, so callers pass what users typed as it is.
package struct HTMLPage {
    private let title: String
    private var body = ""
    private var data = ""
    private var isOpen = false
    private var sections = 0

    /// `summary`: the sentence that says it all.
    package init(title: String, summary: String) {
        self.title = title
        body =
            "<header>\n<h1>\(XMLText.escaped(title))</h1>\n<p class=\"summary\">\(XMLText.escaped(summary))</p>\n</header>\n"
    }

    package mutating func section(_ heading: String) {
        if isOpen { body += "</section>\n" }
        isOpen = true
        sections += 1
        body +=
            "<section aria-labelledby=\"s\(sections)\">\n<h2 id=\"s\(sections)\">\(XMLText.escaped(heading))</h2>\n"
    }

    package mutating func paragraph(_ text: String) { body += "<p>\(HTMLPage.prose(text))</p>\n" }

    /// Escaped, with flags that no line breaks at their hyphens.
    private static func prose(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let plain = XMLText.escaped(String(word))
            return word.hasPrefix("--") ? "<span class=\"flag\">\(plain)</span>" : plain
        }.joined(separator: " ")
    }

    package mutating func list(_ items: [String]) {
        guard !items.isEmpty else { return }
        body += "<ul>\n" + items.map { "<li>\(HTMLPage.prose($0))</li>\n" }.joined() + "</ul>\n"
    }

    package mutating func table(_ table: TextTable, caption: String, hasHead: Bool = true) {
        body += HTMLPage.scrolling(table, caption: caption, hasHead: hasHead)
    }

    /// Pictures, and a table about them, beside each other where there is room.
    package mutating func figures(
        _ figures: [(chart: Chart, caption: String)],
        table: (table: TextTable, caption: String, hasHead: Bool)? = nil
    ) {
        body += "<div class=\"figures\">\n"
        for (chart, caption) in figures {
            body +=
                "<figure>\n\(chart.markup(hasStyleSheet: false))<figcaption>\(XMLText.escaped(caption))</figcaption>\n"
                + "</figure>\n"
        }
        if let table {
            body += HTMLPage.scrolling(table.table, caption: table.caption, hasHead: table.hasHead)
        }
        body += "</div>\n"
    }

    /// Wide tables scroll by themselves, also by keyboard.
    private static func scrolling(_ table: TextTable, caption: String, hasHead: Bool) -> String {
        let name = XMLText.escaped(caption)
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\">\n"
            + table.html(caption: caption, hasHead: hasHead) + "</div>\n"
    }

    /// A line to be copied.
    package mutating func code(_ text: String) {
        body += "<pre tabindex=\"0\"><code>\(XMLText.escaped(text))</code></pre>\n"
    }

    /// Data for programs under a name of its own.
    package mutating func embed(_ json: JSON, id: String) {
        data +=
            "<script type=\"application/json\" id=\"\(XMLText.escaped(id))\">\(HTMLPage.scriptText(json))</script>\n"
    }

    /// JSON as it may stand in a script element: no `<` in it can end the element or begin a comment.
    static func scriptText(_ json: JSON) -> String { json.compact.replacing("<", with: "\\u003c") }

    /// The page as a document.
    package var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(HTMLPage.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(XMLText.escaped(title))</title>
        <style>\(HTMLPage.styleSheet)\(ChartPalette.styleSheet)</style>
        </head>
        <body>
        <main>
        \(body)\(isOpen ? "</section>\n" : "")</main>
        \(data)</body>
        </html>

        """
    }

    static let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    /// The colours are those of the charts.
    private static let styleSheet = """
        :root{color-scheme:light dark;--page:#fff;--text:#1b1b1b;--quiet:#595959;--line:#d5d5d5;--soft:#f4f4f4}\
        @media (prefers-color-scheme:dark){:root{--page:#15171a;--text:#ececec;--quiet:#a9adb3;--line:#33373d;\
        --soft:#1f2226}}\
        *{box-sizing:border-box}\
        .flag{white-space:nowrap}\
        body{margin:0;background:var(--page);color:var(--text);line-height:1.5;\
        font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}\
        main{max-width:70rem;margin:0 auto;padding:1rem}\
        h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}\
        h1,p,li,figcaption{overflow-wrap:anywhere}\
        .summary{font-size:1.15rem;max-width:50rem}p,ul{max-width:50rem}\
        .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem 2rem}\
        figure{margin:0;min-width:0}figure svg{display:block;width:100%;height:auto}\
        figcaption,caption{color:var(--quiet);font-size:.875rem}caption{text-align:left;padding:.25rem 0}\
        .scroll{overflow-x:auto;min-width:0}\
        table{border-collapse:collapse;font-size:.9375rem;margin:.5rem 0}\
        th,td{text-align:left;font-weight:normal;padding:.25rem .9rem .25rem 0;border-bottom:1px solid var(--line);\
        vertical-align:top}\
        thead th{font-weight:600}.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
        pre{background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.75rem;white-space:pre;\
        overflow-x:auto;font-size:.875rem}
        """
}
