/// How requests ask for the next token: what a server's `temperature`, `top_k`, `top_p` and penalties amount to.
public struct Sampling: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The largest logit: temperature 0, or none of the others.
    public static let greedy: Sampling = []
    /// A draw from the k largest.
    public static let topK = Sampling(rawValue: 1)
    /// A draw from the fewest whose probabilities add up to p.
    public static let topP = Sampling(rawValue: 2)
    /// Repetition, presence or frequency penalties.
    public static let penalties = Sampling(rawValue: 4)

    /// The ways by their names, which `+` joins.
    public static let named: [(name: String, ways: Sampling)] = [
        ("greedy", .greedy), ("top-p", .topP), ("top-k", .topK), ("top-k-top-p", [.topK, .topP]),
        ("penalties", .penalties),
    ]

    /// `greedy`, or the names of what is asked for.
    public var name: String {
        let draw =
            contains([.topK, .topP])
            ? "top-k-top-p" : contains(.topK) ? "top-k" : contains(.topP) ? "top-p" : nil
        let parts = [draw, contains(.penalties) ? "penalties" : nil].compactMap { $0 }
        guard var text = parts.first else { return "greedy" }
        for part in parts.dropFirst() { text += "+" + part }
        return text
    }

    /// The ways that a text names, or nil where a part of it is no name, stands twice, or is said to be greedy and not.
    public init?(named text: String) {
        var all: Sampling = []
        var draws = 0
        let parts = text.split(separator: "+", omittingEmptySubsequences: false)
        for part in parts {
            guard let known = Sampling.named.first(where: { $0.name == part }) else { return nil }
            if known.ways == .greedy { guard parts.count == 1 else { return nil } }
            if known.ways != .penalties { draws += 1 }
            guard draws <= 1, all.isDisjoint(with: known.ways) else { return nil }
            all.formUnion(known.ways)
        }
        self = all
    }
}

extension SamplerProfile {
    /// PyTorch's sort of the whole vocabulary (vLLM to 0.16, transformers), for a draw from the top p under a repetition
    /// penalty. Time and energy per logit: calibration/constants-h100-vllm.json, fitted to 115 runs of the ML.ENERGY
    /// Benchmark v3 on H100 SXM, which asked for that (some for the top k besides, which the same sort serves).
    public static let sorting = SamplerProfile(
        launchMicroseconds: 420, nanosecondsPerLogit: 0.335, nanosecondsPerLaterLogit: 0.22,
        bytesPerLogit: 4, nanojoulesPerLogit: 80)

    /// FlashInfer's draws by rejection, which sort nothing: a ninth of the sort (vLLM pull requests 40376 and 32558, batches of
    /// 64 to 512) over 0.1 ms of launches, and the same penalty.
    public static let rejecting = SamplerProfile(
        launchMicroseconds: 130, nanosecondsPerLogit: 0.3 / 9 + penaltyNanoseconds,
        nanosecondsPerLaterLogit: 0.3 / 9 + penaltyNanoseconds, bytesPerLogit: 4,
        nanojoulesPerLogit: 73.0 / 9 + penaltyNanojoules)

    /// What a repetition penalty adds for each logit: the time and the energy of the 85 bytes that it moves.
    private static let penaltyNanoseconds = 0.035
    private static let penaltyNanojoules = 7.0

    /// What is left of a draw under a penalty when requests ask for these ways alone; `greedy` is the engine's without
    /// any.
    func serving(_ ways: Sampling, greedy: SamplerProfile) -> SamplerProfile {
        let draws = !ways.isDisjoint(with: [.topK, .topP])
        let isPenalised = ways.contains(.penalties)
        guard !draws || !isPenalised else { return self }
        var profile = draws ? self : greedy
        guard draws || isPenalised else { return profile }
        let sign: Double = draws ? -1 : 1
        func moved(_ value: Double, _ penalty: Double) -> Double { max(0, value + sign * penalty) }
        profile.nanosecondsPerLogit = moved(profile.nanosecondsPerLogit, SamplerProfile.penaltyNanoseconds)
        profile.nanosecondsPerLaterLogit = moved(
            profile.nanosecondsPerLaterLogit, SamplerProfile.penaltyNanoseconds)
        profile.nanojoulesPerLogit = moved(profile.nanojoulesPerLogit, SamplerProfile.penaltyNanojoules)
        return profile
    }
}
