import HardwareModels
import SimCore
import Testing

@Suite struct DeviceCatalogTests {
    @Test(arguments: ["h100-sxm", "H100_SXM", "h100", "NVIDIA H100 80GB HBM3"]) func h100ByManyNames(
        name: String
    ) throws {
        #expect(try DeviceCatalog.device(named: name) == DeviceCatalog.h100SXM)
    }

    @Test func everyNameFindsItsDevice() throws {
        for device in DeviceCatalog.all { #expect(try DeviceCatalog.device(named: device.name) == device) }
    }

    @Test func nearMissIsAnswered() {
        let error = #expect(throws: HardwareError.self) { try DeviceCatalog.device(named: "h100-sxn") }
        #expect(error?.description == "unknown gpu 'h100-sxn'. Did you mean h100-sxm?")
    }

    @Test func textbookDrawsItsMaximumAtTheRidge() {
        let device = DeviceCatalog.textbook
        #expect(device.bf16FlopPerSecond / device.memoryBytesPerSecond == 100)
        let compute = device.bf16FlopPerSecond * device.picojoulesPerFlop * 1e-12
        let memory = device.memoryBytesPerSecond * device.picojoulesPerByte * 1e-12
        #expect(agree(device.idlePower.watts + compute + memory, device.maxPower.watts, within: 1e-12))
    }
}
