/// Which Wattline this is, as results, schemas and the manual say it.
package enum ProgramVersion {
    package static let number = "0.1.0"

    /// The day of the version, for the manual: output never has the day on which it is made.
    package static let date = "2026-11-23"
}
