import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("A study's file")
struct StudyTests {
    static func study(_ text: String) throws(CLIError) -> Study {
        try Study(JSONObject(Array(text.utf8), name: "two.json", called: "a study"), name: "two")
    }

    @Test("Every setting is simulated, and claims read the cells")
    func cells() throws {
        let study = try Self.study(StudyFixture.small)
        #expect(study.points.map(\.x) == [1, 4])
        let report = StudyReport(study: study, table: try StudyTable(study, threads: 1))
        let run = Invocation(
            "run --engine transformers --batch-timeout 0 --num-prompts 4 --scenario offline --max-num-seqs 4 --json"
        )
        let lines = run.output.split(separator: "\n")
        let hash = try #require(lines.first { $0.contains("configuration_hash") })
        #expect(report.json.pretty.contains(hash.split(separator: "\"")[2]))
        #expect(report.text.contains("holds: four are cheaper"))
        #expect(report.csv.split(separator: "\n").count == 3)
    }

    @Test("The same bytes whatever the number of threads")
    func threads() throws {
        let study = try Self.study(StudyFixture.small)
        let one = StudyReport(study: study, table: try StudyTable(study, threads: 1))
        let three = StudyReport(study: study, table: try StudyTable(study, threads: 3))
        #expect(one.json == three.json)
    }

    static let mistakes: [(String, String, String)] = [
        (
            "\"axis\": \"batch\"", "\"axes\": \"batch\"",
            "two.json:2:60: unknown key 'axes'. Did you mean axis? Keys here are title, question, source, base, series, "
                + "points, axis, columns, charts, claims, discussion"
        ),
        (
            "\"decode_j_per_output_token\", \"title\"", "\"decode_j_per_outptu_token\", \"title\"",
            "two.json:5:28: unknown measure 'decode_j_per_outptu_token'. Did you mean decode_j_per_output_token?"
        ),
        (
            "\"point\": \"1\" }", "\"point\": \"2\" }",
            "two.json:8:80: unknown point '2'. Did you mean 1? There are 1, 4"
        ),
        (
            "[2, 5]", "[5, 2]",
            "two.json:6:57: expected must be two numbers from low to high, such as [2, 3]"
        ),
        (
            "{a} J", "{b} J",
            "two.json:6:91: the text has a place {b}, and numbers has no 'b'"
        ),
        (
            "\"label\": \"4\"", "\"label\": \"1\"",
            "two.json:4:72: '1' stands twice in points"
        ),
    ]

    @Test("Mistakes are told with their place", arguments: mistakes)
    func mistakeIsPlaced(_ old: String, _ new: String, _ message: String) {
        let text = String(StudyFixture.small.replacing(old, with: new, maxReplacements: 1))
        let error = #expect(throws: CLIError.self) { try Self.study(text) }
        #expect(error?.message == message)
        #expect(error?.code == .usage)
    }

    @Test("A setting that is no run is named")
    func wrongFlags() throws {
        let text = String(StudyFixture.small.replacing("--max-num-seqs 4", with: "--max-num-seqs 0"))
        let study = try Self.study(text)
        let error = #expect(throws: CLIError.self) { try StudyTable(study, threads: 2) }
        #expect(error?.message.hasPrefix("study two, '4': --max-num-seqs must be") == true)
    }
}
