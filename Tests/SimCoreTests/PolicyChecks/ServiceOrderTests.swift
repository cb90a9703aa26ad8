import Testing

@testable import SimCore

@Suite struct ServiceOrderTests {
    private func record(_ id: Int64, arrival: Int64, firstToken: Int64) -> RequestRecord {
        RequestRecord(
            id: id, replica: 0, arrival: .milliseconds(arrival), firstScheduled: .milliseconds(arrival),
            firstToken: .milliseconds(firstToken), finish: .milliseconds(firstToken), promptTokens: 9,
            outputTokens: 1, requestClass: 0, preemptions: 0, prefillEnergy: .zero, decodeEnergy: .zero,
            paddingEnergy: .zero,
            recomputeEnergy: .zero)
    }

    @Test func countsLaterArrivalsWithASoonerToken() {
        let order = ServiceOrder([
            record(2, arrival: 20, firstToken: 25), record(0, arrival: 0, firstToken: 40),
            record(1, arrival: 10, firstToken: 25), record(3, arrival: 30, firstToken: 35),
        ])
        #expect(order.overtakers == [3, 0, 0, 0])
        #expect(order.mostOvertaken == 0)
        #expect(order.overtakers(of: 0).map(\.id) == [1, 2, 3])
        #expect(
            order.story(of: 0)
                == "request 0 (9 prompt tokens, arrived at 0 ps) waited 40.00 ms for its first token; 3 later requests had "
                + "theirs sooner: 1, 2, 3")
        #expect(
            order.story(of: 3).hasSuffix(
                "waited 5.000 ms for its first token; no later request had its own sooner"))
    }

    @Test func whoCameAtTheSameInstantIsNotLater() {
        let order = ServiceOrder([
            record(0, arrival: 5, firstToken: 30), record(1, arrival: 5, firstToken: 20),
            record(2, arrival: 6, firstToken: 10),
        ])
        #expect(order.overtakers == [1, 1, 0])
        #expect(order.story(of: 1).contains("1 later request had theirs sooner: 2"))
    }

    @Test func nobodyIsNobody() {
        #expect(ServiceOrder([]).mostOvertaken == nil)
    }

    /// Against the definition, on random orders with many ties.
    @Test func agreesWithItsDefinition() {
        var random = RandomStream(seed: 3, purpose: "service order")
        for _ in 0..<50 {
            var arrival: Int64 = 0
            let records = (0..<40).map { id in
                arrival += random.whole(in: 0...1)
                return record(Int64(id), arrival: arrival, firstToken: arrival + random.whole(in: 1...30))
            }
            let order = ServiceOrder(records)
            for index in records.indices {
                let later = records.filter {
                    $0.arrival > records[index].arrival && $0.firstToken < records[index].firstToken
                }
                #expect(order.overtakers[index] == later.count)
                #expect(order.overtakers(of: index) == later)
            }
        }
    }
}
