import HardwareModels

/// Values for some of the constants; the others stay what the device and the engine say.
struct ConstantValues: Sendable {
    private(set) var entries: [(constant: Constant, value: Double)] = []

    init() {}

    /// The values that a deployment has for these constants.
    init(_ constants: [Constant], of deployment: Deployment) {
        entries = constants.map { ($0, deployment[keyPath: $0.path]) }
    }

    init(_ constants: [Constant], values: [Double]) {
        entries = Array(zip(constants, values)).map { ($0, $1) }
    }

    subscript(name: String) -> Double? { entries.first { $0.constant.name == name }?.value }

    /// Sets or replaces one value.
    mutating func set(_ constant: Constant, to value: Double) {
        if let index = entries.firstIndex(where: { $0.constant.name == constant.name }) {
            entries[index].value = value
        } else {
            entries.append((constant, value))
        }
    }

    /// These values, and the other's where both have one.
    func merged(with other: ConstantValues) -> ConstantValues {
        var merged = self
        for (constant, value) in other.entries { merged.set(constant, to: value) }
        return merged
    }

    /// The deployment with these values put in.
    func applied(to deployment: Deployment) -> Deployment {
        var deployment = deployment
        for (constant, value) in entries { deployment[keyPath: constant.path] = value }
        return deployment
    }
}
