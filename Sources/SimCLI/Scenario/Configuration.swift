import SimCore
import Workloads

/// A resolved scenario as a configuration file has it.
extension Scenario {
    /// Every setting that determines the result, in the order of `help run`; reading it back gives the same scenario.
    /// null stands for what does not apply and for what follows from the other settings.
    var configuration: JSON { configuration(path: { $0 }) }

    /// The same for a result, which names no place on a machine: of a file only its name.
    var publicConfiguration: JSON { configuration(path: Scenario.lastPathComponent) }

    /// Sixteen hexadecimal digits that differ when the configuration does: the content of a model, a GPU or constants of
    /// the user's own counts, labels do not. (What a trace holds is known after a run: ``RunOutcome/configurationHash``.)
    var configurationHash: String {
        guard case .object(let members) = publicConfiguration else { return "" }
        var hash = Fingerprint()
        if settings.text(.constants) != nil {
            let values = ConstantValues(Constant.all, of: Deployment(device: device, engine: engine))
            hash.combine(ConstantsFile.json(values).compact)
        }
        if let deviceFile { hash.combine(deviceFile.fingerprint) }
        if let modelFile { hash.combine(modelFile.architecture.fingerprint) }
        // What is null follows from the rest, so that a flag which this version does not know would be null too.
        let told = members.filter { $0.key != FlagKey.metadata.rawValue && $0.value != .null }
        hash.combine(JSON.object(told).compact)
        return hash.hexadecimal
    }

    private func configuration(path shown: (String) -> String) -> JSON {
        var members: [(key: String, value: JSON)] = []
        for flag in RunFlags.all where flag.isConfiguration {
            var value = resolved(flag.key)
            if isPath(flag), case .text(let path) = value { value = .text(shown(path)) }
            members.append((flag.name, value))
        }
        return .object(members)
    }

    /// True where the value of a flag is the place of a file.
    private func isPath(_ flag: Flag) -> Bool {
        switch (flag.key, flag.kind) {
        case (.model, _): modelFile != nil
        case (.gpu, _): deviceFile != nil
        case (_, .inputFile): true
        default: false
        }
    }

    private func resolved(_ key: FlagKey) -> JSON {
        switch key {
        case .dtype: .text(FormatChoice.dtypeName(cost.format))
        case .quantization: .text(FormatChoice.quantizationName(format))
        case .kvCacheDtype: .text(FormatChoice.kvName(cost.format, cost.kvFormat))
        case .policy: .text(policyName.rawValue)
        case .maxNumSeqs: .whole(engine.maxSequences)
        case .maxNumBatchedTokens: .whole(engine.tokenBudget)
        case .blockSize: .whole(engine.blockSize)
        case .gpuMemoryUtilization: FlagValue.json(engine.memoryUtilization)
        case .numPrompts: load.count.map { .whole($0) } ?? .null
        case .maxConcurrency: load.maxConcurrency.map { .whole($0) } ?? .null
        case .requestRate, .arrival, .burstiness: arrivals(key)
        case .inputLen, .outputLen:
            if case .trace = load.origin { .null } else { settings[key]?.json ?? .null }
        case .timeScale, .skipBadRows, .traceTimeUnit, .rebase:
            if case .trace = load.origin { settings[key]?.json ?? .null } else { .null }
        default: settings[key]?.json ?? .null
        }
    }

    /// The three flags of the arrival law, so that they say together what was resolved from them.
    private func arrivals(_ key: FlagKey) -> JSON {
        guard case .synthetic(let pattern, _, _, _) = load.origin, load.scenario == "server" else {
            return .null
        }
        switch (key, pattern) {
        case (.requestRate, .together): return .text("inf")
        case (.requestRate, _): return settings[.requestRate]?.json ?? .null
        case (.arrival, .constant): return .text("constant")
        case (.arrival, .poisson): return .text("poisson")
        case (.arrival, .gamma): return .text("gamma")
        case (.arrival, .uniformGaps): return .text("uniform")
        case (.burstiness, .gamma(_, let burstiness)): return FlagValue.json(burstiness)
        default: return .null
        }
    }

    static func lastPathComponent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}
