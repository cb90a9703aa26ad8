import SimCore

/// Requests whose arrivals are multiplied by a factor: 0.5 doubles the load, 2 halves it.
///
/// The product is exact and rounded to the nearest picosecond (half up), so order is kept and a factor of 1 changes
/// nothing.
public struct TimeScaled<Source: ArrivalSource>: ArrivalSource {
    private var source: Source
    /// factor = significand x 2^exponent with a significand below 2^53.
    private let significand: Int128
    private let exponent: Int
    private let isOne: Bool

    /// - Throws: ``WorkloadError/notPositive(name:value:)`` unless the factor is finite and > 0.
    public init(_ source: Source, factor: Double) throws(WorkloadError) {
        guard factor > 0, factor < Double.infinity else {
            throw WorkloadError.notPositive(name: "time scale", value: factor)
        }
        self.source = source
        significand = Int128(factor.significand * 0x1p52)
        exponent = Int(factor.exponent) - 52
        isOne = factor == 1
    }

    /// - Throws: ``ArrivalFault`` for an arrival that the factor moves past ``SimInstant/limit``.
    public mutating func peek() throws(ArrivalFault) -> NextArrival {
        let next = try source.peek()
        guard case .at(let instant) = next else { return next }
        return .at(try scaled(instant))
    }

    /// - Throws: ``ArrivalFault`` for an arrival that the factor moves past ``SimInstant/limit``.
    public mutating func next() throws(ArrivalFault) -> RequestSpec? {
        guard var request = try source.next() else { return nil }
        request.arrival = try scaled(request.arrival)
        return request
    }

    private func scaled(_ instant: SimInstant) throws(ArrivalFault) -> SimInstant {
        if isOne { return instant }
        guard let scaled = scale(Int128(instant.picoseconds)) else {
            throw ArrivalFault(
                "the time scale moves an arrival past 104 days of simulated time, which is where a run ends; "
                    + "use a smaller factor, or truncate the workload")
        }
        return scaled
    }

    private func scale(_ picoseconds: Int128) -> SimInstant? {
        let product = picoseconds * significand
        if product == 0 { return .zero }
        var scaled: Int128
        if exponent < 0 {
            // Past 126 bits nothing is left but the sign's rounding, which is 0.
            guard exponent > -126 else { return .zero }
            scaled = (product + (Int128(1) << Int128(-exponent - 1))) >> Int128(-exponent)
        } else {
            // A non-zero product is at least 2^52, so 2^12 times it is past the limit of 2^63 already.
            guard exponent < 12 else { return nil }
            scaled = product << Int128(exponent)
        }
        guard scaled.magnitude <= Int128(SimInstant.limit.picoseconds).magnitude else { return nil }
        return SimInstant(picoseconds: Int64(scaled))
    }
}

extension TimeScaled: TallyingSource where Source: TallyingSource {
    public var tally: WorkloadTally { source.tally }
}
