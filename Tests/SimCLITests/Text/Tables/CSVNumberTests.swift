import SimCore
import Testing

@testable import WattlineText

@Suite struct CSVNumberTests {
    private static func whole(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return CSVNumber.whole(bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false))
    }

    private static func scaled(_ text: String, _ decimals: Int) -> Int128? {
        let bytes = Array(text.utf8)
        return CSVNumber.scaled(
            bytes, CSVReader.Cell(start: 0, end: bytes.count, isQuoted: false), decimals: decimals)
    }

    @Test func wholeNumbers() {
        #expect(Self.whole("0") == 0)
        #expect(Self.whole(" 42\t") == 42)
        #expect(Self.whole("-7") == -7)
        #expect(Self.whole("0000000000000000000000012") == 12)
        #expect(Self.whole("999999999999999999") == 999_999_999_999_999_999)
    }

    @Test(arguments: [
        "", " ", "-", "+1", "--1", "1.0", "1e3", "abc", "1 2", "NaN", "inf", "1_000", "0x1",
        "1000000000000000000",
        "99999999999999999999999", "\u{661}",
    ])
    func textsThatAreNoWholeNumber(text: String) { #expect(Self.whole(text) == nil) }

    @Test func decimals() {
        #expect(Self.scaled("3", 12) == 3_000_000_000_000)
        #expect(Self.scaled("0.25", 12) == 250_000_000_000)
        #expect(Self.scaled(".5", 3) == 500)
        #expect(Self.scaled("5.", 3) == 5_000)
        #expect(Self.scaled("-0.25", 2) == -25)
        #expect(Self.scaled("1.5e-3", 12) == 1_500_000_000)
        #expect(Self.scaled("1.5E+3", 0) == 1_500)
        #expect(Self.scaled("2e3", 1) == 20_000)
        #expect(Self.scaled("0e99", 12) == 0)
        #expect(Self.scaled("1e-999", 12) == 0)
        #expect(Self.scaled("123456789.123456789012", 12) == 123_456_789_123_456_789_012)
        // On both sides of the 17 characters that are read in one go.
        #expect(Self.scaled("1234567890123456.5", 1) == 12_345_678_901_234_565)
        #expect(Self.scaled("12345678901234567.5", 1) == 123_456_789_012_345_675)
        #expect(Self.scaled("123456789012345678.5", 1) == 1_234_567_890_123_456_785)
        #expect(Self.scaled("00000000000000000000.25", 2) == 25)
        #expect(Self.scaled("1.0000000000000005", 16) == 10_000_000_000_000_005)
    }

    @Test func halvesAreRoundedAwayFromZero() {
        #expect(Self.scaled("0.0005", 3) == 1)
        #expect(Self.scaled("0.00049999999999999999999", 3) == 0)
        #expect(Self.scaled("-0.0005", 3) == -1)
        #expect(Self.scaled("2.5", 0) == 3)
    }

    @Test(arguments: [
        "", ".", "-", "e5", "1e", "1e+", "1e+-5", "1e5.0", "1.2.3", "nan", "inf", "1e2000", "1e27", "0x5",
        "1,5", "5s",
    ])
    func textsThatAreNoDecimal(text: String) { #expect(Self.scaled(text, 12) == nil) }

    /// Against the arithmetic of `Int128`: what is printed with 12 decimals is read back exactly.
    @Test func everyPicosecondIsReadBack() {
        var stream = RandomStream(seed: 8, purpose: "test.decimals")
        for _ in 0..<2_000 {
            let value = stream.whole(in: 0...999_999_999_999_999_999) >> stream.whole(in: 0...50)
            let fraction = String(value % 1_000_000_000_000 + 1_000_000_000_000).dropFirst()
            #expect(Self.scaled("\(value / 1_000_000_000_000).\(fraction)", 12) == Int128(value), "seed 8")
        }
    }
}
