/// A load and a replica on which policies are tried: the same requests for every policy, on every machine.
///
/// The presets are drawn from a seed with whole numbers only, and cost what ``AffineCostModel`` says: a step takes 10 ms,
/// and 20 us for each prompt token, so that a figure can be checked by hand. All have one replica.
public struct PolicyScenario: Sendable {
    public var name: String
    /// In order of arrival.
    public var requests: [RequestSpec]
    public var limits: ReplicaLimits
    public var cost: AffineCostModel

    public init(
        name: String, requests: [RequestSpec], limits: ReplicaLimits,
        cost: AffineCostModel = AffineCostModel()
    ) {
        self.name = name
        self.requests = requests
        self.limits = limits
        self.cost = cost
    }
}

extension PolicyScenario: CustomStringConvertible {
    public var description: String { name }
}

extension PolicyScenario {
    /// One of each preset, under seed 1.
    public static let all = [
        steady(), burst(), overload(), tightCache(), longPrompts(), priorities(),
    ]

    /// 200 short requests, one every 50 ms or so: two or three run at a time.
    public static func steady(seed: UInt64 = 1) -> PolicyScenario {
        preset("steady", seed, kvBlocks: 2000) { random, now, _ in
            now += random.whole(in: 0...100_000)
            return (random.whole(in: 1...300), random.whole(in: 1...20), 0)
        }
    }

    /// Five times 40 requests at one instant, three seconds apart.
    public static func burst(seed: UInt64 = 1) -> PolicyScenario {
        preset("burst", seed, kvBlocks: 2000) { random, now, index in
            if index > 0, index % 40 == 0 { now += 3_000_000 }
            return (random.whole(in: 1...300), random.whole(in: 1...40), 0)
        }
    }

    /// 200 requests in about two seconds, six times what the replica can answer: the queue grows until arrivals end.
    /// Prompts are from 20 to 2000 tokens.
    public static func overload(seed: UInt64 = 1) -> PolicyScenario {
        preset("overload", seed, kvBlocks: 8000) { random, now, _ in
            now += random.whole(in: 0...20_000)
            return (random.whole(in: 20...2000), random.whole(in: 50...150), 0)
        }
    }

    /// A KV cache of 60 blocks, which three requests fill: sequences have to make room while they run.
    public static func tightCache(seed: UInt64 = 1) -> PolicyScenario {
        preset("tight KV cache", seed, kvBlocks: 60) { random, now, _ in
            now += random.whole(in: 0...400_000)
            return (random.whole(in: 100...300), random.whole(in: 50...200), 0)
        }
    }

    /// Every tenth prompt has 4000 tokens and more, eight steps and more of the token budget of 512; the others have 50.
    public static func longPrompts(seed: UInt64 = 1) -> PolicyScenario {
        preset("long prompts", seed, kvBlocks: 4000, maxBatchedTokens: 512) { random, now, index in
            now += random.whole(in: 0...80_000)
            let prompt = index % 10 == 5 ? random.whole(in: 4000...6000) : 50
            return (prompt, random.whole(in: 5...30), 0)
        }
    }

    /// Priorities 0, 1 and 2 in random order, at somewhat more than capacity.
    public static func priorities(seed: UInt64 = 1) -> PolicyScenario {
        preset("priorities", seed, kvBlocks: 2000, maxSequences: 8) { random, now, _ in
            now += random.whole(in: 0...80_000)
            return (random.whole(in: 20...300), random.whole(in: 20...60), Int(random.whole(in: 0...2)))
        }
    }

    /// 200 requests; `next` moves the time, in microseconds, and draws prompt, answer and priority.
    private static func preset(
        _ name: String, _ seed: UInt64, kvBlocks: Int, maxSequences: Int = 32, maxBatchedTokens: Int = 8192,
        _ next: (_ random: inout RandomStream, _ now: inout Int64, _ index: Int) -> (
            prompt: Int64, output: Int64, priority: Int
        )
    ) -> PolicyScenario {
        var random = RandomStream(seed: seed, purpose: name)
        var now: Int64 = 0
        var requests: [RequestSpec] = []
        for index in 0..<200 {
            let drawn = next(&random, &now, index)
            requests.append(
                RequestSpec(
                    arrival: .zero + .microseconds(now), promptTokens: Int(drawn.prompt),
                    outputTokens: Int(drawn.output), priority: drawn.priority))
        }
        return PolicyScenario(
            name: name, requests: requests,
            limits: ReplicaLimits(
                maxSequences: maxSequences, maxBatchedTokens: maxBatchedTokens, kvBlocks: kvBlocks))
    }
}
