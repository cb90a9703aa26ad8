/// What the process tells its caller; the numbers are part of the interface.
package enum ExitCode: Int32, CaseIterable {
    case success = 0
    /// It ran, but a threshold that the user set was missed.
    case thresholdFailed = 1
    /// A flag, a value or the content of a file is wrong.
    case usage = 2
    /// The configuration cannot work: it does not fit.
    case infeasible = 3
    /// A file cannot be read or written.
    case inputOutput = 4
    /// A defect of Wattline itself.
    case internalDefect = 70
    /// Ended by Ctrl-C, as shells report it: 128 + SIGINT.
    case interrupted = 130

    /// For the manual.
    package var meaning: String {
        switch self {
        case .success: "It went well."
        case .thresholdFailed: "It ran, but a threshold that was asked for is missed."
        case .usage: "A flag, a value or the content of a file is wrong."
        case .infeasible: "The configuration cannot work: it does not fit, or nothing meets the goal."
        case .inputOutput: "A file cannot be read or written."
        case .internalDefect: "A defect of Wattline itself; seed and configuration are printed."
        case .interrupted: "Ended by Ctrl-C. No file is left half-written."
        }
    }
}
