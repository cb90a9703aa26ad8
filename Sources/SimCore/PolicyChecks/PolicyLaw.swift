/// What a policy must keep to. The first five hold of every policy; the others are for those that claim them.
public enum PolicyLaw: Hashable, Sendable {
    /// Every request that can be served finishes once, with the tokens that were asked for, and in the order of time:
    /// arrival, first step, first token, end.
    case conservation
    /// All energy is idle energy or the share of a request, to the femtojoule.
    case energy
    /// Leaps over many steps equal the single steps, in every figure. One that `plan.hold` lets go too far does not.
    case leap
    /// The same run twice is the same run, observed or not. A policy that reads something outside of the replica's state
    /// and its own may fail.
    case determinism
    /// A copy of the run from halfway ends like the original. A policy that shares state with its copies may fail.
    case fork
    /// The device is never idle while requests are there. A policy that waits on purpose does not claim it.
    case workConservation
    /// Nobody waits longer, and is overtaken by more, than the limits say.
    case noStarvation(StarvationLimits)

    /// What holds of every policy.
    public static let always: [PolicyLaw] = [.conservation, .energy, .leap, .determinism, .fork]
}

extension PolicyLaw: CustomStringConvertible {
    public var description: String {
        switch self {
        case .conservation: "conservation"
        case .energy: "energy == idle + shares"
        case .leap: "leap == steps"
        case .determinism: "determinism"
        case .fork: "fork"
        case .workConservation: "work conservation"
        case .noStarvation: "no starvation"
        }
    }
}

/// Whether something that a policy was tried for is so; made for `#expect(verdict == .kept)`, which prints the other
/// case in words.
public enum PolicyVerdict: Hashable, Sendable {
    case kept
    /// One sentence for each thing that is not so.
    case broken([String])

    init(_ breaches: [String]) { self = breaches.isEmpty ? .kept : .broken(breaches) }
}

extension PolicyVerdict: CustomStringConvertible {
    public var description: String {
        switch self {
        case .kept: return "kept"
        case .broken(let breaches):
            var text = "broken"
            for breach in breaches { text += "\n  " + breach }
            return text
        }
    }
}
