import WattlineText

/// Splits a verb's arguments into flags, their texts and what is left, by a table of flags.
package struct ArgumentParser {
    let flags: [Flag]
    /// `run`, for messages.
    let verb: String
    /// The other verb that a spelling belongs to, for the advice on a flag that this one does not have.
    let owner: @Sendable (_ spelling: String) -> String?

    package init(
        flags: [Flag], verb: String, owner: @escaping @Sendable (_ spelling: String) -> String? = { _ in nil }
    ) {
        self.flags = flags
        self.verb = verb
        self.owner = owner
    }

    /// One flag as it was given.
    package struct Given {
        package let flag: Flag
        /// As typed: `--qps` stays `--qps` in messages.
        package let spelling: String
        package let text: String
    }

    package struct Result {
        package var given: [Given] = []
        /// What is no flag and no flag's value.
        package var positionals: [String] = []
        package var wantsHelp = false
    }

    /// - Throws: `CLIError` (exit code 2) for unknown flags and missing values. Values are read later, because what
    ///   they mean may depend on files.
    package func parse(_ arguments: [String]) throws(CLIError) -> Result {
        var result = Result()
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                result.positionals += arguments[index...]
                break
            }
            if argument == "-h" || argument == "--help" {
                result.wantsHelp = true
                continue
            }
            guard ArgumentParser.isFlag(argument) else {
                result.positionals.append(argument)
                continue
            }
            let equals = argument.firstIndex(of: "=")
            let spelling = String(argument[..<(equals ?? argument.endIndex)])
            let flag = try flag(spelled: spelling)
            if let equals {
                let text = String(argument[argument.index(after: equals)...])
                guard !text.isEmpty else { throw missingValue(flag, spelling) }
                result.given.append(Given(flag: flag, spelling: spelling, text: text))
            } else if case .toggle = flag.kind {
                result.given.append(Given(flag: flag, spelling: spelling, text: "true"))
            } else {
                guard index < arguments.count, !ArgumentParser.isFlag(arguments[index]) else {
                    throw missingValue(flag, spelling)
                }
                result.given.append(Given(flag: flag, spelling: spelling, text: arguments[index]))
                index += 1
                // vLLM's form: --goodput ttft:500 tpot:50
                if case .objectives = flag.kind {
                    while index < arguments.count, !ArgumentParser.isFlag(arguments[index]),
                        arguments[index].utf8.contains(UInt8(ascii: ":"))
                    {
                        result.given.append(Given(flag: flag, spelling: spelling, text: arguments[index]))
                        index += 1
                    }
                }
            }
        }
        return result
    }

    /// True for `--x` and `-x`; false for `-`, which is a stream, and for negative numbers, which are values.
    static func isFlag(_ argument: String) -> Bool {
        guard argument.utf8.count > 1, argument.utf8.first == UInt8(ascii: "-") else { return false }
        return Double(argument) == nil && !isNegativeQuantity(argument)
    }

    /// `-4s`, `-4,5`: a value that is wrong is still a value, and is told so.
    private static func isNegativeQuantity(_ argument: String) -> Bool {
        guard let second = argument.utf8.dropFirst().first else { return false }
        return second >= UInt8(ascii: "0") && second <= UInt8(ascii: "9") || second == UInt8(ascii: ".")
    }

    private func flag(spelled spelling: String) throws(CLIError) -> Flag {
        if spelling.hasPrefix("--") {
            let name = String(spelling.dropFirst(2).map { $0 == "_" ? "-" : $0 })
            if let flag = flags.first(where: { $0.name == name || $0.aliases.contains(name) }) { return flag }
        } else if spelling.count == 2, let flag = flags.first(where: { $0.short == spelling.last }) {
            return flag
        }
        if let owner = owner(spelling) {
            throw CLIError.usage(
                "\(verb) has no flag \(quoted(spelling)), which belongs to \(owner). 'wattline help \(verb)' shows the "
                    + "flags there are")
        }
        let names = flags.flatMap { [$0.name] + $0.aliases } + ["help"]
        guard let near = NearMiss.nearest(to: spelling, among: names) else {
            throw CLIError.usage(
                "unknown flag \(quoted(spelling)). 'wattline help \(verb)' shows the flags there are")
        }
        throw CLIError.usage("unknown flag \(quoted(spelling)). Did you mean --\(near)?")
    }

    private func missingValue(_ flag: Flag, _ spelling: String) -> CLIError {
        CLIError.usage("\(spelling) needs a value: \(spelling) \(flag.kind.placeholder ?? "true|false")")
    }

    /// Refuses what is left over, for a verb that takes at most `limit` words.
    package func refuseExtra(_ positionals: [String], after limit: Int) throws(CLIError) {
        guard positionals.count > limit else { return }
        let extra = positionals[limit]
        if extra.hasPrefix("\u{2013}") || extra.hasPrefix("\u{2014}") {
            throw CLIError.usage(
                "unexpected argument \(quoted(extra)). It starts with a long dash; flags start with --")
        }
        let word = String(extra.prefix { $0 != "=" })
        let near = NearMiss.nearest(to: word, among: flags.flatMap { [$0.name] + $0.aliases })
        let hint = near.map { "Did you mean --\($0)?" } ?? "'wattline help \(verb)' shows what it takes"
        throw CLIError.usage("unexpected argument \(quoted(extra)). \(hint)")
    }
}
