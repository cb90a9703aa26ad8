import Testing

@testable import SimCLI

@Suite("Formulas of metrics")
struct MetricFormulaTests {
    /// A run in which every figure has a value.
    static func outcome(_ flags: String = "") throws -> RunOutcome {
        let line =
            "--num-prompts 60 --goodput ttft:50 --price 2 --grid 400 --cpu-watts 110 --fan-factor 0.1 "
            + "--psu-efficiency 0.96 --pue 1.2 " + flags
        let words = line.split(separator: " ").map(String.init)
        let given = try ArgumentParser(flags: RunFlags.all, verb: "run").parse(words).given
        return try RunCommand.simulate(
            try Scenario(try Settings(given)), try Outputs([]), showsProgress: nil)
    }

    /// The value of `a x ( b + c ) / d`, by precedence.
    private func evaluate(_ text: String) -> Double? {
        var tokens: [String] = []
        for word in text.split(separator: " ") {
            var word = word
            while word.hasPrefix("(") {
                tokens.append("(")
                word = word.dropFirst()
            }
            let closing = word.reversed().prefix { $0 == ")" }.count
            let name = word.dropLast(closing)
            if !name.isEmpty { tokens.append(String(name)) }
            tokens += [String](repeating: ")", count: closing)
        }
        var index = 0
        func factor() -> Double? {
            guard index < tokens.count else { return nil }
            let token = tokens[index]
            index += 1
            guard token == "(" else { return Double(token) }
            let value = sum()
            guard index < tokens.count, tokens[index] == ")" else { return nil }
            index += 1
            return value
        }
        func product() -> Double? {
            guard var value = factor() else { return nil }
            while index < tokens.count, ["x", "/"].contains(tokens[index]) {
                let isProduct = tokens[index] == "x"
                index += 1
                guard let next = factor() else { return nil }
                value = isProduct ? value * next : value / next
            }
            return value
        }
        func sum() -> Double? {
            guard var value = product() else { return nil }
            while index < tokens.count, ["+", "-"].contains(tokens[index]) {
                let isSum = tokens[index] == "+"
                index += 1
                guard let next = product() else { return nil }
                value = isSum ? value + next : value - next
            }
            return value
        }
        let value = sum()
        return index == tokens.count ? value : nil
    }

    @Test("The arithmetic of the test itself")
    func arithmetic() {
        #expect(evaluate("2 + 3 x ( 4 - 1 ) / 9") == 3)
        #expect(evaluate("(2 + 3) x 4") == 20)
        #expect(evaluate("2 x -") == nil)
    }

    @Test(
        "Every metric has a formula, and a formula with numbers gives the metric's value",
        arguments: ["", "--tp 2 --dp 2", "--policy static --output-len uniform:1,100"])
    func everyMetric(flags: String) throws {
        let outcome = try Self.outcome(flags)
        var computed = 0
        for key in SweepMetrics(percentiles: outcome.scenario.percentiles).keys {
            let formula = try #require(
                MetricFormula.formula(of: key, percentiles: outcome.scenario.percentiles), "\(key)")
            for text in [formula.formula, formula.includes, formula.excludes, formula.elsewhere] {
                #expect(!text.isEmpty, "\(key)")
            }
            guard let numbers = formula.numbers(outcome) else { continue }
            computed += 1
            let value = try #require(MetricFormula.metric(key, outcome)?.real, "\(key)")
            let result = try #require(evaluate(numbers), "\(key): \(numbers)")
            // Seven digits a factor; a difference of large energies loses some.
            let room = max(value.magnitude * 1e-5, key.hasSuffix("_j") ? outcome.joules * 1e-6 : 0)
            #expect(abs(result - value) <= room, "\(key): \(numbers) = \(result), not \(value)")
        }
        #expect(computed >= 22)
    }

    @Test("No metric is without a name, no formula names something that is not there")
    func names() throws {
        let outcome = try Self.outcome()
        for key in SweepMetrics(percentiles: [50]).keys {
            let formula = MetricFormula.formula(of: key, percentiles: [50])
            #expect(formula?.numbers(outcome)?.contains(" - -") != true, "\(key)")
        }
        #expect(MetricFormula.formula(of: "p42_ttft_ms", percentiles: [50]) == nil)
        #expect(MetricFormula.formula(of: "p42_ttft_ms", percentiles: [42]) != nil)
    }

    @Test("Numbers have seven digits")
    func precision() {
        #expect(MetricFormula.precise(21847.531234) == "21847.53")
        #expect(MetricFormula.precise(0.00123456789) == "0.001234568")
        #expect(MetricFormula.precise(25600) == "25600")
        #expect(MetricFormula.precise(.infinity) == "inf")
    }
}
