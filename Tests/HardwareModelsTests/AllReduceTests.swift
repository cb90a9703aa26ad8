import SimCore
import Testing

@testable import HardwareModels

@Suite struct AllReduceTests {
    @Test func ringVolumeOverTheLink() {
        // 2 x 3/4 x 2 MB = 3 MB at 100 GB/s: 30 us.
        let cost = AllReduce(width: 1e6, devices: 4).cost(tokens: 1, on: Textbook.machine())
        #expect(agree(cost.microseconds, 30, within: 1e-12))
        #expect(AllReduce(width: 1e6, devices: 1).cost(tokens: 1, on: Textbook.machine()) == .zero)
    }
}
