import Testing

@testable import SimCLI

@Suite struct TraceLineTests {
    private static func row(_ text: String, _ format: TraceFormat = .mooncakeLines) throws -> TraceRow {
        let bytes = Array(text.utf8)
        var clock = TraceClock(format, unit: nil)
        var unread = UnreadLoad()
        return try TraceLine.row(
            bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false), "m.jsonl", 7, format: format,
            clock: &clock, unread: &unread)
    }

    private static func keys(_ text: String) -> (names: [String], isWhole: Bool) {
        let bytes = Array(text.utf8)
        return TraceLine.keys(bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false))
    }

    @Test func keysOfALine() {
        #expect(Self.keys(#"{"a": 1, "b": {"c": 2}, "d": [3]}"#) == (["a", "b", "d"], true))
        #expect(Self.keys(#"{"a": 1, "b": {"c""#) == (["a"], false))
        #expect(Self.keys("{") == ([], false))
    }

    @Test func otherNames() throws {
        let row = try Self.row(#"{"output_toks":3,"arrival_time_ns":1500,"input_toks":2}"#, .servingSimLines)
        #expect(row.time == 1_500_000 && row.promptTokens == 2 && row.outputTokens == 3)
    }

    @Test(arguments: [
        #"{"timestamp":1.5,"input_length":2,"output_length":3}"#,
        #" { "timestamp" : 1.5 , "input_length" : 2 , "output_length" : 3 } "#,
        #"{"output_length":3,"hash_ids":[1,[2],{"timestamp":9}],"note":"a \"}, b","input_length":2,"timestamp":15e-1}"#,
        #"{"timestamp":"1.5","input_length":2,"output_length":3}"#,
        #"{"ok":true,"nothing":null,"timestamp":1.5,"input_length":2,"output_length":3,"empty":{}}"#,
    ])
    func members(text: String) throws {
        let row = try Self.row(text)
        #expect(row.time == 1_500_000_000)
        #expect(row.promptTokens == 2)
        #expect(row.outputTokens == 3)
    }

    @Test(arguments: [
        (#"[1]"#, "m.jsonl:7:1: expected '{'"),
        (#"{}"#, "m.jsonl:7:2: expected a name in quotes"),
        (#"{"timestamp" 5}"#, "m.jsonl:7:14: expected ':'"),
        (#"{"timestamp":}"#, "m.jsonl:7:14: expected a value"),
        (#"{"timestamp":,"a":1}"#, "m.jsonl:7:14: expected a value"),
        (#"{"timestamp":5,"input_length":2}"#, "m.jsonl:7:1: the object has no 'output_length'"),
        (#"{"timestamp":5,"timestamp":6}"#, "m.jsonl:7:29: 'timestamp' is there twice"),
        (#"{"timestamp":5"#, "m.jsonl:7:15: the object is not closed; was the file cut off here?"),
        (#"{"timestamp"#, "m.jsonl:7:12: a text is not closed; was the file cut off here?"),
        (#"{"a":"\"#, "m.jsonl:7:8: a text is not closed; was the file cut off here?"),
        (#"{"a":"x" 5}"#, "m.jsonl:7:10: expected ',' or '}'; was the file cut off here?"),
        (
            #"{"timestamp":"x","input_length":2,"output_length":3}"#,
            #"m.jsonl:7:14: timestamp is '"x"', expected a number of milliseconds >= 0"#
        ),
        (
            #"{"timestamp":5,"input_length":-2,"output_length":3}"#,
            "m.jsonl:7:31: input_length is '-2', expected a whole number >= 0"
        ),
        (
            #"{"timestamp":5,"input_length":2,"output_length":16777217}"#,
            "m.jsonl:7:49: output_length is '16777217', expected at most 16777216 tokens"
        ),
        (
            #"{"timestamp":5,"input_length":2,"output_length":3} x"#,
            "m.jsonl:7:52: nothing was expected after the object"
        ),
    ])
    func badLines(text: String, message: String) {
        #expect {
            try Self.row(text)
        } throws: {
            "\($0)" == message + " (--skip-bad-rows)"
        }
    }
}
