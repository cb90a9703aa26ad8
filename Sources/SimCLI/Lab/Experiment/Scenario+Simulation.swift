import HardwareModels
import SimCore
import WattlineText

/// Running what a scenario describes.
extension Scenario {
    /// Runs to the end; rows and timelines go to `outputs`, and `counting` is called for each request that has finished.
    ///
    /// - Throws: `CLIError`: exit code 2 for requests that are wrong, 3 for ones that can never fit, 4 for a file that
    ///   cannot be read or written, 70 for a defect.
    package func simulate(_ outputs: Outputs, counting: (() -> Void)? = nil) throws(CLIError) -> RunOutcome {
        let (source, log) = try load.makeSource()
        for timeline in outputs.timelines { try timeline.begin(TimelineSystem(self)) }
        var observer = RunObserver(
            files: outputs.rows, timelines: outputs.timelines, gantts: outputs.gantts,
            timeline: outputs.wantsTimeline ? RunTimeline(setup) : nil, counting: counting)
        do {
            var simulation = try Simulation(
                setup, arrivals: source, router: routing, policy: policy, cost: cost)
            let result = try simulation.run(telling: &observer)
            if let failure = observer.failure { throw failure }
            return RunOutcome(scenario: self, result: result, load: log.entry, timeline: observer.timeline)
        } catch let fault as SimulationFault {
            throw problem(fault)
        } catch let failure as CLIError {
            throw failure
        } catch {
            throw CLIError(.internalDefect, "\(error)")
        }
    }

    /// Runs among others, with what its thread's shelf remembers of the hardware.
    package func simulate(
        _ shelf: WarmCost.Shelf, _ observer: inout some SimulationObserver
    ) throws(CLIError) -> RunOutcome {
        let (source, log) = try load.makeSource()
        do throws(SimulationFault) {
            var simulation = try Simulation(
                setup, arrivals: source, router: routing, policy: policy, cost: shelf.model(like: cost))
            let result = try simulation.run(observer: &observer)
            return RunOutcome(scenario: self, result: result, load: log.entry)
        } catch {
            throw problem(error)
        }
    }

    /// A fault in the user's words; one that no input should cause says how to report it.
    package func problem(_ fault: SimulationFault) -> CLIError {
        switch fault {
        case .arrivals, .tooLong, .invalidRequest, .setup: CLIError.usage(fault.description)
        case .unservable: CLIError(.infeasible, fault.description)
        case .cost(let shape, _): Scenario.refusal(of: shape, cost) ?? defect(fault)
        case .route, .policy, .noProgress: defect(fault)
        }
    }

    /// Why no step of this shape can be told; nil where one can.
    package static func refusal(of shape: BatchShape, _ model: RooflineModel) -> CLIError? {
        do throws(HardwareError) {
            try model.check(shape)
            return nil
        } catch {
            return CLIError(.infeasible, error.description)
        }
    }

    private func defect(_ fault: SimulationFault) -> CLIError {
        CLIError(
            .internalDefect, "this is a defect of Wattline, not of your input. Please report it",
            details: [
                fault.description,
                "seed \(load.seed), configuration \(configurationHash), version " + ProgramVersion.number,
            ])
    }
}
