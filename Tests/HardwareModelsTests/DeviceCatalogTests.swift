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

    @Test(arguments: [
        ("h100-pcie", "h100-pcie"), ("a100", "a100-sxm-80gb"), ("GH200", "gh200"), ("rtx4090", "rtx-4090"),
        ("orin", "jetson-agx-orin-64gb"), ("m2-ultra", "apple-m2-ultra"), ("rpi5", "raspberry-pi-5"),
    ]) func shortNamesWillDo(name: String, known: String) throws {
        #expect(try DeviceCatalog.device(named: name).name == known)
    }

    @Test func onlyFittedDevicesAreCalibrated() {
        for device in DeviceCatalog.all where device.provenance == .calibrated {
            #expect(device.name == "h100-sxm")
        }
    }

    @Test func fullLoadDoesNotDwarfTheRating() {
        // Compute and memory both saturated, which no step does: at most 1.8 times the rating, as on an H100.
        for device in DeviceCatalog.all {
            let compute = device.bf16FlopPerSecond * device.picojoulesPerFlop * 1e-12
            let memory = device.memoryBytesPerSecond * device.picojoulesPerByte * 1e-12
            let most = device.activeFloorPower.watts + compute + memory
            #expect(most >= device.maxPower.watts * 0.9, "\(device.name)")
            #expect(most <= device.maxPower.watts * 1.9, "\(device.name)")
            #expect(device.memoryBytes >= device.marketedBytes * 9 / 10)
        }
    }

    @Test func devicesOfOnesOwn() throws {
        let mine = try DeviceSpec(
            name: "mine", bf16FlopPerSecond: 100e12, memoryBytesPerSecond: 1e12, memoryBytes: 32_000_000_000,
            maxWatts: 350)
        #expect(mine.idlePower == Power(milliwatts: 60_000))
        #expect(mine.provenance == .datasheet)
        let bad: [(Double, Double, Int64, Double)] = [
            (.nan, 1e12, 1_000_000_000, 100), (1e14, -1, 1_000_000_000, 100), (1e14, 1e12, 0, 100),
            (1e14, 1e12, -5, 100), (1e14, 1e12, 1_000_000_000, .infinity), (1e14, 1e12, 1_000_000_000, 0),
            (0, 0, .max, .nan),
        ]
        for (flop, bytes, memory, watts) in bad {
            #expect(throws: HardwareError.self) {
                try DeviceSpec(
                    name: "bad", bf16FlopPerSecond: flop, memoryBytesPerSecond: bytes, memoryBytes: memory,
                    maxWatts: watts)
            }
        }
    }
}
