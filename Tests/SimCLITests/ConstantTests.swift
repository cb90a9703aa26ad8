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

    /// `WATTLINE_UPDATE_GOLDENS=1 swift test --filter ConstantTests` writes it again.
    @Test func calibrationConstantsListsThemAll() throws {
        let file = URL(fileURLWithPath: PackageFolder.file("calibration/CONSTANTS.md"))
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        var text = """
            # Constants

            Every constant of the time and energy model that a file can set (`wattline run --constants FILE`) and a fit can
            move (`wattline calibrate --fit NAME,...`), with its value for vLLM on the H100 SXM and the range that a fit may
            choose from. Names are paths: `{"products": {"fp8": {"launchMicroseconds": 3}}}` or
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
