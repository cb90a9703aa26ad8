/// Transcendental functions from IEEE-exact operations only (+, -, x, /, square root, bit patterns), so that a run
/// gives the same bits on every platform. libm's differ between platforms and even between versions.
///
/// The reductions and coefficients are those of FreeBSD's msun (`e_log.c`, `e_exp.c`), whose error bound is
/// 1 ulp; the evaluation below adds no operation to them.
public enum PortableMath {
    /// Natural logarithm, within 1 ulp; -infinity at 0, NaN below.
    public static func log(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -Double.infinity : Double.nan }
        guard x < Double.infinity else { return x }
        // x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2); a normal number shows both in its bits.
        let bits = x.bitPattern
        let isNormal = bits >= 1 << 52
        var k = isNormal ? Double(Int64(bits >> 52) - 1023) : Double(x.exponent)
        var m = isNormal ? Double(bitPattern: bits & ((1 << 52) - 1) | 1023 << 52) : x.significand
        if m > 1.4142135623730951 {
            m /= 2
            k += 1
        }
        let f = m - 1
        let s = f / (2 + f)
        let z = s * s
        let w = z * z
        let t1 =
            w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
        let t2 =
            z
            * (6.666666666666735130e-01
                + w
                * (2.857142874366239149e-01
                    + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
        let r = t1 + t2
        let halfSquare = 0.5 * f * f
        return k * ln2High - ((halfSquare - (s * (halfSquare + r) + k * ln2Low)) - f)
    }

    /// e^x, within 1 ulp; 0 below -745.2, infinity above 709.8.
    public static func exp(_ x: Double) -> Double {
        guard x == x else { return x }
        guard x <= 709.782712893384 else { return Double.infinity }
        guard x > -745.1332191019411 else { return 0 }
        let k = nearestWhole(x * 1.4426950408889634)
        let high = x - k * ln2High
        let low = k * ln2Low
        let r = high - low
        let t = r * r
        let c =
            r
            - t
            * (1.66666666666666019037e-01
                + t
                * (-2.77777777770155933842e-03
                    + t
                    * (6.61375632143793436117e-05
                        + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))))
        let y = 1 - ((low - (r * c) / (2 - c)) - high)
        // Two factors, because 2^k alone is out of range where the result is still (sub)normal.
        let half = Int(k) / 2
        return y * powerOfTwo(half) * powerOfTwo(Int(k) - half)
    }

    /// x^y for x >= 0 as exp(y log x): relative error about |y log x| ulp, 1e-14 for the exponents used here.
    public static func pow(_ x: Double, _ y: Double) -> Double {
        guard x >= 0, y == y else { return Double.nan }
        if x == 0 { return y > 0 ? 0 : (y == 0 ? 1 : Double.infinity) }
        return exp(y * log(x))
    }

    /// The nearest whole number, halves to even, for |x| < 2^51: where doubles are whole numbers, adding rounds. A call
    /// of the C library takes longer than all of `exp`.
    @inline(__always)
    private static func nearestWhole(_ x: Double) -> Double {
        let whole = 0x1.8p52
        return (x + whole) - whole
    }

    private static let ln2High = 6.93147180369123816490e-01
    private static let ln2Low = 1.90821492927058770002e-10

    /// 2^k for -1022 <= k <= 1023.
    private static func powerOfTwo(_ k: Int) -> Double {
        Double(bitPattern: UInt64(k + 1023) << 52)
    }
}
