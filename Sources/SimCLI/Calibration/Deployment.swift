import HardwareModels
import SimCore

/// A device and the engine on it: what the constants of a calibration are properties of.
struct Deployment {
    var device: DeviceSpec
    var engine: EngineProfile
}

extension Deployment {
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

    /// Whether prefill attention's compute and memory time overlap, as a number for the table of constants.
    var prefillAttentionOverlap: Double {
        get { engine.constants.prefillAttentionOverlaps ? 1 : 0 }
        set { engine.constants.prefillAttentionOverlaps = newValue != 0 }
    }

    private static func power(_ watts: Double) -> Power {
        Power(milliwatts: Int64((min(max(watts, 0), 1e9) * 1000).rounded(.toNearestOrEven)))
    }
}
