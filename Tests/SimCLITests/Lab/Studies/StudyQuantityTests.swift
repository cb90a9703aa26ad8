import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Quantities of claims")
struct StudyQuantityTests {
    private func value(_ quantity: String) throws -> Double? {
        let study = try StudyTests.study(StudyFixture.small)
        let object = try JSONObject(Array("{\"q\": \(quantity)}".utf8), name: "q.json", called: "a quantity")
        let labels = StudyLabels(series: [""], points: ["1", "4"])
        return try object.quantity("q", labels).value(in: StudyTable(study, threads: 1)).number
    }

    private let one = "{\"measure\": \"decode_j_per_output_token\", \"point\": \"1\"}"
    private let four = "{\"measure\": \"decode_j_per_output_token\", \"point\": \"4\"}"

    @Test("Arithmetic")
    func arithmetic() throws {
        let a = try #require(try value(one))
        let b = try #require(try value(four))
        #expect(try value("{\"ratio\": [\(one), \(four)]}") == a / b)
        #expect(try value("{\"product\": [\(one), 2]}") == a * 2)
        #expect(try value("{\"sum\": [\(one), \(four)]}") == a + b)
        #expect(try value("{\"difference\": [\(one), \(four)]}") == a - b)
        #expect(try value("{\"ratio\": [\(one), 0]}") == nil)
        #expect(try value("{\"mean\": \"decode_j_per_output_token\"}") == (a + b) / 2)
        #expect(try value("{\"best\": \"decode_j_per_output_token\"}") == 4)
        #expect(try value("{\"log_fit\": \"decode_j_per_output_token\"}") == nil)
    }

    @Test("A wrong number of parts is told")
    func parts() {
        let error = #expect(throws: CLIError.self) { try value("{\"ratio\": [1]}") }
        #expect(error?.message == "q.json:1:17: ratio takes two quantities, got 1")
    }
}
