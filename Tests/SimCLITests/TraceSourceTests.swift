import Foundation
import SimCore
import Testing
import Workloads

@testable import SimCLI

@Suite struct TraceSourceTests {
    static let own = "arrival_s,prompt_tokens,output_tokens\n"

    static func source(_ text: String, skip: Bool = false) throws -> TraceSource {
        try TraceSource(text: text, name: "trace.csv", TraceReading(skipBadRows: skip))
    }

    static func drain(_ source: TraceSource) throws -> [RequestSpec] {
        var source = source
        var requests: [RequestSpec] = []
        while let request = try source.nextRequest() { requests.append(request) }
        return requests
    }

    /// Milliseconds, prompt, answer.
    static func rows(_ text: String, skip: Bool = false) throws -> [[Int64]] {
        try drain(source(text, skip: skip)).map {
            [$0.arrival.picoseconds / 1_000_000_000, Int64($0.promptTokens), Int64($0.outputTokens)]
        }
    }

    /// The message with which reading a text ends.
    static func failure(_ text: String, skip: Bool = false) -> String? {
        do {
            _ = try rows(text, skip: skip)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func everyFormat() throws {
        #expect(
            try Self.rows(
                """
                TIMESTAMP,ContextTokens,GeneratedTokens\r
                2023-11-16 23:59:59.9000000,374,44\r
                2023-11-17 00:00:00.0000000,396,109
                """) == [[0, 374, 44], [100, 396, 109]])
        #expect(
            try Self.rows(
                """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2024-05-10 00:00:00.009930+00:00,2162,5
                2024-05-10 00:00:05+00:00,2399,6
                """) == [[0, 2162, 5], [4_990, 2399, 6]])
        #expect(
            try Self.rows(
                """
                Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
                5,ChatGPT,472,18,490,Conversation log
                45,ChatGPT,1087,0,1087,"Conversation log"
                118.5,GPT-4,417,276,693,Conversation log
                """) == [[5_000, 472, 18], [118_500, 417, 276]])
        #expect(
            try Self.rows(
                "# source\ntimestamp_ms,input_length,output_length,n_blocks\n0,6758,500,14\n3052,7322,490,15\n"
            )
                == [[0, 6758, 500], [3_052, 7322, 490]])
        #expect(
            try Self.rows(
                """
                {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2]}
                {"hash_ids": [], "output_length": 490, "input_length": 7322, "timestamp": 3052}

                """) == [[0, 6758, 500], [3_052, 7322, 490]])
        #expect(
            try Self.rows("arrived_at,num_prefill_tokens,num_decode_tokens\n3.5e-1,10,20\n1.25,30,40\n")
                == [[350, 10, 20], [1_250, 30, 40]])
        #expect(try Self.rows(Self.own + "0.001,10,20\n0.001,11,21") == [[1, 10, 20], [1, 11, 21]])
    }

    @Test func ownFormatHasPriorities() throws {
        let requests = try Self.drain(
            Self.source("priority,arrival_s,prompt_tokens,output_tokens\n-3,0,1,2\n1000,1,1,2\n"))
        #expect(requests.map(\.priority) == [-3, 1_000])
        #expect(
            Self.failure("arrival_s,prompt_tokens,output_tokens,priority\n0,1,2,1001\n")
                == "trace.csv:2:4: priority is '1001', expected a whole number from -1000 to 1000 (--skip-bad-rows)"
        )
    }

    @Test func byteOrderMarkAndLineEnds() throws {
        #expect(
            try Self.rows("\u{feff}" + Self.own + "0,1,2\r\n1,3,4\r\n\r\n\n") == [[0, 1, 2], [1_000, 3, 4]])
    }

    @Test func badCells() {
        let azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n"
        #expect(
            Self.failure(azure + "2023-11-16 18:15:47.68,374,abc\n2023-11-16 18:15:48.68,1,1\n")
                == "trace.csv:3:3: GeneratedTokens is 'abc', expected a whole number >= 0 (--skip-bad-rows)")
        #expect(
            Self.failure(azure + "yesterday,374,4\n")
                == "trace.csv:3:1: TIMESTAMP is 'yesterday', expected a time such as "
                + "2023-11-16 18:15:46.6805900 (--skip-bad-rows)")
        for bad in ["-5", "NaN", "inf", "1e3", "1.5", "", "0x10"] {
            #expect(
                Self.failure(Self.own + "0,1,2\n1,\(bad),2\n")
                    == "trace.csv:3:2: prompt_tokens is '\(bad)', expected a whole number >= 0 (--skip-bad-rows)"
            )
        }
        for bad in ["-0.5", "NaN", "inf", "", "1:30"] {
            #expect(
                Self.failure(Self.own + "\(bad),1,2\n")
                    == "trace.csv:2:1: arrival_s is '\(bad)', expected a number of seconds >= 0 (--skip-bad-rows)"
            )
        }
    }

    @Test(arguments: ["16777217", "4294967296", "99999999999999999999999999"]) func tokensPastTheLimit(
        text: String
    ) {
        #expect(
            Self.failure(Self.own + "0,\(text),2\n")
                == "trace.csv:2:2: prompt_tokens is '\(text)', expected at most 16777216 tokens (--skip-bad-rows)"
        )
    }

    @Test func theLimitItselfIsRead() throws {
        #expect(try Self.rows(Self.own + "0,16777216,16777216\n") == [[0, 16_777_216, 16_777_216]])
    }

    @Test func timeMustNotGoBack() {
        #expect(
            Self.failure(Self.own + "1,1,1\n1,1,1\n0.75,1,1\n")
                == "trace.csv:4:1: arrival_s is 250.0 ms before the row above; sort the file by time (--skip-bad-rows)"
        )
        #expect(
            Self.failure(
                "{\"timestamp\":5,\"input_length\":1,\"output_length\":1}\n"
                    + "{\"timestamp\":4,\"input_length\":1,\"output_length\":1}")
                == "trace.csv:2:1: timestamp is 1.000 ms before the row above; sort the file by time (--skip-bad-rows)"
        )
    }

    @Test func timeMustFitARun() {
        #expect(Self.failure(Self.own + "9000000,1,1\n") == nil)
        for time in ["9000000.000000000001", "1e16", "9223372037"] {
            #expect(
                Self.failure(Self.own + "\(time),1,1\n")?.hasPrefix("trace.csv:2:1: arrival_s is ") == true)
        }
        let azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-01-01 00:00:00,1,1\n"
        #expect(
            Self.failure(azure + "2023-06-01 00:00:00,1,1\n")
                == "trace.csv:3:1: TIMESTAMP is more than 104 days after the start, which is where a run ends "
                + "(--skip-bad-rows)")
    }

    @Test func rowsThatAreCutOff() {
        #expect(
            Self.failure(Self.own + "0,1,2\n1,3")
                == "trace.csv:3:2: the row has 2 of the 3 cells of the header; was the file cut off here? "
                + "(--skip-bad-rows)")
        #expect(
            Self.failure(Self.own + "0,1,2,3\n")
                == "trace.csv:2:3: the row has 4 of the 3 cells of the header (--skip-bad-rows)")
        #expect(
            Self.failure("{\"timestamp\":5,\"input_length\":1,\"output_length\":1,\"hash_ids\":[1,2")
                == "trace.csv:1:66: the object is not closed; was the file cut off here? (--skip-bad-rows)")
        #expect(
            Self.failure(Self.own + "0,\"1,2\n")
                == "trace.csv:2:2: the quote that opens this cell is never closed")
    }

    @Test func filesWithoutRequests() {
        #expect(
            Self.failure("")
                == "trace.csv is empty; expected a header such as arrival_s,prompt_tokens,output_tokens")
        #expect(Self.failure("# nothing\n\n")?.hasPrefix("trace.csv is empty") == true)
        #expect(Self.failure(Self.own) == "trace.csv has a header and no rows; there is nothing to replay")
        #expect(
            Self.failure(Self.own + "0,5,0\n1,0,5\n")
                == "trace.csv has 2 rows, none of them a request that can be replayed "
                + "(no answer, or an empty prompt)")
        #expect(
            Self.failure(Self.own + "x,5,1\n", skip: true)
                == "trace.csv has 1 row, none of them a request that can be replayed (the first that is bad: "
                + "trace.csv:2:1: arrival_s is 'x', expected a number of seconds >= 0 (--skip-bad-rows))")
    }

    @Test func unknownHeaders() {
        #expect(
            Self.failure("TIMESTAMP,ContextToken,GeneratedTokens\n")
                == "trace.csv:1:1: no trace format has the columns TIMESTAMP,ContextToken,GeneratedTokens. "
                + "The nearest is Azure, which also needs ContextTokens")
        #expect(
            Self.failure("arrival_s,prompt_tokens,output_tokens,Arrival_s\n")
                == "trace.csv:1:4: the column arrival_s is there twice; which one counts cannot be known")
    }

    @Test func filesThatAreNoText() throws {
        for (bytes, kind) in [
            ([0x1f, 0x8b, 8, 0], "compressed by gzip"), (Array("PAR1".utf8), "a Parquet file"),
            ([0xff, 0xfe, 0x61, 0], "UTF-16 or binary"),
        ] as [([UInt8], String)] {
            let file = try TemporaryFile(bytes)
            #expect {
                try TraceSource(path: file.path)
            } throws: {
                "\($0)".hasPrefix("\(file.path) is \(kind), not text")
            }
        }
    }

    @Test func badRowsAreSkippedAndCounted() throws {
        let text = Self.own + "0,1,1\n1,x,1\n2,1,0\n1.5,1,1\n2,0,1\n3,1\n3,2,2\n"
        var source = try Self.source(text, skip: true)
        #expect(try Self.rows(text, skip: true) == [[0, 1, 1], [3_000, 2, 2]])
        while try source.next() != nil {}
        #expect(source.tally.badRows == 3)
        #expect(source.tally.failedRows == 1)
        #expect(source.tally.emptyPromptRows == 1)
        #expect(
            source.firstBadRow
                == "trace.csv:3:2: prompt_tokens is 'x', expected a whole number >= 0 (--skip-bad-rows)")
    }

    @Test func badTextsInMessagesAreShortAndClean() {
        let message = Self.failure(Self.own + "0,\u{7}\(String(repeating: "x", count: 500)),1\n")
        #expect(message?.contains("'?xxx") == true)
        #expect((message?.count ?? 1_000) < 200)
    }

    @Test func theFirstDateIsZeroAfterRowsThatAreLeftOut() throws {
        let text = """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:15:40,374,0
            2023-11-16 18:15:46,374,44
            2023-11-16 18:15:47,374,44
            """
        #expect(try Self.rows(text) == [[0, 374, 44], [1_000, 374, 44]])
    }

    @Test func faultsOfARunCarryTheMessage() throws {
        var source = try Self.source(Self.own + "0,1,1\n1,x,1\n")
        _ = try source.next()
        #expect(
            throws: ArrivalFault(
                "trace.csv:3:2: prompt_tokens is 'x', expected a whole number >= 0 (--skip-bad-rows)")
        ) { try source.next() }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func copiesOfAFileContinue(seed: UInt64) throws {
        var stream = RandomStream(seed: seed, purpose: "test.trace")
        var text = Self.own
        for index in 0..<500 {
            text += "\(index),\(stream.whole(in: 1...9_999)),\(stream.whole(in: 1...999))\n"
        }
        let file = try TemporaryFile(text)
        let bytes = try CSVBytes(CSVFile(path: file.path), chunk: 64)
        var source = try TraceSource(bytes, name: "trace.csv", isRereadable: true)
        let all = try Self.drain(source)
        #expect(try all == Self.drain(Self.source(text)), "seed \(seed)")
        for taken in 1...500 {
            _ = try source.next()
            if taken % 37 == 0 { #expect(try Self.drain(source) == Array(all[taken...]), "seed \(seed)") }
        }
        #expect(try source.next() == nil)
    }

    /// What can be read only once is the same trace.
    @Test func pipesAreReadAsTheyCome() throws {
        let text = Self.own + "0,1,2\n1,3,0\n1.5,16777216,16777216\n2,5,6\n"
        let fifo = NSTemporaryDirectory() + "wattline-test-" + UUID().uuidString
        let made = unsafe mkfifo(fifo, 0o600)
        #expect(made == 0)
        defer { _ = unsafe unlink(fifo) }
        let writer = Thread {
            let handle = FileHandle(forWritingAtPath: fifo)
            handle?.write(Data(text.utf8))
            try? handle?.close()
        }
        writer.start()
        var source = try TraceSource(path: fifo)
        var requests: [RequestSpec] = []
        while let request = try source.next() { requests.append(request) }
        #expect(try requests == Self.drain(Self.source(text)))
        #expect(source.tally.failedRows == 1)
        #expect(source.rowCount == 4)
    }

    /// Whatever is in a file, reading it ends with requests in order or with a message that names the file.
    @Test(arguments: [1, 2, 3, 20_260] as [UInt64], [false, true])
    func damagedFilesNeitherTrapNorHang(seed: UInt64, skip: Bool) throws {
        let samples = [
            "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 23:59:59.9000000,374,44\r\n"
                + "2023-11-17 00:00:00.0+00:00,396,109\r\n",
            Self.own + "0.5,1,2\n1e0,3,4\n2,\"5\",6\n",
            "{\"timestamp\": 0, \"input_length\": 6758, \"output_length\": 500, \"hash_ids\": [0, 1]}\n"
                + "{\"hash_ids\": [], \"output_length\": 490, \"input_length\": 7322, \"timestamp\": 3052}\n",
        ]
        var stream = RandomStream(seed: seed, purpose: "test.damage")
        let marks = Array("0123456789,,\n\r\"-+.eE{}[]: \\#".utf8) + [0, 0xef, 0xff]
        for round in 0..<400 {
            var bytes = Array(samples[round % samples.count].utf8)
            for _ in 0...stream.whole(in: 0...4) {
                let place = Int(stream.whole(in: 0...Int64(bytes.count - 1)))
                let mark = marks[Int(stream.whole(in: 0...Int64(marks.count - 1)))]
                switch stream.next() % 4 {
                case 0: bytes[place] = mark
                case 1: bytes.insert(mark, at: place)
                case 2: bytes.insert(contentsOf: repeatElement(mark, count: 30), at: place)
                default: bytes.removeSubrange(place..<min(place + 3, bytes.count - 1))
                }
            }
            do {
                let source = try TraceSource(
                    CSVBytes(bytes), name: "trace.csv", isRereadable: true, TraceReading(skipBadRows: skip))
                let requests = try Self.drain(source)
                #expect(!requests.isEmpty, "seed \(seed), round \(round)")
                #expect(requests.allSatisfy { $0.promptTokens >= 1 && $0.outputTokens >= 1 })
                #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
            } catch let error as TraceError {
                #expect("\(error)".hasPrefix("trace.csv"), "seed \(seed), round \(round)")
            }
        }
    }

    @Test func missingFilesAndDirectories() {
        #expect {
            try TraceSource(path: "/no/such/trace.csv")
        } throws: {
            ($0 as? TraceError)?.isUnreadable == true
                && "\($0)" == "cannot read '/no/such/trace.csv': No such file or directory"
        }
        #expect {
            try TraceSource(path: "/tmp")
        } throws: {
            ($0 as? TraceError)?.isUnreadable == true && "\($0)" == "cannot read '/tmp': it is a folder"
        }
    }
}
