import Testing

@testable import WattlineLab

@Suite("The flags of sweep and merge")
struct SweepFlagsTests {
    @Test("No name, alias or letter means two things", arguments: [SweepFlags.ofSweep, SweepFlags.ofMerge])
    func unique(flags: [Flag]) {
        let names = flags.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        let letters = flags.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
    }

    @Test("Every key of sweep's own has a flag, and sweep takes every flag of run")
    func complete() {
        let keys = SweepFlags.ofSweep.map(\.key)
        for key in FlagKey.ofSweep { #expect(keys.contains(key), "\(key.rawValue)") }
        for flag in RunFlags.all { #expect(keys.contains(flag.key), "\(flag.name)") }
    }

    @Test("Every default is a value of its flag; a flag without one says what holds instead")
    func defaults() throws {
        for flag in SweepFlags.groups.flatMap(\.flags) {
            if let text = flag.defaultText {
                _ = try flag.kind.read(text)
            } else {
                #expect(!flag.absence.isEmpty, "--\(flag.name)")
            }
        }
    }
}
