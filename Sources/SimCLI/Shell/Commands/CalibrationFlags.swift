import WattlineEvidence
import WattlineLab
import WattlineText

/// The flags of `validate` and `calibrate`.
enum CalibrationFlags {
    static let data = Flag(
        .data, .inputs, .load, absence: "required", "Measured table, recognised by its columns")
    static let maxMAPE = Flag(
        .maxMAPE, .number(.notNegative, "X", unit: "percent"), .output, absence: "no limit",
        "Exit with 1 when a metric's mean absolute error is above X percent")
    static let constants = RunFlags.flag(.constants)
    static let rows = Flag(
        .output, .inputs, .output, short: "o", absence: "none",
        "Also write every prediction beside its measurement, as CSV")
    static let fit = Flag(
        .fit, .expression("NAME,..."), .run, absence: "all that the data can tell",
        "Names of the constants to fit")

    static let only = Flag(
        .only, .name(NameList("class", plural: "classes", fixed: WorkloadClass.allCases.map(\.rawValue))),
        .run,
        absence: "all", "Of a serving benchmark, the rows of one class: dense, moe or moe-fp8")

    static let constantsFile = Flag(
        .output, .inputs, .output, short: "o", absence: "none", "File for the constants, as JSON")

    /// The values of flags that were given, each read by its kind.
    struct Values {
        private var values: [FlagKey: FlagValue] = [:]

        init(_ given: [ArgumentParser.Given]) throws(CLIError) {
            for argument in given {
                let key = argument.flag.key
                do throws(BadValue) {
                    let value = try argument.flag.kind.read(argument.text)
                    // Paths may stand several times, and come in the order given.
                    if case .text(let text) = value {
                        values[key] = .texts(texts(key) + [text])
                    } else {
                        values[key] = value
                    }
                } catch {
                    throw error.error(for: Subject(name: argument.spelling))
                }
            }
        }

        func texts(_ key: FlagKey) -> [String] {
            if case .texts(let texts)? = values[key] { return texts }
            return []
        }

        func number(_ key: FlagKey) -> Double? {
            if case .number(let number)? = values[key] { return number }
            return nil
        }

        func isOn(_ key: FlagKey) -> Bool { values[key] == .toggle(true) }
    }
}
