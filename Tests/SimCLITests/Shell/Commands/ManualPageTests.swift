import Foundation
import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The manual")
struct ManualPageTests {
    /// All pages: of the whole tool, and of every command.
    static let pages: [[String]] = [["help", "--man"]] + CommandLineTool.verbs.map { ["help", "--man", $0] }

    @Test(
        "Pages are in order: macros that are known, blocks that are closed, no blank line", arguments: pages)
    func order(line: [String]) {
        let page = Invocation(line)
        #expect(page.code == 0 && page.errors.isEmpty)
        var isOpen = false
        for line in page.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            #expect(isOpen || !line.isEmpty)
            #expect(!line.hasPrefix("'"))
            guard line.hasPrefix(".") else {
                #expect(!line.contains("--"), "a hyphen that is not escaped: \(line)")
                continue
            }
            let name = line.dropFirst().prefix { $0.isLetter }
            #expect(
                ["TH", "ad", "SH", "SS", "PP", "TP", "B", "I", "BR", "EX", "EE"].contains(name),
                "\(line)")
            #expect(line.filter { $0 == "\"" }.count % 2 == 0, "\(line)")
            if name == "EX" || name == "EE" {
                #expect(isOpen == (name == "EE"))
                isOpen = name == "EX"
            }
        }
        #expect(!isOpen)
    }

    @Test("The page of the whole tool names every command, every flag and every exit code")
    func complete() {
        let page = Invocation("help --man").output
        #expect(page.hasPrefix(".TH \"WATTLINE\" 1 \(ProgramVersion.date) "))
        for verb in CommandLineTool.verbs {
            #expect(page.contains(".SS \"wattline \(verb)\"\n"))
            #expect(!ManualPage.summary(verb).isEmpty, "\(verb)")
        }
        for flag in RunFlags.all { #expect(page.contains(RoffText.escaped("--\(flag.name)"))) }
        for code in ExitCode.allCases { #expect(page.contains(".B \"\(code.rawValue)\"\n")) }
    }

    @Test("A page of a command has its sections in the usual order")
    func sections() {
        let page = Invocation("help --man run").output
        let sections = page.split(separator: "\n").filter { $0.hasPrefix(".SH") }
        #expect(
            sections == [
                ".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"DESCRIPTION\"", ".SH \"OPTIONS\"",
                ".SH \"EXIT STATUS\"", ".SH \"ENVIRONMENT\"", ".SH \"EXAMPLES\"", ".SH \"SEE ALSO\"",
            ])
        #expect(page.contains("wattline\\-run \\- simulate one configuration; every flag has a default\n"))
    }

    private static let lint = ["/usr/bin/mandoc", "/usr/local/bin/mandoc"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test("mandoc has nothing to say of them", .enabled(if: lint != nil, "no mandoc here"), arguments: pages)
    func linted(line: [String]) throws {
        let folder = TemporaryFolder()
        let path = folder.write(Invocation(line).output, to: "page.1")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.lint ?? "/nonexistent")
        process.arguments = ["-T", "lint", "-W", "warning", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: data, as: UTF8.self) == "")
    }

    @Test("A command that there is not is told")
    func unknown() {
        let page = Invocation("help --man rum")
        #expect(page.code == 2 && page.output.isEmpty)
        #expect(page.errors.hasPrefix("wattline: error: unknown command 'rum'. Did you mean run? "))
    }
}
