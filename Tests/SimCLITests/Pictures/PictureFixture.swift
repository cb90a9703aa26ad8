import Foundation
import SimCore
import Testing

@testable import SimCLI

/// Runs for pictures, and what pictures must keep.
enum PictureFixture {
    /// A run of these flags, with its timeline.
    static func outcome(_ flags: String) throws -> RunOutcome {
        let words = flags.split(separator: " ").map(String.init)
        let parsed = try ArgumentParser(flags: RunFlags.all, verb: "run").parse(words)
        let folder = TemporaryFolder()
        return try RunCommand.simulate(
            Scenario(Settings(parsed.given)), Outputs([folder.file("a.html")]), showsProgress: nil)
    }

    /// A change of any byte but the configuration's hash and the version changes the print: set WATTLINE_PICTURES to a
    /// folder, and look at the picture first.
    static func print(_ svg: String, of outcome: RunOutcome, called name: String) throws -> String {
        if let folder = ProcessInfo.processInfo.environment["WATTLINE_PICTURES"] {
            try svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
        }
        var print = Fingerprint()
        print.combine(
            svg.replacing(outcome.scenario.configurationHash, with: "HASH")
                .replacing(CommandLineTool.version, with: "VERSION"))
        return print.hexadecimal
    }

    /// Well-formed where a checker is installed, with title and description, and nothing loaded.
    static func check(_ svg: String) throws {
        #expect(WellFormedXML.holds(svg))
        let check = XMLCheck(svg)
        #expect(check.count["desc"] == 1)
        for word in ["<script", "href", "url(", "@import", "NaN", "nan,", "inf,"] {
            #expect(!svg.contains(word), "\(word)")
        }
    }
}
