/// Which Wattline this is, as results, schemas and the manual say it.
enum ProgramVersion {
    static let number = "0.1.0"

    /// The day of the version, for the manual: output never has the day on which it is made.
    static let date = "2026-11-23"
}
