/// A result as a row of the `emissions.csv` that CodeCarbon writes, so that tools which read that file read this one.
///
/// The columns are those of CodeCarbon 3.3.2 (`codecarbon/output_methods/emissions_data.py`), energies in kWh, emissions in
/// kg and, as there, powers and energies times the PUE. `cpu_energy` is all of the host: `--cpu-watts`, fans and supply
/// losses; what memory draws is in it, so that cpu, gpu and ram add up to what is consumed. A simulation has no time of day:
/// `timestamp` is the end of the run on a clock that its start sets to 1970-01-01T00:00:00. What it does not have is empty:
/// a place, an operating system, utilisations.
struct CodeCarbonRow {
    private let outcome: RunOutcome

    init(_ outcome: RunOutcome) { self.outcome = outcome }

    static let columns = [
        "timestamp", "project_name", "run_id", "experiment_id", "duration", "emissions", "emissions_rate",
        "cpu_power", "gpu_power", "ram_power", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed",
        "water_consumed", "country_name", "country_iso_code", "region", "cloud_provider", "cloud_region",
        "os",
        "python_version", "codecarbon_version", "cpu_count", "cpu_model", "gpu_count", "gpu_model",
        "longitude",
        "latitude", "ram_total_size", "tracking_mode", "cpu_utilization_percent", "gpu_utilization_percent",
        "ram_utilization_percent", "ram_used_gb", "on_cloud", "pue", "wue",
    ]

    var text: String {
        let filled = values
        let cells = CodeCarbonRow.columns.map { CSVText.cell(filled[$0] ?? "") }
        return CodeCarbonRow.columns.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n"
    }

    private var values: [String: String] {
        let scenario = outcome.scenario
        let pue = scenario.host.pue
        var values = [
            "project_name": "wattline", "run_id": outcome.result.fingerprint.hexadecimal,
            "experiment_id": outcome.configurationHash, "duration": outcome.seconds.description,
            "timestamp": CodeCarbonRow.timestamp(outcome.seconds),
            "cpu_energy": (outcome.hostJoules / 3.6e6 * pue).description, "ram_energy": "0.0",
            "ram_power": "0.0",
            "gpu_energy": (outcome.joules / 3.6e6 * pue).description,
            "energy_consumed": (outcome.facilityWattHours / 1000).description,
            "gpu_count": String(scenario.deviceCount), "gpu_model": scenario.device.name,
            "pue": pue.description,
        ]
        if let watts = RunOutcome.ratio(outcome.joules, outcome.seconds) {
            values["gpu_power"] = (watts * pue).description
            values["cpu_power"] = (outcome.hostJoules / outcome.seconds * pue).description
        }
        if let grid = scenario.settings.number(.grid) {
            let kilograms = grid * outcome.facilityWattHours / 1e6
            values["emissions"] = kilograms.description
            values["emissions_rate"] = RunOutcome.ratio(kilograms, outcome.seconds)?.description
        }
        return values
    }

    /// Seconds since 1970 as CodeCarbon writes a time, `%Y-%m-%dT%H:%M:%S`. Runs end within 1970: they last 104 days at most.
    static func timestamp(_ seconds: Double) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let whole = Int(max(0, min(seconds, 365 * 86_400 - 1)))
        var day = whole / 86_400
        var month = 1
        for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if day < length { break }
            day -= length
            month += 1
        }
        let clock = [whole / 3600 % 24, whole / 60 % 60, whole % 60].map(two).joined(separator: ":")
        return "1970-\(two(month))-\(two(day + 1))T\(clock)"
    }
}
