import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineEvidence
@testable import WattlineShell

@Suite("The schemas of validations and calibrations")
struct MeasurementSchemaTests {
    /// Products of matrices of two shapes, and a device that nobody knows.
    private static let table = """
        gpu,engine,dtype,m,n,k,latency_ms
        H100,vllm-1,bfloat16,1,4096,4096,0.02
        H100,vllm-1,bfloat16,4,4096,4096,0.021
        H100,vllm-1,bfloat16,1,8192,4096,0.03
        H100,vllm-1,bfloat16,4,8192,4096,0.032
        XYZ,vllm-1,bfloat16,4,8192,4096,0.032
        """

    @Test("It accepts what validate prints, and nothing that differs in one place")
    func validate() throws {
        let folder = TemporaryFolder()
        let path = folder.write(Self.table, to: "gemm.csv")
        let document = try JSON(text: Invocation(["validate", "--data", path, "--json"]).output)
        let check = try SchemaCheck(.validation)
        #expect(check.complaints(document) == [])
        #expect(document["rows"] == .whole(4))
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
    }

    @Test("It accepts a report with every metric, and one without rows")
    func reports() throws {
        let check = try SchemaCheck(.validation)
        #expect(check.complaints(ValidationReport().json) == [])
        var report = ValidationReport()
        for metric in ValidationMetric.allCases {
            let value = ValidationReport.Value(metric: metric, predicted: 2, measured: 3)
            report.add(ValidationReport.Row(number: 1, group: "g", label: "l", values: [value]))
        }
        #expect(check.complaints(report.json) == [])
    }

    @Test("It accepts what calibrate prints, and nothing that differs in one place")
    func calibrate() throws {
        let folder = TemporaryFolder()
        let path = folder.write(Self.table, to: "gemm.csv")
        let run = Invocation([
            "calibrate", "--data", path, "--fit", "products.sixteenBit.launchMicroseconds", "--json",
        ])
        let document = try JSON(text: run.output)
        let check = try SchemaCheck(.calibration)
        #expect(check.complaints(document) == [])
        for (what, json) in SchemaCheck.spoilt(document) { #expect(!check.accepts(json), "\(what)") }
    }
}
