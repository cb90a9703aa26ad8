extension PolicyRun {
    /// What is wrong with the requests and their tokens. O(requests).
    var conservationBreaches: [String] {
        var breaches: [String] = []
        var index = 0
        for (number, request) in scenario.requests.enumerated() {
            let id = Int64(number)
            let first = index
            while index < records.count, records[index].id == id { index += 1 }
            let isServable = scenario.limits.obstacle(to: request) == nil
            guard index - first == (isServable ? 1 : 0) else {
                breaches.append("request \(id) finished \(index - first) times")
                continue
            }
            guard isServable else { continue }
            let record = records[first]
            if record.promptTokens != request.promptTokens || record.outputTokens != request.outputTokens {
                breaches.append(
                    "request \(id) asked for \(request.promptTokens) -> \(request.outputTokens) tokens and got "
                        + "\(record.promptTokens) -> \(record.outputTokens)")
            }
            let times = [record.arrival, record.firstScheduled, record.firstToken, record.finish]
            if record.arrival != request.arrival || zip(times, times.dropFirst()).contains(where: { $0 > $1 })
            {
                breaches.append(
                    "request \(id) arrived at \(record.arrival), was scheduled at \(record.firstScheduled), wrote at "
                        + "\(record.firstToken) and ended at \(record.finish)")
            }
        }
        if index < records.count { breaches.append("request \(records[index].id) was never asked for") }
        let prompt = records.reduce(0 as Int64) { $0 + Int64($1.promptTokens) }
        let output = records.reduce(0 as Int64) { $0 + Int64($1.outputTokens) }
        for (name, counted, sum) in [
            ("requests", result.completed, Int64(records.count)),
            ("prompt tokens", result.promptTokens, prompt),
            ("output tokens", result.outputTokens, output),
            // Each answer has one token from its prefill, and a gap before each of the others.
            ("gaps between tokens", result.itl.count, output - Int64(records.count)),
        ] where counted != sum {
            breaches.append("the run counts \(counted) \(name), its requests have \(sum)")
        }
        return breaches
    }

    /// What is wrong with the sum of the energies. O(requests).
    var energyBreaches: [String] {
        var breaches: [String] = []
        var shares = Energy.zero
        for record in records {
            shares += record.energy
            if record.prefillEnergy < .zero || record.decodeEnergy < .zero {
                breaches.append("request \(record.id) has a negative share")
            }
        }
        let rest = result.energy.total - result.energy.idle - shares
        if rest != .zero {
            breaches.append(
                "of \(result.energy.total), \(result.energy.idle) idle and \(shares) of requests leave "
                    + "\(rest.femtojoules) fJ")
        }
        return breaches
    }

    /// Pauses, the longest of them named.
    var workBreaches: [String] {
        guard let longest = pauses.max(by: { $0.length < $1.length }) else { return [] }
        let many = pauses.count == 1 ? "" : ", the longest of \(pauses.count) pauses, \(paused) in all"
        return [
            "idle from \(longest.from) to \(longest.to) with \(longest.requests) "
                + (longest.requests == 1 ? "request" : "requests") + " there" + many
        ]
    }
}
