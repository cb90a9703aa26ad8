import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("docs/checks.md")
struct DocumentedChecksTests {
    private static let page = DocumentedPage("checks.md")
    private static let folder = PackageFolder.file("docs/checks")

    /// What a command prints, with the path that a reader would have typed.
    private func output(_ path: String, shownAs shown: String) -> String {
        Invocation(["check", path]).output.replacing(path, with: shown)
            .replacing("'\(Self.folder)/goldens", with: "'docs/checks/goldens")
    }

    private func file(_ name: String) -> String {
        (try? InputFile.read("\(Self.folder)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test("Its file is the one in the folder, and its output is what the command prints")
    func example() throws {
        #expect(Self.page.blocks("json").first == file("example.json"))
        let text = try #require(Self.page.blocks("text").first)
        #expect(output("\(Self.folder)/example.json", shownAs: "docs/checks/example.json") == text)
    }

    @Test("Its failure is what the command prints at another rate")
    func failure() throws {
        let folder = TemporaryFolder()
        let slow = file("example.json")
        let fast = slow.replacing(
            "{\"request-rate\": 8, \"goodput\"", with: "{\"request-rate\": 9, \"goodput\""
        )
        .replacing("\"goldens/chat.json\"", with: "\"\(Self.folder)/goldens/chat.json\"")
        #expect(fast != slow)
        let path = folder.write(fast, to: "example.json")
        let text = try #require(Self.page.blocks("text").dropFirst().first)
        #expect(output(path, shownAs: "docs/checks/example.json") == text)
    }

    @Test("What it says of fairness is so")
    func fairness() throws {
        let text = try #require(Self.page.blocks("text").last)
        #expect(output("\(Self.folder)/fairness.json", shownAs: "docs/checks/fairness.json") == text)
        let checks = try CheckFile(path: "\(Self.folder)/fairness.json").checks
        var medians: [String] = []
        for check in [checks[0], checks[2]] {
            var observer = RunObserver(files: [])
            let outcome = try Scenario(check.settings).simulate(WarmCost.Shelf(), &observer)
            medians.append(
                Figures.significant(
                    outcome.result.ttft.quantile(0.5)?.seconds ?? 0, digits: 2, decimalsAtMost: 9))
        }
        #expect(Self.page.text.contains("(`median_ttft_ms`) from \(medians[0]) s to \(medians[1]) s here"))
    }

    @Test("Every form of an expectation in its table is one")
    func forms() throws {
        let rows = Self.page.text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == 5)
        let place = FilePlace(name: "", bytes: [], offset: 0)
        for row in rows {
            for (index, cell) in row.split(separator: "|")[0].split(separator: "`").enumerated()
            where index % 2 == 1 {
                for part in cell.filter({ !"[]\"".contains($0) }).split(separator: ",") {
                    #expect(throws: Never.self) {
                        try Expectation(metric: "duration", String(part), at: place)
                    }
                }
            }
        }
    }

    @Test("The action passes flags that there are")
    func action() throws {
        let folder = PackageFolder.file(".github/actions/check")
        let script = String(decoding: try InputFile.read("\(folder)/check.sh"), as: UTF8.self)
        let action = String(decoding: try InputFile.read("\(folder)/action.yml"), as: UTF8.self)
        #expect(script.contains(" check ") && script.contains("--junit "))
        for name in ["FILES", "JUNIT", "WATTLINE", "ARGUMENTS"] {
            #expect(script.contains("${\(name):"))
            #expect(action.contains("\(name): ${{ inputs.\(name.lowercased()) }}"))
        }
        for key in ["files", "junit"] { #expect(Self.page.text.contains("          \(key): ")) }
    }
}
