import HardwareModels
import Testing

@testable import SimCLI

@Suite struct ConstantsFileTests {
    private func values(_ text: String) throws -> ConstantValues {
        try ConstantsFile.values(Array(text.utf8), name: "c.json")
    }

    private func message(_ text: String) -> String {
        do {
            _ = try values(text)
            return ""
        } catch let error as CLIError { return error.message } catch { return "\(error)" }
    }

    @Test func everyConstantReadsBackAsItWasWritten() throws {
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        let written = ConstantValues(Constant.all, of: shipped)
        let read = try values(ConstantsFile.json(written).pretty)
        #expect(read.entries.map(\.constant.name) == Constant.all.map(\.name))
        #expect(read.entries.map(\.value) == written.entries.map(\.value))
        let applied = read.applied(to: shipped)
        #expect(applied.kernels == shipped.kernels)
        #expect(applied.engine.sampler == shipped.engine.sampler)
        #expect(applied.engine.stepOverheadMicroseconds == shipped.engine.stepOverheadMicroseconds)
        #expect(read.applied(to: shipped).device == shipped.device)
    }

    @Test func setsWhatItNamesAndNothingElse() throws {
        let shipped = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        let changed = try values(#"{"activeFloorWatts": 222, "products.fp8.launchMicroseconds": 3}"#).applied(
            to: shipped)
        #expect(changed.device.activeFloorPower.watts == 222)
        #expect(changed.kernels.products[.fp8].launchMicroseconds == 3)
        #expect(changed.engine.sampler == shipped.engine.sampler)
    }

    @Test func refusalsSayWhereAndWhat() {
        #expect(
            message("{\n  \"activeFlorWatts\": 1}")
                == "c.json:2:3: unknown constant 'activeFlorWatts'. Did you mean activeFloorWatts?")
        #expect(message(#"{"idleWatts": "a"}"#) == "c.json:1:2: idleWatts must be a number, got a text")
        #expect(message("[1]").hasPrefix("c.json:1:1: constants are an object"))
    }
}
