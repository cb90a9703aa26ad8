import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Ranges")
struct SweepRangeTests {
    @Test(
        "Values as a person would type them",
        arguments: [
            ("1:256:x2", "1 2 4 8 16 32 64 128 256"), ("0.5:2:0.5", "0.5 1 1.5 2"), ("1:10:x3", "1 3 9"),
            ("0.1:0.5:0.1", "0.1 0.2 0.3 0.4 0.5"), ("0:1:0.25", "0 0.25 0.5 0.75 1"), ("5:5:1", "5"),
            ("1:1.4:x1.1", "1 1.1 1.21 1.331"), ("1e3:4e3:*2", "1000 2000 4000"), ("-1:1:1", "-1 0 1"),
        ])
    func values(text: String, expected: String) throws {
        #expect(try SweepRange(parsing: text).texts().joined(separator: " ") == expected)
    }

    @Test(
        "What is no range",
        arguments: [
            ("4:8", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '4:8'"),
            ("1:2:3:4", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '1:2:3:4'"),
            ("1:inf:1", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '1:inf:1'"),
            ("1:nan:1", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '1:nan:1'"),
            ("1::1", "takes a range such as 1:256:x2 or 0.5:8:0.5, got '1::1'"),
            ("8:1:x2", "has a range that ends at 1, below its start 8, got '8:1:x2'"),
            ("1:8:0", "has a range whose step is not above 0, got '1:8:0'"),
            ("1:8:-1", "has a range whose step is not above 0, got '1:8:-1'"),
            ("1:8:x1", "has a range whose factor is not above 1, got '1:8:x1'"),
            ("1:8:x0.5", "has a range whose factor is not above 1, got '1:8:x0.5'"),
            ("0:8:x2", "has a range that multiplies and so must start above 0, got '0:8:x2'"),
        ])
    func refused(text: String, message: String) {
        #expect(throws: BadValue.predicate(message)) { try SweepRange(parsing: text) }
    }

    @Test(
        "A range without end is refused, not run",
        arguments: ["0:1e9:1e-3", "1:1e300:x1.0000000000000002", "1e20:1e21:1"])
    func endless(text: String) {
        #expect(
            throws: BadValue.predicate("has a range of more than 100000 values, got '\(text)'")
        ) { try SweepRange(parsing: text).texts() }
    }
}
