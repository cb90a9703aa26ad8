/// The pictures that `run -o NAME.svg` draws; the part of the name before `.svg` says which.
enum RunPicture: String, CaseIterable {
    case power, latency, energy

    /// The picture that a file is named after: `x.latency.svg`; power over time for any other `.svg`, nil for what is no
    /// picture. `name` is in lower case.
    init?(fileName name: String) {
        guard name.hasSuffix(".svg") else { return nil }
        self = RunPicture.allCases.first { name.hasSuffix(".\($0.rawValue).svg") } ?? .power
    }

    var needsTimeline: Bool { self == .power }

    func svg(_ outcome: RunOutcome) -> String {
        switch self {
        case .power: PowerPicture(outcome).chart(width: 720, hasLoad: true).svg
        case .latency: LatencyPicture(outcome).chart(width: 720).svg
        case .energy: EnergyPicture(outcome).chart(width: 720).svg
        }
    }

    /// The colours of the phases, the same in every picture, and of nothing else there.
    static let colours = (decode: 0, prefill: 1, idle: 2, queued: 4)

    /// nil for what is no phase.
    static func colour(ofPhase name: String) -> Int? {
        switch name {
        case "decode": colours.decode
        case "prefill": colours.prefill
        case "idle": colours.idle
        case "queued": colours.queued
        default: nil
        }
    }

    /// What every picture of a run says below.
    static func footer(_ outcome: RunOutcome) -> String {
        "Simulated with Wattline \(CommandLineTool.version), configuration \(outcome.configurationHash), seed "
            + "\(outcome.scenario.load.seed). Energy figures: \(outcome.scenario.provenance.rawValue)."
    }
}
