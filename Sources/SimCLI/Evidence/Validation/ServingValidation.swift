import WattlineLab
import WattlineText

/// Compares the rows of a serving benchmark with replays of them.
enum ServingValidation {
    static func report(_ rows: [ServingRow], _ values: ConstantValues) throws(CLIError) -> ValidationReport {
        var report = ValidationReport()
        for row in rows {
            let serving: ServingCase
            do throws(Unmodelled) {
                serving = try ServingCase(row)
            } catch {
                report.skip(row.number, why: error.why)
                continue
            }
            guard let compared = try serving.values(values) else {
                report.skip(row.number, why: "the run is too short to have a steady window")
                continue
            }
            report.add(.init(number: row.number, group: row.group, label: row.label, values: compared))
        }
        return report
    }

    /// The rows that can be replayed, for a fit; `only` leaves the other classes out.
    static func cases(
        _ rows: [ServingRow], only: WorkloadClass? = nil
    ) throws(CLIError) -> [CalibrationCase] {
        var cases: [CalibrationCase] = []
        for row in rows {
            guard let serving = try? ServingCase(row), only == nil || serving.kind == only,
                let mix = try serving.mix()
            else { continue }
            cases.append(
                CalibrationCase(number: row.number, group: serving.heldOutWith, label: row.label) {
                    (values) throws(CLIError) in
                    try serving.values(values, of: mix)
                })
        }
        return cases
    }
}
