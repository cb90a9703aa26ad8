import Foundation
import SimCore
import Testing

@Suite struct PortableMathTests {
    /// Distance in units of the last place, counted along the line of all doubles.
    private static func ulps(_ left: Double, _ right: Double) -> UInt64 {
        func place(_ value: Double) -> Int64 {
            let bits = Int64(bitPattern: value.bitPattern)
            return bits < 0 ? Int64.min - bits : bits
        }
        return (place(left) &- place(right)).magnitude
    }

    /// The library's result is itself within 1 ulp of the true one, so 2 is what can be asked for.
    @Test func logIsWithinAnUlp() {
        var stream = RandomStream(seed: 3, purpose: "log")
        var worst: UInt64 = 0
        for _ in 0..<300_000 {
            // Every positive finite double, subnormals included.
            let anywhere = Double(bitPattern: UInt64(stream.whole(in: 1...0x7fef_ffff_ffff_ffff)))
            let near = 0.5 + 1.5 * stream.unit()
            worst = max(worst, Self.ulps(PortableMath.log(anywhere), log(anywhere)))
            worst = max(worst, Self.ulps(PortableMath.log(near), log(near)))
        }
        #expect(worst <= 1)
    }

    @Test(arguments: [
        Double.leastNonzeroMagnitude, 0x1p-1060, Double.leastNormalMagnitude.nextDown, .leastNormalMagnitude,
        Double.greatestFiniteMagnitude, 1.0.nextDown, 1.0.nextUp, 2.0.squareRoot(), 0.5.squareRoot(), 2, 10,
    ])
    func logAtTheEnds(x: Double) { #expect(Self.ulps(PortableMath.log(x), log(x)) <= 1) }

    @Test func logOfSpecialValues() {
        #expect(PortableMath.log(1).bitPattern == 0)
        #expect(PortableMath.log(0) == -.infinity)
        #expect(PortableMath.log(-0.0) == -.infinity)
        #expect(PortableMath.log(.infinity) == .infinity)
        #expect(PortableMath.log(-1).isNaN)
        #expect(PortableMath.log(-.infinity).isNaN)
        #expect(PortableMath.log(.nan).isNaN)
    }

    @Test func expIsWithinAnUlp() {
        var stream = RandomStream(seed: 4, purpose: "exp")
        var worst: UInt64 = 0
        for _ in 0..<300_000 {
            let wide = -745 + 1454 * stream.unit()
            let near = stream.unit() * 2 - 1
            let tiny = near * PortableMath.exp(-700 * stream.unit())
            for x in [wide, near, tiny] { worst = max(worst, Self.ulps(PortableMath.exp(x), exp(x))) }
        }
        #expect(worst <= 1)
    }

    /// The largest argument with a finite result and the smallest with one above zero belong to the range.
    @Test(arguments: [
        709.782712893384, 709.782712893384.nextDown, -708.3964185322641, -745.1332191019411.nextUp, -744,
        -1e-300,
    ])
    func expAtTheEnds(x: Double) {
        #expect(Self.ulps(PortableMath.exp(x), exp(x)) <= 1)
    }

    @Test func expOfSpecialValues() {
        #expect(PortableMath.exp(0) == 1)
        #expect(PortableMath.exp(-0.0) == 1)
        #expect(PortableMath.exp(.infinity) == .infinity)
        #expect(PortableMath.exp(709.782712893384.nextUp) == .infinity)
        #expect(PortableMath.exp(-.infinity) == 0)
        #expect(PortableMath.exp(-745.1332191019412) == 0)
        #expect(PortableMath.exp(.nan).isNaN)
    }

    @Test func powIsCloseToTheLibrary() {
        var stream = RandomStream(seed: 5, purpose: "pow")
        for _ in 0..<50_000 {
            let x = stream.openUnit() * 100
            let y = stream.unit() * 6 - 3
            #expect(abs(PortableMath.pow(x, y) / pow(x, y) - 1) < 1e-14, "\(x)^\(y)")
        }
    }

    @Test func powOfSpecialValues() {
        #expect(PortableMath.pow(0, 2) == 0)
        #expect(PortableMath.pow(0, 0) == 1)
        #expect(PortableMath.pow(0, -1) == .infinity)
        #expect(PortableMath.pow(0, .nan).isNaN)
        #expect(PortableMath.pow(-1, 2).isNaN)
        #expect(PortableMath.pow(.nan, 2).isNaN)
        #expect(PortableMath.pow(7, 0) == 1)
        #expect(PortableMath.pow(1, 1e300) == 1)
    }
}
