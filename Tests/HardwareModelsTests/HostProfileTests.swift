import HardwareModels
import SimCore
import Testing

@Suite struct HostProfileTests {
    @Test func nothingIsAddedByNone() {
        let joules = HostProfile.none.facilityJoules(
            deviceJoules: 100, devices: 8, seconds: 10, busySeconds: 5)
        #expect(joules == 100)
    }

    @Test func partsMultiply() throws {
        let host = try HostProfile(
            idlePowerPerDevice: Power(milliwatts: 50_000), activePowerPerDevice: Power(milliwatts: 30_000),
            fanFactor: 0.1, supplyEfficiency: 0.5, pue: 2)
        // 2 devices: 1000 J idle, 300 J active, 700 J of their own; fans, supplies, building: 1.1 x 2 x 2.
        let joules = host.facilityJoules(deviceJoules: 700, devices: 2, seconds: 10, busySeconds: 5)
        #expect(abs(joules - 2000 * 4.4) < 1e-9)
    }

    @Test func nonsenseIsRefused() {
        #expect(throws: HardwareError.self) {
            try HostProfile(
                idlePowerPerDevice: .zero, activePowerPerDevice: .zero, fanFactor: 0, supplyEfficiency: 0,
                pue: 1)
        }
        #expect(throws: HardwareError.self) {
            try HostProfile(
                idlePowerPerDevice: .zero, activePowerPerDevice: .zero, fanFactor: 0, supplyEfficiency: 1,
                pue: .nan)
        }
    }
}
