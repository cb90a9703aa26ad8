import Foundation
import HardwareModels
import Testing

@testable import SimCLI

@Suite struct ConstantTests {
    @Test func namesAreUniqueAndFindable() throws {
        var seen: Set<String> = []
        for constant in Constant.all {
            #expect(seen.insert(constant.name).inserted, "\(constant.name)")
            #expect(try Constant.named(constant.name.uppercased()).name == constant.name)
        }
    }

    @Test func whatIsShippedIsSensible() {
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        for constant in Constant.all {
            let value = shipped[keyPath: constant.path]
            #expect(value >= 0, "\(constant.name)")
            // An exponent without limit is a sharp corner, which no fit finds by steps.
            #expect(value <= constant.bounds.upperBound * 1.5 || value == .infinity, "\(constant.name)")
        }
    }

    /// The program refuses by the range, so none of it may end in a defect.
    @Test("A file may set the ends of a range, and nothing beyond", arguments: Constant.all.map(\.name))
    func ranges(name: String) throws {
        let constant = try Constant.named(name)
        let range = constant.range
        #expect(
            range.lowerBound <= constant.bounds.lowerBound && range.upperBound >= constant.bounds.upperBound)
        let folder = TemporaryFolder()
        func run(_ value: String) -> Invocation {
            let path = folder.write("{\"\(name)\": \(value)}", to: "k.json")
            return Invocation(["run", "--constants", path, "--tp", "2", "--num-prompts", "3", "-q"])
        }
        for value in [range.lowerBound, constant.bounds.upperBound] {
            #expect([0, 2, 3].contains(run(value.description).code), "\(name) \(value)")
        }
        for value in [range.lowerBound - 1, range.upperBound * 1.001, 1e18, 1e300, -1e300]
        where !range.contains(value) {
            let refused = run(value.description)
            #expect(refused.code == 2)
            #expect(
                refused.errors.contains("k.json:1:2: \(constant.name) must be "), "\(refused.errors)")
            #expect(refused.errors.contains(Figures.plain(range.lowerBound)), "\(refused.errors)")
        }
    }

    /// `WATTLINE_UPDATE_GOLDENS=1 swift test --filter ConstantTests` writes it again.
    @Test func calibrationConstantsListsThemAll() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("calibration/CONSTANTS.md")
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        var text = """
            # Constants

            Every constant of the time and energy model that a file can set (`wattline run --constants FILE`) and a fit can
            move (`wattline calibrate --fit NAME,...`), with its value for vLLM on the H100 SXM and the range that a fit
            chooses from and a file keeps to; of an exponent from 1 to 20 a file may set any from 1. Names are paths: `{"products": {"fp8": {"launchMicroseconds": 3}}}` or
            `{"products.fp8.launchMicroseconds": 3}`. README.md says where the values come from; what each one does is said
            where it is declared, in Sources/HardwareModels/Calibrated and Sources/HardwareModels/Engine.

            | name | unit | value | range |
            |---|---|---|---|

            """
        for constant in Constant.all {
            let value = Figures.plain(shipped[keyPath: constant.path])
            let range = constant.bounds
            text +=
                "| \(constant.name) | \(constant.unit) | \(value) | \(Figures.plain(range.lowerBound)) to "
                + "\(Figures.plain(range.upperBound)) |\n"
        }
        if ProcessInfo.processInfo.environment["WATTLINE_UPDATE_GOLDENS"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
