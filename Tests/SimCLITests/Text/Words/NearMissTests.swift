import Testing

@testable import WattlineText

@Suite("Near misses")
struct NearMissTests {
    @Test(
        "The nearest name is found, and none where none is near",
        arguments: [
            ("reqest-rate", "request-rate"), ("chunkd", "chunked"), ("Chunked", "chunked"),
            ("roundrobin", "round-robin"), ("tensor-paralel-size", "tensor-parallel-size"),
            ("max-num-seq", "max-num-seqs"), ("zzz", nil), ("", nil), ("q", nil),
        ])
    func nearest(typed: String, expected: String?) {
        let names = [
            "request-rate", "chunked", "round-robin", "tensor-parallel-size", "max-num-seqs", "continuous",
        ]
        #expect(NearMiss.nearest(to: typed, among: names) == expected)
    }

    @Test("A name that goes on where the typed one ends wins over edits")
    func prefix() {
        #expect(
            NearMiss.nearest(to: "llama-3.1", among: ["llama-3.7", "org/Llama-3.1-8B"]) == "org/Llama-3.1-8B")
    }

    @Test(
        "Edit distance counts insertions, deletions, substitutions and swaps of neighbours",
        arguments: [
            ("", "", 0), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "axc", 1),
            ("abc", "abcd", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
        ])
    func distance(left: String, right: String, expected: Int) {
        #expect(NearMiss.editDistance(Array(left.utf8), Array(right.utf8)) == expected)
        #expect(NearMiss.editDistance(Array(right.utf8), Array(left.utf8)) == expected)
    }
}
