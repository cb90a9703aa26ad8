import SimCore
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("Holding arrivals for a budget")
struct HoldForBudgetTests {
    private func run(_ rate: Int, budget: Double?) throws -> StudyRun {
        let setting = try JSONObject(
            Array(
                """
                {"label": "x", "flags": "--policy continuous --num-prompts 300 --request-rate \(rate)"
                \(budget.map { ", \"ttft_budget_s\": \($0)" } ?? "")}
                """.utf8), name: "x.json", called: "a setting")
        return try StudyRun(
            StudySetting(setting, isLabelled: true), of: "test", shelf: WarmCost.Shelf())
    }

    @Test("The budget is kept and energy saved", arguments: [2, 8])
    func budgetIsKept(rate: Int) throws {
        let plain = try run(rate, budget: nil)
        let held = try run(rate, budget: 1)
        let p99 = try #require(held.result.ttft.quantile(0.99))
        #expect(p99.seconds <= 1.05)
        #expect(p99 > (plain.result.ttft.quantile(0.99) ?? .zero))
        #expect(held.outcome.joules < plain.outcome.joules)
        #expect(held.result.completed == 300)
    }

    @Test("Requests, tokens and energy are conserved")
    func conservation() throws {
        let held = try run(4, budget: 2).result
        #expect(held.energy.total == held.energy.idle + held.sharesOfCompleted)
        #expect(held.promptTokens == 300 * 512)
    }

    @Test("Nobody starves above capacity")
    func overload() throws {
        #expect(try run(500, budget: 0.2).result.completed == 300)
    }
}
