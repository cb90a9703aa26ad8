import Foundation
import SimCore
import Testing

@testable import SimCLI

@Suite("Requests as a picture")
struct RequestGanttTests {
    private func picture(_ flags: String) -> String {
        let folder = TemporaryFolder()
        let invocation = Invocation(
            ["trace", "-o", folder.file("a.gantt.svg")] + flags.split(separator: " ").map(String.init))
        #expect(invocation.code == 0, "\(invocation.errors)")
        return folder.text(of: "a.gantt.svg")
    }

    private let busy = "--num-prompts 40 --request-rate 30 --max-num-seqs 12 --kv-cache-tokens 6000"

    @Test("A bar for each phase of each request, with its figures; preempted ones are marked")
    func bars() {
        let svg = picture(busy)
        let check = XMLCheck(svg)
        #expect(check.texts.first == "Requests over time")
        #expect(check.count["desc"] == 1)
        for id in 0..<40 {
            #expect(check.texts.filter { $0.hasPrefix("request \(id) prefill of 512 tokens in ") }.count == 1)
            #expect(check.texts.filter { $0.hasPrefix("request \(id) decode of 128 tokens in ") }.count == 1)
        }
        #expect(check.texts.contains { $0.hasPrefix("request 39 queued for ") })
        #expect(check.texts.contains("request 9 was preempted once between its first step and its end"))
        #expect(check.texts.contains("preempted on the way"))
        #expect(check.texts.contains("38") && !check.texts.contains("39"))
    }

    @Test("It is well-formed XML, light and dark, and loads nothing")
    func wellFormed() {
        let svg = picture(busy)
        #expect(WellFormedXML.holds(svg))
        #expect(svg.contains("prefers-color-scheme:dark"))
        for word in ["<script", "href", "url(", "@import"] { #expect(!svg.contains(word), "\(word)") }
    }

    @Test("Of more than 200 requests the first 200 are drawn, and it says so")
    func limit() {
        let svg = picture("--num-prompts 450 --request-rate 20")
        let check = XMLCheck(svg)
        let drawn = check.texts.filter { $0.contains(" prefill of ") }
        #expect(drawn.count == 200)
        #expect(
            drawn.contains { $0.hasPrefix("request 199 ") }
                && !drawn.contains { $0.hasPrefix("request 200 ") })
        #expect(check.texts.contains { $0.hasPrefix("The first 200 of 450 requests to arrive. ") })
    }

    @Test("A window draws the requests that reach into it")
    func window() {
        let check = XMLCheck(picture("--from 10s --to 12s"))
        let drawn = check.texts.filter { $0.contains(" prefill of ") }
        #expect((2...30).contains(drawn.count))
        #expect(!drawn.contains { $0.hasPrefix("request 0 ") })
        let none = XMLCheck(picture("--from 1000s"))
        #expect(none.texts.contains("no data"))
    }

    /// A change of any byte changes the print: set WATTLINE_PICTURES to a folder, and look at the picture first.
    @Test("The picture is the one that was looked at")
    func golden() throws {
        let svg = picture(busy)
        if let folder = ProcessInfo.processInfo.environment["WATTLINE_PICTURES"] {
            try svg.write(toFile: "\(folder)/requests.gantt.svg", atomically: true, encoding: .utf8)
        }
        var print = Fingerprint()
        print.combine(svg)
        #expect(print.hexadecimal == "656fa9b05e809592")
    }
}
