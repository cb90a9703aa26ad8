import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("wattline study")
struct StudyCommandTests {
    static let folder = PackageFolder.file("studies")

    @Test("What is committed is what a run writes")
    func committedFilesAreCurrent() throws {
        let page = try StudyCommand.page(Self.folder)
        #expect(page.reports.map(\.study.name) == StudyLibrary.names)
        for report in page.reports {
            for file in StudyCommand.files(report) {
                #expect(
                    try Self.text(file.name) == file.text,
                    "\(file.name) is not current: wattline study all -o studies")
            }
        }
        #expect(
            try Self.text("README.md") == page.markdown,
            "README.md is not current: wattline study all -o studies")
    }

    private static func text(_ name: String) throws(CLIError) -> String {
        String(decoding: try InputFile.read("\(folder)/\(name)"), as: UTF8.self)
    }

    @Test("The baseline of the study: energies within 10 %")
    func baseline() throws {
        let line =
            "run -m Llama-3.1-8B --engine transformers --dtype fp32 --scenario single-stream --num-prompts 1000 "
            + "--batch-timeout 0 --input-len lognormal:1467,0.5 --output-len lognormal:62,0.5 --json"
        let result = try JSONObject(Array(Invocation(line).output.utf8), name: "result", called: "a result")
        let prefill = try #require(try result.real("energy_prefill_j", in: 0...1e9)) / 1000
        let decode = try #require(try result.real("energy_decode_j", in: 0...1e9)) / 1000
        #expect(prefill > 268.9 * 0.9 && prefill < 268.9 * 1.1)
        #expect(decode > 431.8 * 0.9 && decode < 431.8 * 1.1)
    }

    @Test("list names every study with its title")
    func list() {
        let list = Invocation(["study", "list", "--from", Self.folder])
        #expect(list.code == 0)
        #expect(list.output.split(separator: "\n").count == StudyLibrary.names.count)
    }

    @Test("-o writes a study's files to a folder")
    func writes() {
        let folder = TemporaryFolder()
        let path = folder.write(StudyFixture.small, to: "two.json")
        let run = Invocation(["study", path, "-o", folder.file("")])
        #expect(run.code == 0)
        #expect(run.output.contains("holds: four are cheaper"))
        #expect(folder.text(of: "two.md").hasPrefix("# Two batches"))
        #expect(folder.text(of: "two.csv").hasPrefix("series,batch,decode_j_per_output_token\n"))
        #expect(folder.text(of: "two.results.json").contains("\"schema\": \"wattline.study\""))
    }

    static let mistakes: [(String, String, Int32)] = [
        ("study", "study needs a name. Try: wattline study list", 2),
        ("study a b", "study takes one name, got 'a b'", 2),
        ("study -x", "unknown flag '-x'. 'wattline help study' shows the flags there are", 2),
        ("study all -o", "-o needs a value: -o DIR", 2),
        ("study all --from x --from y", "--from is given twice. Keep one", 2),
        (
            "study batching --from /nowhere",
            "there is no folder '/nowhere' with studies here. Run in Wattline's own folder, or name one with --from DIR",
            4
        ),
        ("study missing.json", "cannot read 'missing.json': No such file or directory", 4),
        (
            "study \(folder)/edge.json -o /proc/x",
            "cannot make the folder '/proc/x': No such file or directory", 4
        ),
    ]

    @Test("Mistakes are told with what to try", arguments: mistakes)
    func mistakeIsTold(_ line: String, _ message: String, _ code: Int32) {
        let run = Invocation(line)
        #expect(run.errors == "wattline: error: \(message)\n")
        #expect(run.code == code)
    }

    @Test("A near miss of a name is answered")
    func nearMiss() {
        let run = Invocation(["study", "batchin", "--from", Self.folder])
        #expect(
            run.errors.hasPrefix(
                "wattline: error: unknown study 'batchin'. Did you mean batching? Studies in "))
    }
}
