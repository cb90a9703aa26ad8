/// A host that launches kernels one by one while the device runs them: a step lasts as long as the slower of the two.
public struct EagerPace: Hashable, Sendable {
    /// Host time per step besides the layers: the loop around the model, the head, choosing a token.
    public var microsecondsPerStep: Double
    public var microsecondsPerKernel: Double
    /// Kernels of a dense layer, products included.
    public var kernelsPerLayer: Double
    /// Kernels of a norm, for models with more of them.
    public var kernelsPerNorm: Double
    /// Kernels of an expert, each of which is called on its own.
    public var kernelsPerExpert: Double

    /// Host time of a step of this model, in microseconds.
    func microseconds(_ model: ModelArchitecture, format: QuantizationFormat) -> Double {
        let norms = (model.normalizesQueriesAndKeys ? 2 : 0) + Double(model.extraNorms)
        // Four projections and three products of a gated block.
        var kernels =
            Double(model.layers) * (kernelsPerLayer + kernelsPerNorm * norms + 7 * format.extraKernels)
        if let mixture = model.mixture {
            kernels +=
                model.expertLayers * Double(mixture.experts) * (kernelsPerExpert + 3 * format.extraKernels)
        }
        return microsecondsPerStep + kernels * microsecondsPerKernel
    }
}

/// Constants that an engine has for one device.
public struct DeviceConstants: Hashable, Sendable {
    /// A name of the device catalog.
    public var device: String
    public var constants: RooflineConstants

    public init(device: String, constants: RooflineConstants) {
        self.device = device
        self.constants = constants
    }
}
