import Testing

@testable import WattlineLab

@Suite("Bisection of a flag")
struct RangeSearchTests {
    @Test("The answer is the last round number that holds", arguments: [1.0, 3.14159, 17.0, 49.63, 63.999])
    func highest(limit: Double) throws {
        let search = RangeSearch(flagName: "request-rate", low: 1, high: 64, wantsMost: true, isWhole: false)
        var calls = 0
        let index = try #require(
            try search.last { index in
                calls += 1
                return search.value(index) <= limit
            })
        #expect(calls <= 14)
        let answer = search.value(index)
        #expect(answer <= limit)
        #expect(limit - answer < 0.1)
        #expect((answer * 10).rounded() / 10 == answer)
    }

    @Test func lowest() throws {
        let search = RangeSearch(flagName: "tp", low: 1, high: 300, wantsMost: false, isWhole: true)
        let index = try search.last { search.value($0) >= 37 }
        #expect(index.map(search.value) == 37)
    }

    @Test("Every whole number of a short range can be the answer")
    func whole() throws {
        let search = RangeSearch(flagName: "n", low: 1, high: 100, wantsMost: true, isWhole: true)
        #expect((0..<search.count).map(search.value) == (1...100).map(Double.init))
    }

    @Test func endsOfTheRange() throws {
        let search = RangeSearch(flagName: "n", low: 2, high: 9, wantsMost: true, isWhole: true)
        #expect(try search.last { _ in false } == nil)
        #expect(try search.last { _ in true } == search.count - 1)
        #expect(search.value(search.count - 1) == 9)
    }

    @Test(
        "Values ascend, whatever the range",
        arguments: [
            (0.001, 0.002), (1, 1.0001), (0.3, 1e9), (5, 6), (1e-9, 1e15), (999_999, 1_000_000), (-5, 3),
        ])
    func ascending(low: Double, high: Double) {
        for isWhole in [false, true] {
            let search = RangeSearch(flagName: "x", low: low, high: high, wantsMost: true, isWhole: isWhole)
            let values = (0..<search.count).map(search.value)
            #expect(values.first == low)
            #expect(values.last == high)
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
            #expect(values.count < 5000)
        }
    }
}
