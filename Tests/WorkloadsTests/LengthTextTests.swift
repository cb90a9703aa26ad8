import SimCore
import Testing

@testable import Workloads

@Suite struct LengthTextTests {
    @Test func everyForm() throws {
        #expect(try LengthDistribution(parsing: "512") == .constant(512))
        #expect(try LengthDistribution(parsing: "uniform:100,200") == .uniform(100...200))
        #expect(try LengthDistribution(parsing: "lognormal:512,0.8") == .lognormal(mean: 512, cv: 0.8))
        #expect(
            try LengthDistribution(parsing: "lognormal:512,0.8,4096")
                == .lognormal(mean: 512, cv: 0.8, maximum: 4_096))
        #expect(
            try LengthDistribution(parsing: "quantiles:0=10,0.5=100,1=2000")
                == .quantiles([
                    LengthQuantile(probability: 0, tokens: 10), LengthQuantile(probability: 0.5, tokens: 100),
                    LengthQuantile(probability: 1, tokens: 2_000),
                ]))
    }

    @Test func decimalsAreExact() throws {
        var stream = RandomStream(seed: 6, purpose: "test.decimals")
        for _ in 0..<500 {
            let text = "\(stream.whole(in: 1...99_999)).\(stream.whole(in: 0...9_999_999))"
            let law = try LengthDistribution(parsing: "lognormal:\(text),1,10")
            #expect(law == .lognormal(mean: try #require(Double(text)), cv: 1, maximum: 10))
        }
    }

    @Test func exponents() throws {
        #expect(try LengthDistribution(parsing: "1e5") == .constant(100_000))
        #expect(try LengthDistribution(parsing: "uniform:1E2,2.5e+3") == .uniform(100...2500))
        let law = try LengthDistribution(parsing: "lognormal:5.12e2,8e-1,4e3")
        #expect(law == .lognormal(mean: 512, cv: 0.8, maximum: 4000))
        var stream = RandomStream(seed: 7, purpose: "test.exponents")
        for _ in 0..<500 {
            let text = "\(stream.whole(in: 1...99_999))e\(stream.whole(in: -8...2))"
            let law = try LengthDistribution(parsing: "lognormal:\(text),1,10")
            #expect(law == .lognormal(mean: try #require(Double(text)), cv: 1, maximum: 10), "\(text)")
        }
    }

    @Test(arguments: [
        ("", 1), ("-5", 1), ("512x", 4), ("1e", 2), ("1e+", 2), ("1e23", 2), ("1e16", 1), ("5e-1", 1),
        ("uniform:1e,2", 10),
        ("51.5", 1), ("uniform", 8), ("uniform:", 9),
        ("uniform:5", 10),
        ("uniform:5,", 11), ("uniform:5,1", 11), ("uniform:1,5,9", 12), ("lognormal:512", 14),
        ("lognormal:512;2", 14),
        ("lognormal:a,b", 11), ("lognormal:5,1,9,9", 16), ("quantiles:0=1,1", 16), ("quantiles:0=1,", 15),
        ("unifrom:1,2", 1), ("inf", 1), ("nan", 1), ("1234567890123456", 1), ("0x10", 2), (" 512", 1),
        ("uniform:\u{0}1,2", 9), ("\u{e9}", 1),
    ])
    func badTextsSayWhere(text: String, column: Int) throws {
        do {
            let law = try LengthDistribution(parsing: text)
            Issue.record("\(text) was read as \(law)")
        } catch WorkloadError.badText(let found, let place, let reason, let hint) {
            #expect(found == text)
            #expect(place == column, "\(reason)")
            #expect(!reason.isEmpty && !hint.isEmpty)
        }
    }

    @Test(arguments: ["0", "16777217", "uniform:0,5", "lognormal:0,1", "lognormal:5,0", "lognormal:5,1,0"])
    func numbersOutOfRange(text: String) {
        #expect(throws: WorkloadError.self) { try LengthDistribution(parsing: text) }
    }

    @Test(arguments: [
        "quantiles:0.1=1,1=2", "quantiles:0=1", "quantiles:0=5,1=4", "quantiles:0=1,0.5=2,0.5=3,1=4",
    ])
    func quantilesThatAreNoDistribution(text: String) throws {
        do {
            _ = try LengthDistribution(parsing: text)
            Issue.record("\(text) was read")
        } catch WorkloadError.badQuantile {
        }
    }

    @Test func theMessageOfAnUnknownLaw() {
        #expect {
            try LengthDistribution(parsing: "normal:5,1")
        } throws: {
            "\($0)"
                == "'normal:5,1', character 1: unknown law 'normal'. Write 512, uniform:100,200, "
                + "lognormal:512,0.8 (mean, cv), or quantiles:0=10,0.5=100,1=2000"
        }
    }
}
