import SimCore

/// What a timeline says of the system that ran, and of the run.
struct TimelineSystem {
    /// `Llama-3.1-8B bf16`.
    var model: String
    var replicas: Int
    var devicesPerReplica: Int
    /// `h100-sxm`.
    var device: String

    init(model: String, replicas: Int, devicesPerReplica: Int, device: String) {
        self.model = model
        self.replicas = replicas
        self.devicesPerReplica = devicesPerReplica
        self.device = device
    }

    init(_ scenario: Scenario) {
        self.init(
            model: "\(scenario.model.name) \(scenario.format.name)", replicas: scenario.replicas,
            devicesPerReplica: scenario.cost.sharding.devices, device: scenario.device.name)
    }

    /// Which run a timeline is of.
    static func about(_ outcome: RunOutcome) -> JSON {
        let table = RunTable(outcome)
        return .object([
            ("schema", .text("wattline.timeline")),
            ("schema_version", .whole(1)),
            ("version", .text(CommandLineTool.version)),
            ("run", .text(table.title)),
            ("load", .text(table.load)),
            ("configuration", outcome.scenario.publicConfiguration),
            ("configuration_hash", .text(outcome.configurationHash)),
            ("seed", .whole(Int(outcome.scenario.load.seed))),
            ("fingerprint", .text(outcome.result.fingerprint.hexadecimal)),
            ("total_gpu_energy_j", .number(outcome.joules)),
        ])
    }
}
