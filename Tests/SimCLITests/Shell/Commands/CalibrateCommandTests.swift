import Foundation
import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite struct CalibrateCommandTests {
    private static let head = "gpu,engine,dtype,m,n,k,latency_ms\n"

    /// Products as a roofline of two constants would take: 5 us, and 80 % of an H100's bandwidth.
    private static var products: String {
        var text = head
        for (n, k) in [(4096, 4096), (8192, 4096), (4096, 14336), (28672, 4096)] {
            for m in [1, 4, 16] {
                let bytes = 2 * Double(n * k + m * k + m * n)
                let milliseconds = 0.005 + bytes / (3.35e12 * 0.8) * 1e3
                text += "H100,vllm-1,bfloat16,\(m),\(n),\(k),\(milliseconds)\n"
            }
        }
        return text
    }

    @Test func findsTheConstantsThatMadeTheData() throws {
        let folder = TemporaryFolder()
        let data = folder.write(Self.products, to: "gemm.csv")
        let base = folder.write(
            #"{"products": {"sixteenBit": {"microsecondsPer1024Depth": 0, "waveWeight": 0, "extraDepth": 0, "walkGrowth": 0}}}"#,
            to: "base.json")
        let run = Invocation([
            "calibrate", "--data", data, "--constants", base, "--fit",
            "products.sixteenBit.launchMicroseconds,products.sixteenbit.memory-efficiency", "-o",
            folder.file("out.json"),
        ])
        #expect(run.code == 0)
        let constants = try ConstantsFile.read(folder.file("out.json"))
        // The smooth corner adds a little to memory time, so the share comes out slightly above.
        #expect(abs(try #require(constants["products.sixteenBit.launchMicroseconds"]) - 5) < 0.3)
        #expect(abs(try #require(constants["products.sixteenBit.memoryEfficiency"]) - 0.8) < 0.01)
        #expect(constants["products.sixteenBit.microsecondsPer1024Depth"] == 0)
        #expect(run.output.contains("held out"))
    }

    @Test func whatTheDataDoesNotTellIsWarnedOf() {
        let folder = TemporaryFolder()
        let data = folder.write(Self.products, to: "gemm.csv")
        let run = Invocation([
            "calibrate", "--data", data, "--fit", "products.sixteenBit.launchMicroseconds,activeFloorWatts",
        ])
        #expect(run.code == 0)
        #expect(
            run.errors.contains(
                "activeFloorWatts is not identified by this data: its standard error is unbounded"))
        #expect(!run.errors.contains("launchMicroseconds is not"))
    }

    @Test func theSameBytesEveryTime() {
        let folder = TemporaryFolder()
        let data = folder.write(Self.products, to: "gemm.csv")
        let line = ["calibrate", "--data", data, "--fit", "products.sixteenBit.launchMicroseconds", "--json"]
        #expect(Invocation(line).output == Invocation(line).output)
    }

    @Test func usage() {
        #expect(Invocation("calibrate").code == 2)
        let folder = TemporaryFolder()
        let data = folder.write(Self.products, to: "gemm.csv")
        let wrong = Invocation([
            "calibrate", "--data", data, "--fit", "products.sixteenBit.launchMicrosecond",
        ])
        #expect(wrong.code == 2)
        #expect(wrong.errors.contains("Did you mean products.sixteenBit.launchMicroseconds?"))
        let twice = Invocation(["calibrate", "--data", data, "--fit", "idleWatts,idleWatts"])
        #expect(twice.code == 2)
        let none = folder.write(Self.head, to: "empty.csv")
        #expect(Invocation(["calibrate", "--data", none]).code == 2)
    }

    @Test func aRunTakesTheConstants() throws {
        let folder = TemporaryFolder()
        let slow = folder.write(#"{"stepOverheadMicroseconds": 15000}"#, to: "slow.json")
        func tpot(_ arguments: [String]) throws -> Double {
            let run = Invocation(["run", "--num-prompts", "20", "--json"] + arguments)
            let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            let result = document?["metrics"] as? [String: Any] ?? document
            return try #require(result?["mean_tpot_ms"] as? Double)
        }
        #expect(try tpot(["--constants", slow]) > tpot([]) + 10)
    }
}
