import SimCore
import Testing

@Suite struct FingerprintTests {
    private func print(_ fill: (inout Fingerprint) -> Void) -> String {
        var print = Fingerprint()
        fill(&print)
        return print.hexadecimal
    }

    /// Pinned: a change would make every stored golden and every random stream another one. The values come from an
    /// independent calculation in Python of the steps that the type's comment names.
    @Test func valuesArePinned() {
        #expect(print { _ in } == "f52a15e9a9b5e89b")
        #expect(print { $0.combine(UInt64(42)) } == "63a68bb8628e7cef")
        #expect(print { $0.combine("arrivals") } == "651c6db69fac8227")
        #expect(print { $0.combine(Int128(-5)) } == "b5627c4ff7f78681")
    }

    @Test func orderAndBoundariesMatter() {
        #expect(
            print {
                $0.combine(1); $0.combine(2)
            }
                != print {
                    $0.combine(2); $0.combine(1)
                })
        #expect(
            print {
                $0.combine("ab"); $0.combine("c")
            }
                != print {
                    $0.combine("a"); $0.combine("bc")
                })
        #expect(print { $0.combine("") } != print { _ in })
        #expect(
            print { $0.combine(0) }
                != print {
                    $0.combine(0); $0.combine(0)
                })
    }

    @Test func theSameNumberIsTheSameInEveryWidth() {
        #expect(print { $0.combine(Int(-3)) } == print { $0.combine(Int64(-3)) })
        #expect(print { $0.combine(UInt64.max) } == print { $0.combine(Int64(-1)) })
    }

    @Test func aMillionNearbyInputsDoNotCollide() {
        var seen = Set<UInt64>()
        for value in 0..<1_000 {
            for other in 0..<1_000 {
                var print = Fingerprint()
                print.combine(value)
                print.combine(other)
                seen.insert(print.value)
            }
        }
        #expect(seen.count == 1_000_000)
    }

    @Test func sixteenDigitsAlways() {
        for value in 0..<5_000 {
            var print = Fingerprint()
            print.combine(value)
            #expect(print.hexadecimal.count == 16)
            #expect(UInt64(print.hexadecimal, radix: 16) == print.value)
        }
    }
}
