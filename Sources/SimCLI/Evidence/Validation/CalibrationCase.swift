import WattlineLab
import WattlineText

/// One measured row that can be predicted under any constants.
package struct CalibrationCase: Sendable {
    let number: Int
    /// What is held out together, so that the error on it is one on something not seen: a model, say.
    let group: String
    let label: String
    let predict: @Sendable (ConstantValues) throws(CLIError) -> [ValidationReport.Value]
}
