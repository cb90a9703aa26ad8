import Foundation
import WattlineText

/// What a page must keep, and how to look into it.
package enum HTMLFixture {
    /// Elements that are not closed, closed in another order, or that could load or run something.
    package static func faults(_ html: String) -> [String] {
        var faults: [String] = []
        var open: [Substring] = []
        for piece in html.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            guard let end = piece.firstIndex(of: ">") else {
                faults.append("no end: \(piece.prefix(40))")
                continue
            }
            let tag = piece[..<end]
            let name = tag.prefix { $0 != " " && $0 != "/" && $0 != "\n" }
            if tag.first == "/" {
                if open.popLast() != tag.dropFirst() { faults.append("closed: \(tag)") }
                continue
            }
            // What stands in quotes is text.
            let names = tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 0 }.map(\.element).joined()
            for attribute in [" src=", " href=", " srcset=", " action=", " data=", " on"]
            where names.contains(attribute) {
                faults.append("attribute: \(tag)")
            }
            if ["link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "a"].contains(
                name)
            {
                faults.append("element: \(tag)")
            }
            if name == "script", !tag.hasPrefix("script type=\"application/json\" id=") {
                faults.append("script: \(tag)")
            }
            if ["!DOCTYPE", "meta"].contains(name) || tag.last == "/" { continue }
            open.append(name)
        }
        if !open.isEmpty { faults.append("open: \(open)") }
        for word in ["url(", "@import", "javascript:", "https://"] where html.contains(word) {
            faults.append(word)
        }
        let namespace = "xmlns=\"http://www.w3.org/2000/svg\""
        if html.replacing(namespace, with: "").contains("http://") { faults.append("http://") }
        return faults
    }

    package static func count(_ text: String, in html: String) -> Int { html.ranges(of: text).count }

    /// There is no data of the name.
    package struct Missing: Error {}

    /// The data of this name.
    package static func data(_ id: String, in html: String) throws -> JSON {
        guard let start = html.firstRange(of: "<script type=\"application/json\" id=\"\(id)\">"),
            let end = html[start.upperBound...].firstRange(of: "</script>")
        else { throw Missing() }
        let rest = html[start.upperBound...]
        return JSON(try JSONReader.read(Array(rest[..<end.lowerBound].utf8)))
    }

    /// Of two colours, WCAG 2.2 "contrast ratio".
    package static func contrast(_ left: Int, _ right: Int) -> Double {
        func luminance(_ colour: Int) -> Double {
            let parts = [16, 8, 0].map { shift -> Double in
                let value = Double(colour >> shift & 0xff) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (one, other) = (luminance(left), luminance(right))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }
}
