import Testing

@testable import SimCore

@Suite struct MemoryTests {
    @Test func aBufferHoldsWhatWasWritten() {
        let buffer = Buffer<Int64>(count: 5, filledWith: 7)
        buffer[2] = 11
        buffer.place(3).value = 13
        buffer.set(4, 17)
        #expect((0..<5).map { buffer[$0] } == [7, 7, 11, 13, 17])
        let larger = Buffer(copying: buffer, count: 7, filledWith: -1)
        buffer[0] = 0
        #expect((0..<7).map { larger[$0] } == [7, 7, 11, 13, 17, -1, -1])
        let smaller = Buffer(copying: buffer, count: 2, filledWith: -1)
        #expect(smaller.count == 2 && smaller[0] == 0 && smaller[1] == 7)
    }

    /// An index outside is a defect of ours, which must not reach other memory.
    @Test(arguments: [-1, 3, Int.max])
    func anIndexOutsideTraps(index: Int) async {
        if index < 0 {
            await #expect(processExitsWith: .failure) { _ = Buffer<Int64>(count: 3, filledWith: 0)[-1] }
        } else if index == 3 {
            await #expect(processExitsWith: .failure) { _ = Buffer<Int64>(count: 3, filledWith: 0)[3] }
        } else {
            await #expect(processExitsWith: .failure) { _ = Buffer<Int64>(count: 3, filledWith: 0)[Int.max] }
        }
    }

    private struct Counted: ~Copyable {
        let counter: Counter
        var value: Int
        deinit { counter.ended += 1 }
    }

    private final class Counter { var ended = 0 }

    @Test func aLotEndsItsValues() {
        let counter = Counter()
        do {
            let lot = Lot(count: 3) { Counted(counter: counter, value: $0) }
            lot[1].value += 40
            lot.place(2).value.value += 50
            #expect(lot.count == 3 && (0..<3).map { lot[$0].value } == [0, 41, 52])
        }
        #expect(counter.ended == 3)
    }

    @Test func aSharedValueEndsWithItsLastOwner() {
        let counter = Counter()
        var shared: Shared<Counted>? = Shared(Counted(counter: counter, value: 1))
        let other = shared
        shared?.place.value.value = 9
        shared = nil
        #expect(counter.ended == 0 && other?.place.value.value == 9)
    }
}
