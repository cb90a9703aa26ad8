import Foundation
import HardwareModels
import TestSupport
import Testing

@testable import SimCLI

/// The constants in the sources are those of the file that `calibrate` wrote: see calibration/README.md for its commands.
@Suite struct ShippedConstantsTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("calibration")

    private static func values(_ name: String) throws -> ConstantValues {
        try ConstantsFile.read(folder.appendingPathComponent(name).path)
    }

    @Test func theSourcesHoldWhatTheFileSays() throws {
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        let entries = try Self.values("constants-h100-vllm.json").entries
        #expect(entries.count == 17)
        for entry in entries {
            #expect(shipped[keyPath: entry.constant.path] == entry.value, "\(entry.constant.name)")
        }
    }

    @Test func whatIsNotFittedIsAsTheStartHasIt() throws {
        let start = try Self.values("base-h100-vllm.json")
        let fitted = try Self.values("constants-h100-vllm.json")
        for name in [
            "stepOverheadMicroseconds", "sampler.launchMicroseconds", "activeFloorWatts", "picojoulesPerFlop",
            "decodeAttentionTileRows", "experts.fp8Block.blockRows", "experts.mxfp4.launchMicroseconds",
            "experts.mxfp4.microsecondsPer1024Depth",
        ] {
            #expect(start[name] == fitted[name])
        }
    }

    /// A fit that starts where the last one ended has nowhere to go: more than a few tenths of a standard error away from
    /// the shipped values means that code or data changed and nobody fitted again.
    @Test(.enabled(if: sharedData != nil, "needs ../shared"))
    func theShippedConstantsAreTheBest() throws {
        let file = try #require(sharedData).appendingPathComponent("data/serving_h100_calibration.csv").path
        let rows = try ServingRow.read(DataTable(path: file))
        let fitted = try Self.values("constants-h100-vllm.json")
        let names = [
            "sampler.nanosecondsPerLogit", "sampler.nanosecondsPerLaterLogit", "picojoulesPerByte",
            "sampler.nanojoulesPerLogit",
        ]
        let problem = CalibrationProblem(
            constants: try names.map { try Constant.named($0) }, fixed: fitted,
            cases: try ServingValidation.cases(rows))
        let point = try names.map { try #require(fitted[$0]) }
        let best = try problem.loss(point)
        for axis in names.indices {
            for factor in [0.9, 1.1] {
                var other = point
                other[axis] *= factor
                #expect(try problem.loss(other) >= best * 0.999, "\(names[axis]) x \(factor)")
            }
        }
    }
}
