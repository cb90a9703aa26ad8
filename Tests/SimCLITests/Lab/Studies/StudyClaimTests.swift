import Testing

@testable import WattlineLab

@Suite("Verdicts")
struct StudyClaimTests {
    @Test("A verdict follows from the number and the range alone")
    func verdicts() {
        #expect(StudyVerdict(2, expected: 2...3) == .holds)
        #expect(StudyVerdict(3, expected: 2...3) == .holds)
        #expect(StudyVerdict(1.9, expected: 2...3) == .holdsWithin(percent: 6))
        #expect(StudyVerdict(3.75, expected: 2...3) == .holdsWithin(percent: 25))
        #expect(StudyVerdict(3.76, expected: 2...3) == .doesNotHold)
        #expect(StudyVerdict(0.01, expected: 0...0) == .doesNotHold)
        #expect(StudyVerdict(1.9, expected: 2...3, tolerance: 0) == .doesNotHold)
        #expect(StudyVerdict(nil, expected: 2...3) == .notSimulated)
        #expect(StudyVerdict(1.9, expected: 2...3).text == "holds within 6 %")
    }
}
