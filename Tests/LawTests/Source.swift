import Foundation

/// The project's own source files, read just well enough to check rules: code apart from comments and texts.
enum Source {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable {
        /// Relative to the package.
        let path: String
        let lines: [Line]

        init(path: String, text: String) {
            self.path = path
            lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                Line(path: path, number: $0.offset + 1, text: String($0.element))
            }
        }

        /// Types, functions and constants that the file declares at its top level.
        var declarations: [String] {
            let keywords: Set<Substring> = [
                "struct", "class", "enum", "protocol", "actor", "typealias", "func", "let", "var",
            ]
            return lines.compactMap { line in
                guard let first = line.text.first, first.isLetter || first == "@" else { return nil }
                let words = line.words
                guard !words.contains("extension"), !words.contains("private"),
                    let place = words.firstIndex(where: keywords.contains), place + 1 < words.count
                else { return nil }
                return String(words[place + 1])
            }
        }

        /// Without folders and suffix.
        var name: String {
            String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
        }
    }

    struct Line: CustomStringConvertible, Sendable {
        let path: String
        let number: Int
        let text: String
        /// The line without comments and texts. What is interpolated in a text is not seen; a comment over several lines
        /// is, which the format of the project does not use.
        let code: String

        init(path: String, number: Int, text: String) {
            self.path = path
            self.number = number
            self.text = text
            code = Line.code(text)
        }

        var description: String { "\(path):\(number): \(text)" }

        private static func code(_ text: String) -> String {
            guard text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\"") }) else {
                return text
            }
            var code = ""
            var rest = Substring(text)
            var isText = false
            while let character = rest.first {
                if isText {
                    if character == "\\" { rest = rest.dropFirst() }
                    isText = character != "\""
                } else if rest.hasPrefix("//") {
                    break
                } else if rest.hasPrefix("/*") {
                    rest = rest.range(of: "*/").map { rest[$0.upperBound...] } ?? ""
                    continue
                } else if character == "\"" {
                    isText = true
                } else {
                    code.append(character)
                }
                rest = rest.dropFirst()
            }
            return code
        }

        var words: [Substring] {
            code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
        }

        /// The module that the line imports, if it does.
        var imported: String? {
            let words = words
            guard let keyword = words.firstIndex(of: "import"), keyword <= 1 else { return nil }
            return words.last.map(String.init)
        }

        /// Functions that are called, and on what name; declarations are no calls.
        var calls: [(receiver: String?, function: String)] {
            var found: [(receiver: String?, function: String)] = []
            for part in code.split(separator: "(", omittingEmptySubsequences: false).dropLast() {
                let path = part.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                let names = String(path.reversed()).split(separator: ".")
                let isDeclared = part.dropLast(path.count).hasSuffix("func ")
                guard let function = names.last, !isDeclared else { continue }
                found.append((names.dropLast().last.map(String.init), String(function)))
            }
            return found
        }
    }

    /// Every Swift file of the project, read once, in a fixed order.
    private static let all: [File] = ["Sources", "Tests"].flatMap { folder -> [File] in
        let found = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        let names: [String] = (found?.allObjects ?? []).compactMap { $0 as? String }
            .filter { $0.hasSuffix(".swift") && !$0.contains(".build") }
        return names.sorted().compactMap { name in
            let file = root.appendingPathComponent(folder).appendingPathComponent(name)
            guard let data = try? Data(contentsOf: file) else { return nil }
            return File(path: "\(folder)/\(name)", text: String(decoding: data, as: UTF8.self))
        }
    }

    /// Swift files below the folders.
    static func files(in folders: [String]) -> [File] {
        all.filter { file in folders.contains { file.path.hasPrefix("\($0)/") } }
    }

    static func lines(in folders: [String]) -> [Line] { files(in: folders).flatMap(\.lines) }
}
