import SimCore
import Testing

@testable import HardwareModels

@Suite struct ElementwiseTests {
    @Test func launchesAndBytes() {
        // 1e6 elements of 2 bytes at 0.7 TB/s, 4 kernels of 2 us.
        let cost = Elementwise(kernels: 4, passes: 10, width: 1e3).cost(
            tokens: 100, on: Textbook.machine(.reference))
        #expect(agree(cost.microseconds, 8 + 2 / 0.7, within: 1e-12))
        #expect(cost.bytes == 2e6)
    }
}
