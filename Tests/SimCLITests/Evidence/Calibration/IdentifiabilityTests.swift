import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineEvidence

@Suite struct IdentifiabilityTests {
    /// Rows predicted as a times the floor plus b times the byte energy, and measured with errors of one percent.
    private func problem(_ rows: [(a: Double, b: Double)], floor: Double, bytes: Double) throws
        -> CalibrationProblem
    {
        let cases = rows.enumerated().map { index, row in
            let measured = (row.a * floor + row.b * bytes) * (index % 2 == 0 ? 1.01 : 0.99)
            return CalibrationCase(number: index + 1, group: "g\(index % 2)", label: "") {
                (values) throws(CLIError) in
                let predicted =
                    row.a * (values["activeFloorWatts"] ?? 0) + row.b * (values["picojoulesPerByte"] ?? 0)
                return [.init(metric: .power, predicted: predicted, measured: measured)]
            }
        }
        let constants = [try Constant.named("activeFloorWatts"), try Constant.named("picojoulesPerByte")]
        return CalibrationProblem(constants: constants, fixed: ConstantValues(), cases: cases)
    }

    @Test func twoConstantsThatRowsTellApartAreTold() throws {
        let problem = try problem([(1, 0), (1, 1), (1, 2), (1, 3)], floor: 200, bytes: 100)
        let certainty = try Identifiability(problem, at: [200, 100])
        #expect(certainty.isTold(0) && certainty.isTold(1))
        #expect(certainty.relativeErrors.allSatisfy { $0 > 0.001 && $0 < 0.05 })
    }

    @Test func twoThatCanStandInForEachOtherAreNotTold() throws {
        let problem = try problem([(1, 2), (2, 4), (3, 6), (4, 8)], floor: 200, bytes: 100)
        let certainty = try Identifiability(problem, at: [200, 100])
        #expect(!certainty.isTold(0) || !certainty.isTold(1))
    }

    @Test func oneThatMovesNothingIsNotTold() throws {
        let problem = try problem([(1, 0), (2, 0), (3, 0)], floor: 200, bytes: 100)
        let certainty = try Identifiability(problem, at: [200, 100])
        #expect(certainty.isTold(0))
        #expect(certainty.relativeErrors[1] == .infinity)
    }

    @Test func invertsByHand() {
        // [[4, 2], [2, 3]] has the determinant 8, so its inverse has 3/8 and 4/8 on the diagonal.
        let diagonal = Identifiability.inverseDiagonal([[4, 2], [2, 3]])
        #expect(abs(diagonal[0] - 0.375) < 1e-12)
        #expect(abs(diagonal[1] - 0.5) < 1e-12)
    }

    @Test func aFitFindsWhatMadeTheRows() throws {
        let problem = try problem([(1, 0), (1, 1), (1, 2), (1, 3), (2, 1)], floor: 200, bytes: 100)
        let outcome = try problem.fit(from: [150, 50], limit: 1000)
        #expect(abs(outcome.point[0] - 200) < 4)
        #expect(abs(outcome.point[1] - 100) < 4)
        let heldOut = try problem.heldOut(from: [150, 50], limit: 1000)
        #expect(heldOut.rows.count == 5)
        #expect(try #require(heldOut.statistics(.power).mape) < 5)
    }
}
