import WattlineText

extension JSON {
    /// A document that was written, read again.
    package init(text: String) throws { try self.init(JSONReader.read(Array(text.utf8))) }

    /// The lines of a text, each a document.
    package static func lines(_ text: String) throws -> [JSON] {
        try text.split(separator: "\n").map { try JSON(text: String($0)) }
    }
}
