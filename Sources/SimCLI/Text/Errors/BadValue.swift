/// Why a value is not what its flag or key takes. Whoever knows where the value stood makes it a `CLIError`.
package struct BadValue: Error, Equatable {
    enum Form: Equatable {
        /// Continues the name: `must be at least 1, got 0`.
        case predicate
        /// Stands alone: `unknown model 'x'. Did you mean y?`.
        case sentence
    }

    package let text: String
    let form: Form

    package static func must(_ text: String) -> BadValue {
        BadValue(text: "must be \(text)", form: .predicate)
    }

    package static func predicate(_ text: String) -> BadValue { BadValue(text: text, form: .predicate) }

    package static func sentence(_ text: String) -> BadValue { BadValue(text: text, form: .sentence) }

    /// The whole message, for a value that belongs to `subject` (`--tp`, `base.json:3:9: tp`).
    package func message(for subject: Subject) -> String {
        switch form {
        case .predicate: "\(subject.place)\(subject.name) \(text)"
        case .sentence: "\(subject.place)\(text)"
        }
    }

    package func error(for subject: Subject) -> CLIError { CLIError.usage(message(for: subject)) }
}

/// What a message is about: a flag, or a key with its place in a file.
package struct Subject: Equatable {
    /// `--tp` or `tp`.
    package let name: String
    /// Empty, or `base.json:3:9: `.
    package let place: String

    package init(name: String, place: String = "") {
        self.name = name
        self.place = place
    }
}
