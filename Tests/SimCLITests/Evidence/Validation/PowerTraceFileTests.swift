import Testing

@testable import WattlineText
@testable import WattlineEvidence

@Suite struct PowerTraceFileTests {
    private func trace(_ rows: String) throws -> PowerTraceFile {
        try PowerTraceFile(try DataTable(text: "t_s,gpu,power_w\n" + rows, file: "p.csv"))
    }

    @Test func meansOfARamp() throws {
        // 100 to 300 W over 4 s: 150 W in the first half, 250 in the second.
        let bins = try trace("0,0,100\n4,0,300\n").bins(2, shortest: 1)
        #expect(bins.map(\.watts) == [150, 250])
        #expect(bins.map(\.end) == [2, 4])
    }

    @Test func gpusAddUpWhereBothAreKnown() throws {
        let bins = try trace("0,a,100\n1,b,50\n4,a,100\n5,b,50\n").bins(1, shortest: 1)
        #expect(bins == [PowerTraceFile.Bin(start: 1, end: 4, watts: 150)])
    }

    @Test func noIntervalIsShorterThanAsked() throws {
        #expect(try trace("0,0,1\n3.5,0,1\n").bins(100, shortest: 1).count == 3)
        #expect(try trace("2,0,1\n").bins(100, shortest: 1).isEmpty)
    }

    @Test func timeDoesNotGoBack() {
        #expect(
            throws: CLIError.usage("p.csv:3:1: t_s is '1', expected a time not before the one above of GPU 0")
        ) {
            _ = try trace("2,0,1\n1,0,1\n")
        }
    }
}
