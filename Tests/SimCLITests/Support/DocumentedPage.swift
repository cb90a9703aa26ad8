import WattlineText

/// A page of docs/, with the blocks that tests run.
package struct DocumentedPage {
    package let text: String

    package init(_ name: String) {
        let bytes = (try? InputFile.read(PackageFolder.file("docs/\(name)"))) ?? []
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The blocks of a language in the page.
    package func blocks(_ language: String) -> [String] {
        var blocks: [String] = []
        var open: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```\(language)" {
                open = ""
            } else if line == "```" {
                if let block = open { blocks.append(block) }
                open = nil
            } else if open != nil {
                open? += line + "\n"
            }
        }
        return blocks
    }
}
