import SimCore
import Testing

@Suite struct RequestSpecTests {
    @Test func listedArrivalsComeInOrderAndEnd() {
        let requests = (0..<3).map { request(at: Int64($0), prompt: 1 + $0, output: 1) }
        var source = ListedArrivals(requests)
        #expect((0..<5).map { _ in source.next() } == requests.map { $0 } + [nil, nil])
    }

    @Test func aCopyContinuesFromTheSamePlace() {
        var source = ListedArrivals((0..<3).map { request(at: Int64($0), prompt: 1, output: 1) })
        _ = source.next()
        var copy = source
        #expect(source.next() == copy.next())
        #expect(source.next()?.arrival == .milliseconds(2))
        #expect(copy.next()?.arrival == .milliseconds(2))
    }

    @Test func aFaultIsItsText() { #expect("\(ArrivalFault("line 3 is bad"))" == "line 3 is bad") }
}
