import HardwareModels
import WattlineLab
import WattlineText

/// The time of one kernel under any constants, by the very functions that steps are made of.
struct KernelProbe: Sendable {
    private let base: Deployment
    private let format: QuantizationFormat
    private let kvFormat: KVFormat?
    private let cost: @Sendable (KernelModel) -> KernelCost

    /// - Throws: `Unmodelled` where the device cannot run the format.
    init(
        on base: Deployment, _ format: QuantizationFormat = .bf16, kvFormat: KVFormat? = nil,
        _ cost: @escaping @Sendable (KernelModel) -> KernelCost
    ) throws(Unmodelled) {
        self.base = base
        self.format = format
        self.kvFormat = kvFormat
        self.cost = cost
        do throws(CLIError) {
            _ = try microseconds(ConstantValues())
        } catch {
            throw Unmodelled(why: error.message)
        }
    }

    /// Microseconds of one kernel.
    func microseconds(_ values: ConstantValues) throws(CLIError) -> Double {
        let deployment = values.applied(to: base)
        do throws(HardwareError) {
            return cost(
                try KernelModel(
                    device: deployment.device, engine: deployment.engine, format: format, kvFormat: kvFormat)
            ).microseconds
        } catch {
            throw CLIError.usage(error.description)
        }
    }
}
