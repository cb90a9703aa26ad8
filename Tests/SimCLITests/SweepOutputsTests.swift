import Testing

@testable import SimCLI

@Suite("Files of a sweep's result")
struct SweepOutputsTests {
    private let folder = TemporaryFolder()

    private func message(_ paths: [String]) -> String? {
        do {
            _ = try SweepOutputs(paths, inputs: InputFiles())
            return nil
        } catch {
            return error.message
        }
    }

    @Test func refused() {
        let (first, second) = (folder.file("a.jsonl"), folder.file("b.jsonl"))
        #expect(message([first, second]) == "one .jsonl is enough, got '\(first)' and '\(second)'")
        #expect(message([first, first]) == "--output '\(first)' is given twice")
        #expect(
            message(["a.txt"])
                == "--output 'a.txt' has no known suffix. Use .jsonl for every point as it finishes, or .csv, .md, .json, .svg or "
                + ".html for what is shown")
        #expect(
            message(["/nonexistent/a.csv"]) == "cannot write '/nonexistent/a.csv': No such file or directory")
        #expect(folder.names.isEmpty)
    }

    @Test func written() throws {
        let outputs = try SweepOutputs(
            [folder.file("a.csv"), folder.file("a.md"), folder.file("a.json"), "-"], inputs: InputFiles())
        #expect(outputs.wantsJSON)
        #expect(outputs.journal == nil)
        let report = SweepReport(
            SweepFixture.header, try SweepFixture.view(""), [SweepFixture.row(0, ["duration": 1])])
        try outputs.write(report)
        #expect(folder.names == ["a.csv", "a.json", "a.md"])
        #expect(folder.text(of: "a.csv") == report.csv)
        #expect(folder.text(of: "a.json") == report.json.pretty)
        #expect(folder.text(of: "a.md") == SweepTable(report).markdown())
    }
}
