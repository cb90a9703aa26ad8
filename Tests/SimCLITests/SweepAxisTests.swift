import Testing

@testable import SimCLI

@Suite("Axes of a sweep")
struct SweepAxisTests {
    private func values(_ flag: String, _ text: String) throws -> [String]? {
        let flag = try #require(RunFlags.named(flag))
        if case .axis(let axis) = try SweepAxis.read(flag, spelling: "--\(flag.name)", text) {
            return axis.values.map(\.text)
        }
        return nil
    }

    @Test("A number as engines print it is one, though it has commas")
    func grouped() throws {
        #expect(try values("kv-cache-tokens", "178,880") == nil)
        #expect(try values("kv-cache-tokens", "1,178,880 tokens") == nil)
    }

    @Test(
        "Lists, ranges and both",
        arguments: [
            ("tp", "1,2,4", "1|2|4"), ("tp", "1:8:x2", "1|2|4|8"), ("rate", "0.5:1.5:0.5", "0.5|1|1.5"),
            ("max-num-seqs", "1,2,8:64:x2", "1|2|8|16|32|64"), ("rate", "1,inf", "1|inf"),
            ("policy", "chunked,static", "chunked|static"), ("batch-timeout", "50ms,1s", "50ms|1s"),
            ("power-cap", "400:700:100", "400|500|600|700"), ("power-cap", "400W,0.5kW", "400W|0.5kW"),
            ("shape", "spacing:50ms,window:1s", "spacing:50ms|window:1s"),
            ("model", "llama-3.1-8b,llama-3.1-70b", "llama-3.1-8b|llama-3.1-70b"),
            ("input-len", "128:512:x2", "128|256|512"), ("seed", "0,1,2", "0|1|2"),
            ("kv-cache-tokens", "100000,200000", "100000|200000"),
        ])
    func read(flag: String, text: String, expected: String) throws {
        #expect(try values(flag, text)?.joined(separator: "|") == expected)
    }

    @Test(
        "A part that is no length is joined with the next",
        arguments: [
            ("512,lognormal:512,0.5,1024", "512|lognormal:512,0.5|1024"),
            ("uniform:100,900,512", "uniform:100,900|512"),
            ("uniform:1,9,uniform:1,19", "uniform:1,9|uniform:1,19"),
            ("128:256:x2,lognormal:512,0.5", "128|256|lognormal:512,0.5"),
        ])
    func lengths(text: String, expected: String) throws {
        #expect(try values("input-len", text)?.joined(separator: "|") == expected)
    }

    @Test(
        "One value, and flags whose value is a list, are no axis",
        arguments: [
            ("tp", "4"), ("metric-percentiles", "50,99"), ("goodput", "ttft:500"), ("metadata", "a=1,2"),
            ("rate", "inf"),
            ("shape", "spacing:0-50ms"), ("input-len", "lognormal:512,0.5"),
        ])
    func fixed(flag: String, text: String) throws { #expect(try values(flag, text) == nil) }

    @Test func search() throws {
        let flag = RunFlags.flag(.requestRate)
        guard case .search(1, 64) = try SweepAxis.read(flag, spelling: "--rate", "1..64") else {
            Issue.record("1..64 is a range to search")
            return
        }
    }

    @Test(
        "What is wrong with a list",
        arguments: [
            ("tp", "1,2,1", "has 1 twice, got '1,2,1'"), ("tp", "1,3", "must be one of 1, 2, 4, 8, got 3"),
            ("rate", "1,,2", "has an empty value in the list '1,,2'"),
            ("rate", "1,2,", "has an empty value in the list '1,2,'"),
            ("rate", "1,x", "must be > 0 or 'inf', got 'x'"),
            ("batch-timeout", "1s,1000", "has 1000 twice, got '1s,1000'"),
            ("max-num-seqs", "1:3:0.5", "must be a whole number >= 1, got 1.5"),
            ("rate", "1:2", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '1:2'"),
            ("rate", "0:2:1", "must be > 0 or 'inf', got 0"),
            ("rate", "5..1", "takes a range to search from low to high such as 1..64, got '5..1'"),
            ("rate", "1..", "takes a range to search from low to high such as 1..64, got '1..'"),
            ("rate", "1..inf", "takes a range to search from low to high such as 1..64, got '1..inf'"),
            ("rate", "0..4", "must be > 0 or 'inf', got 0"),
            (
                "input-len", "512,uniform:9",
                "must be a length: 'uniform:9' column 10: expected ',', got the end. Write "
                    + "uniform:100,200"
            ),
        ])
    func refused(flag: String, text: String, message: String) throws {
        do {
            _ = try values(flag, text)
            Issue.record("\(text) was taken")
        } catch let problem as BadValue {
            if flag == "input-len" {
                #expect(problem.text.hasPrefix("must be a length"), "\(problem.text)")
            } else {
                #expect(problem.text == message)
            }
        }
    }

    @Test("Files go by their names alone in rows")
    func files() throws {
        let flag = RunFlags.flag(.trace)
        guard case .axis(let axis) = try SweepAxis.read(flag, spelling: "--trace", "/a/b.csv,../c.csv") else {
            Issue.record("two files are an axis")
            return
        }
        #expect(axis.values.map(\.json.compact) == ["\"b.csv\"", "\"c.csv\""])
    }
}
