import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Shards of a sweep")
struct ShardTests {
    @Test("Shards share every point out, each to one", arguments: [1, 2, 3, 7, 16])
    func partition(count: Int) throws {
        var seen: [Int] = []
        for number in 1...count { seen += try Shard(parsing: "\(number)/\(count)").points(of: 12) }
        #expect(seen.sorted() == Array(0..<12))
    }

    @Test func everySixteenth() throws {
        #expect(try Shard(parsing: "3/16").points(of: 40) == [2, 18, 34])
        #expect(try Shard(parsing: "16/16").points(of: 4).isEmpty)
    }

    @Test(
        "What is no shard",
        arguments: [
            ("3", "must be K/N such as 3/16, got '3'"),
            ("0/4", "must be K/N with K from 1 to N, got '0/4'"),
            ("5/4", "must be K/N with K from 1 to N, got '5/4'"),
            ("1/0", "must be K/N such as 3/16, got '1/0'"),
            ("a/b", "must be K/N such as 3/16, got 'a/b'"),
            ("1/2/3", "must be K/N such as 3/16, got '1/2/3'"),
            ("1/9999999", "must be at most 1000000 shards, got '1/9999999'"),
            ("1/99999999999999999999", "must be K/N such as 3/16, got '1/99999999999999999999'"),
        ])
    func refused(text: String, message: String) {
        #expect(throws: BadValue.predicate(message)) { try Shard(parsing: text) }
    }
}
