import WattlineText

/// The values of the flags that `sweep` and `merge` have beside those of `run`, read but not yet matched with columns.
package struct SweepRequest {
    /// Flag by flag, in the order typed.
    private var texts: [FlagKey: [Text]] = [:]
    private var values: [FlagKey: FlagValue] = [:]

    /// The text of an expression, with how its flag was spelt.
    package struct Text {
        package let spelling: String
        package let text: String
    }

    /// - Throws: `CLIError` for the first value that its flag does not take.
    package init(_ given: [ArgumentParser.Given]) throws(CLIError) {
        for argument in given {
            let key = argument.flag.key
            do throws(BadValue) {
                let value = try argument.flag.kind.read(argument.text)
                if case .text = value {
                    texts[key, default: []].append(Text(spelling: argument.spelling, text: argument.text))
                } else {
                    values[key] = value
                }
            } catch {
                throw error.error(for: Subject(name: argument.spelling))
            }
        }
    }

    package func isOn(_ key: FlagKey, unlessGiven fallback: Bool = false) -> Bool {
        values[key].map { $0 == .toggle(true) } ?? fallback
    }

    package func whole(_ key: FlagKey) -> Int? {
        if case .whole(let value)? = values[key] { return value }
        return nil
    }

    /// Every text of a repeatable flag.
    package func all(_ key: FlagKey) -> [Text] { texts[key] ?? [] }

    /// The last text of a flag.
    package func last(_ key: FlagKey) -> Text? { texts[key]?.last }

    package var outputs: [String] { all(.output).map(\.text) }
}

extension SweepRequest.Text {
    /// Reads the text, and says which flag it belongs to where it cannot be read.
    package func read<Value>(_ reader: (String) throws(BadValue) -> Value) throws(CLIError) -> Value {
        do throws(BadValue) { return try reader(text) } catch {
            throw error.error(for: Subject(name: spelling))
        }
    }
}
