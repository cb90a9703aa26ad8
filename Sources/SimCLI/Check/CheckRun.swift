import SimCore

/// Runs a check and judges it.
struct CheckRun: Sendable {
    let check: CheckSpec
    /// Goldens are about to be written anew, so that one that is different is no failure.
    let updates: Bool

    /// Figures of a check beside those of a result: how fair the policy was to single requests.
    static let maxOvertaken = "max_overtaken"

    /// What to say of that name where another figure is asked for; nil for any other name.
    static func hint(for name: String) -> String? {
        NearMiss.folded(name) == NearMiss.folded(maxOvertaken)
            ? " Files of checks alone have it: see 'wattline help check'" : nil
    }

    /// What may be expected under these settings.
    static func keys(_ settings: Settings) -> [String] {
        var percentiles: [Double] = []
        if case .percentiles(let values)? = settings[.metricPercentiles] { percentiles = values }
        return SweepMetrics(percentiles: percentiles).keys + [maxOvertaken]
    }

    /// - Throws: `CLIError` for what is no matter of this check: defects, and goldens that cannot be read. A run that
    ///   cannot be is an outcome.
    func outcome(_ shelf: WarmCost.Shelf) throws(CLIError) -> CheckOutcome {
        var observer = OrderObserver(
            isNeeded: check.expectations.contains { $0.metric == CheckRun.maxOvertaken })
        let outcome: RunOutcome
        do throws(CLIError) {
            outcome = try RunCommand.simulate(try Scenario(check.settings), shelf, &observer)
        } catch {
            guard [.infeasible, .usage, .inputOutput].contains(error.code) else { throw error }
            return CheckOutcome(refused: error.message, check)
        }
        let result = ComparedResult(outcome, name: check.name)
        let order = observer.wantsRequests ? ServiceOrder(observer.records) : nil
        var judgements: [CheckOutcome.Judgement] = []
        for expectation in check.expectations {
            var value = result.value(expectation.metric)
            var story: String?
            if expectation.metric == CheckRun.maxOvertaken, let order, let index = order.mostOvertaken {
                value = Double(order.overtakers[index])
                story = order.story(of: index)
            }
            judgements.append(
                CheckOutcome.Judgement(
                    expectation: expectation, value: value, complaint: expectation.complaint(value),
                    story: story))
        }
        return CheckOutcome(
            check, judgements: judgements,
            golden: try check.golden?.verdict(result), updates: updates,
            warnings: outcome.warnings, configurationHash: outcome.configurationHash,
            fingerprint: result.fingerprint,
            document: updates && check.golden != nil ? ResultDocument.json(outcome).pretty : "")
    }
}

/// Keeps finished requests where somebody asks in which order they were served.
private struct OrderObserver: SimulationObserver {
    let wantsRequests: Bool
    private(set) var records: [RequestRecord] = []

    init(isNeeded: Bool) { wantsRequests = isNeeded }

    mutating func requestFinished(_ record: RequestRecord) { records.append(record) }
}
