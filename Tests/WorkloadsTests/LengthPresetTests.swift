import Testing

@testable import Workloads

@Suite struct LengthPresetTests {
    @Test func presetsAreValidAndFoundByName() throws {
        for preset in LengthPreset.all {
            try preset.promptTokens.validate()
            try preset.outputTokens.validate()
            #expect(LengthPreset.named(preset.name) == preset)
        }
        #expect(LengthPreset.named("chat") == nil)
    }

    /// The means that the traces have, computed from the published files.
    @Test func meansAreNearTheTraces() {
        #expect(abs(LengthPreset.azureChat.promptTokens.mean / 1_154.697 - 1) < 0.01)
        #expect(abs(LengthPreset.azureChat.outputTokens.mean / 211.126 - 1) < 0.01)
        #expect(abs(LengthPreset.azureCode.promptTokens.mean / 2_047.848 - 1) < 0.01)
        #expect(abs(LengthPreset.azureCode.outputTokens.mean / 27.883 - 1) < 0.04)
    }
}
