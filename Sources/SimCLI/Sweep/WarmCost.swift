import HardwareModels
import SimCore

/// A cost model that outlives its run, so that the next point with the same hardware finds what this one remembered.
///
/// What a ``RooflineModel`` remembers is what it would compute, to the bit, so that a run does not depend on the runs
/// before it. Belongs to one thread.
struct WarmCost: StepCostModel {
    private final class Box: @unchecked Sendable {
        var model: RooflineModel

        init(_ model: RooflineModel) { self.model = model }
    }

    private let box: Box

    private init(_ model: RooflineModel) { box = Box(model) }

    var idlePower: Power { box.model.idlePower }
    var spans: PerSpan<AttentionSpan> { box.model.spans }

    mutating func cost(of shape: BatchShape) -> StepCost { box.model.cost(of: shape) }

    mutating func price(_ step: inout PricedStep) { box.model.price(&step) }

    /// The models that one thread has used, the last one first.
    final class Shelf: @unchecked Sendable {
        private var models: [WarmCost] = []
        /// Half a megabyte each once it has run.
        private static let limit = 32

        /// The model that costs what `fresh` does: one that was used before, else `fresh` itself.
        func model(like fresh: RooflineModel) -> WarmCost {
            if let index = models.firstIndex(where: { WarmCost.areEqual($0.box.model, fresh) }) {
                let model = models.remove(at: index)
                models.insert(model, at: 0)
                return model
            }
            if models.count == Shelf.limit { models.removeLast() }
            models.insert(WarmCost(fresh), at: 0)
            return models[0]
        }
    }

    /// True where everything is equal that a step's cost follows from.
    private static func areEqual(_ left: RooflineModel, _ right: RooflineModel) -> Bool {
        left.engine == right.engine && left.sharding == right.sharding && left.device == right.device
            && left.format == right.format && left.kvFormat == right.kvFormat && left.routing == right.routing
            && left.constants == right.constants && left.clock == right.clock
    }
}
