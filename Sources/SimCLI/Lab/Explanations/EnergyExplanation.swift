import SimCore
import WattlineText
import Workloads

/// A typical decode step of a run, walked from FLOP and bytes to joules.
package struct EnergyExplanation {
    let calculation: HandCalculation
    let outcome: RunOutcome

    /// The step has as many rows as the run has running requests on the mean, and their mean context: the prompt and a
    /// half of the answer.
    package init(_ outcome: RunOutcome) {
        self.outcome = outcome
        let scenario = outcome.scenario
        let result = outcome.result
        let completed = max(Double(result.completed), 1)
        let rows = max(1, Int((result.meanRunning / Double(scenario.replicas)).rounded()))
        let context = Double(result.promptTokens) / completed + Double(result.outputTokens) / completed / 2
        let step = RooflineStep(
            .decode, count: rows, context: max(1, Int(context.rounded())), of: scenario.cost)
        calculation = HandCalculation(
            step, scenario.cost,
            system: RunTable(outcome).title + (scenario.replicas > 1 ? ", a step of one replica" : ""))
    }

    private var share: String {
        "This run: \(Figures.percent(outcome.result.energy.decode.joules, of: outcome.joules)) of its "
            + "\(Figures.joules(outcome.joules)) went to decoding, "
            + "\(Figures.percent(outcome.result.energy.prefill.joules, of: outcome.joules)) to prompts, "
            + "\(Figures.percent(outcome.result.energy.idle.joules, of: outcome.joules)) to idle time; "
            + "\(Figures.short(outcome.result.meanRunning)) requests ran on the mean."
    }

    package var text: String {
        calculation.text + "\n" + share + "\n"
    }

    package var json: JSON {
        let walk = EnergyWalk(calculation.step, calculation.model)
        return .object([
            ("title", .text(calculation.title)),
            ("batch", .whole(calculation.step.count)),
            ("context_tokens", .whole(calculation.step.context)),
            ("sections", calculation.json),
            (
                "energy_terms",
                .list(
                    walk.terms.map { term in
                        .object([
                            ("name", .text(term.name)), ("formula", .text(term.formula)),
                            ("joules", .number(term.joules)),
                        ])
                    })
            ),
            ("energy_j", .number(walk.joules)),
            ("energy_per_output_token_j", .number(calculation.step.joulesPerToken)),
        ])
    }
}
