import Foundation
import SimCLITestSupport
import Testing

@testable import WattlineText

@Suite struct CSVBytesTests {
    @Test func aWindowMovesOverTheFile() throws {
        let file = try TemporaryFile(Array(0..<100))
        var bytes = try CSVBytes(CSVFile(path: file.path), chunk: 16)
        var read: [UInt8] = []
        while !bytes.isComplete {
            #expect(try bytes.refill())
            read += bytes.buffer[bytes.position..<bytes.end]
            bytes.position = bytes.end
        }
        #expect(read == Array(0..<100))
        #expect(bytes.buffer.count <= 32)
    }

    @Test func copiesReadFromTheirOwnPlace() throws {
        let file = try TemporaryFile(Array(0..<100))
        var bytes = try CSVBytes(CSVFile(path: file.path), chunk: 16)
        #expect(try bytes.refill())
        bytes.position = 10
        var copy = bytes
        for _ in 0..<10 {
            #expect(try bytes.refill())
            #expect(try copy.refill())
            #expect(bytes.buffer[bytes.position..<bytes.end] == copy.buffer[copy.position..<copy.end])
        }
        #expect(Array(bytes.buffer[bytes.position..<bytes.end]) == Array(10..<100))
    }

    @Test func missingFilesAndDirectories() {
        #expect(throws: CSVFileError(path: "/no/such/file.csv", reason: "No such file or directory")) {
            try CSVFile(path: "/no/such/file.csv")
        }
        #expect(throws: CSVFileError(path: "/tmp", reason: "it is a folder")) { try CSVFile(path: "/tmp") }
        #expect(throws: CSVFileError.self) { try CSVFile(path: "") }
        #expect(throws: CSVFileError.self) { try CSVFile(path: String(repeating: "x", count: 100_000)) }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read every file"))
    func forbiddenFiles() throws {
        let file = try TemporaryFile("a")
        let changed = unsafe chmod(file.path, 0)
        #expect(changed == 0)
        #expect(throws: CSVFileError(path: file.path, reason: "Permission denied")) {
            try CSVFile(path: file.path)
        }
    }
}
