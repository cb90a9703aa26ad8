import HardwareModels
import SimCore

/// A device and the engine on it: what the constants of a calibration are properties of.
struct Deployment: Sendable {
    var device: DeviceSpec
    var engine: EngineProfile
}

extension Deployment {
    /// The engine's constants for this device.
    var kernels: RooflineConstants {
        get { engine.constants(for: device) }
        set {
            engine.constants = newValue
            engine.constantsByDevice = []
        }
    }

    var activeFloorWatts: Double {
        get { device.activeFloorPower.watts }
        set { device.activeFloorPower = Deployment.power(newValue) }
    }

    var idleWatts: Double {
        get { device.idlePower.watts }
        set { device.idlePower = Deployment.power(newValue) }
    }

    var capWatts: Double {
        get { device.capPower.watts }
        set { device.capPower = Deployment.power(newValue) }
    }

    private static func power(_ watts: Double) -> Power {
        Power(milliwatts: Int64((min(max(watts, 0), 1e9) * 1000).rounded(.toNearestOrEven)))
    }
}

/// The forms of attention, one property each. Setting one puts that form in use; reading one that is not in use gives
/// that of the set of constants where it is: the ideal's linear ones, the fitted split and tiled ones.
extension RooflineConstants {
    var linearDecode: LinearDecode {
        get {
            for form in [decodeAttention, RooflineConstants.ideal.decodeAttention] {
                if case .linear(let linear) = form { return linear }
            }
            preconditionFailure("the ideal's decode attention is linear")
        }
        set { decodeAttention = .linear(newValue) }
    }

    var splitDecode: SplitDecode {
        get {
            for form in [decodeAttention, RooflineConstants.vllmH100.decodeAttention] {
                if case .split(let split) = form { return split }
            }
            preconditionFailure("the fitted decode attention is split")
        }
        set { decodeAttention = .split(newValue) }
    }

    var additivePrefill: AdditivePrefill {
        get {
            for form in [prefillAttention, RooflineConstants.ideal.prefillAttention] {
                if case .additive(let additive) = form { return additive }
            }
            preconditionFailure("the ideal's prefill attention is additive")
        }
        set { prefillAttention = .additive(newValue) }
    }

    var tiledPrefill: TiledPrefill {
        get {
            for form in [prefillAttention, RooflineConstants.vllmH100.prefillAttention] {
                if case .tiled(let tiled) = form { return tiled }
            }
            preconditionFailure("the fitted prefill attention is tiled")
        }
        set { prefillAttention = .tiled(newValue) }
    }
}
