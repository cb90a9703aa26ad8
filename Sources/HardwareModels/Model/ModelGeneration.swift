/// What a model's name says of its architecture: its words, and the version among them. `Llama-3.1-8B-Instruct` is of
/// `llama` `3.1`, and `gemma-3n-E4B` of `gemma` `3n`.
///
/// A name that is near in letters may stand for another architecture (gemma-4 beside gemma-3, Qwen3-Next beside Qwen3):
/// only within a generation is a name that was not found likely to be a misspelt one.
struct ModelGeneration: Equatable {
    /// Letters of the words that are no size and no mark of a tuning.
    private(set) var letters: [UInt8] = []
    /// The first word, or rest of a word, that begins with a digit and is no size.
    private(set) var version: [UInt8] = []

    /// Reads the part of a name after its owner. O(length).
    init(_ name: String) {
        for word in ModelGeneration.words(name)
        where !ModelGeneration.isSize(word) && !ModelGeneration.isTuning(word) {
            let prefix = word.prefix { !ModelGeneration.isDigit($0) }
            if prefix.count == word.count {
                letters += word
            } else if version.isEmpty {
                // A `v` before a number is no word.
                if !prefix.elementsEqual("v".utf8) { letters += prefix }
                version = Array(word.dropFirst(prefix.count))
            }
        }
    }

    /// Whether two names are of one generation but for the spelling of its words.
    func isNear(_ other: ModelGeneration) -> Bool {
        version == other.version
            && NearestName.distance(letters, other.letters) <= max(1, other.letters.count / 4)
    }

    private static func words(_ name: String) -> [[UInt8]] {
        var words: [[UInt8]] = [[]]
        for byte in name.utf8.prefix(256) {
            switch byte {
            case UInt8(ascii: "/"): words = [[]]
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): words.append([])
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): words[words.count - 1].append(byte + 32)
            default: words[words.count - 1].append(byte)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// `8b`, `0.6b`, `8x7b`, `a3b`, `e4b`, `128e`, `4k`.
    private static func isSize(_ word: [UInt8]) -> Bool {
        let body =
            word.first.map { [UInt8(ascii: "a"), UInt8(ascii: "e")].contains($0) } ?? false
            ? word.dropFirst() : word[...]
        guard let last = body.last, let first = body.first, isDigit(first) else { return false }
        return Array("bmek".utf8).contains(last)
            && body.dropLast().allSatisfy {
                isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "x")
            }
    }

    private static func isTuning(_ word: [UInt8]) -> Bool {
        for known in ["instruct", "it", "pt", "hf", "chat", "base", "meta"]
        where word.elementsEqual(known.utf8) {
            return true
        }
        return false
    }
}
