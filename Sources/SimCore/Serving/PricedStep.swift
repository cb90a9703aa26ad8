/// A step and what it costs: the simulation fills in the shape, the cost model the cost. One value for both, which is lent
/// as it lies: large arguments of their own would be copied.
public struct PricedStep: Sendable {
    public internal(set) var shape = BatchShape()
    public var cost = StepCost(durationBase: 0, energyBase: 0)

    init() {}

    /// A step to be priced by hand.
    public init(_ shape: BatchShape) { self.shape = shape }
}
