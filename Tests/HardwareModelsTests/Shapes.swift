import SimCore

@testable import HardwareModels

extension BatchShape {
    /// Decode rows of one context each.
    static func decode(_ sequences: Int64, context: Int64, window: Int? = nil) -> BatchShape {
        var shape = BatchShape()
        shape.decodeSequences = sequences
        shape.contextTokens = sequences * context
        let cut = min(context, Int64(window ?? .max))
        shape.windowedContextTokens = window == nil ? 0 : sequences * cut
        shape.growingSequences = window == nil || context >= Int64(window ?? .max) ? 0 : sequences
        return shape
    }

    /// Whole prompts of one length each.
    static func prompts(_ count: Int64, of length: Int64, window: Int? = nil) -> BatchShape {
        var shape = BatchShape()
        shape.prefillTokens = count * length
        shape.prefillChunks = count
        shape.completedPrefills = count
        shape.prefillPairs = count * (length * (length + 1) / 2)
        if let window = window.map(Int64.init) {
            let inside = min(length, window)
            shape.windowedPrefillPairs = count * (inside * (inside + 1) / 2 + (length - inside) * window)
        }
        return shape
    }

    /// Decode rows and whole prompts in one step.
    func with(_ prompts: BatchShape) -> BatchShape {
        var shape = self
        shape.prefillTokens = prompts.prefillTokens
        shape.prefillChunks = prompts.prefillChunks
        shape.completedPrefills = prompts.completedPrefills
        shape.prefillPairs = prompts.prefillPairs
        shape.windowedPrefillPairs = prompts.windowedPrefillPairs
        return shape
    }

    /// Any batch that a server might form, for a model with this window.
    static func random(_ stream: inout RandomStream, window: Int?) -> BatchShape {
        let window = Int64(window ?? 0)
        var shape = BatchShape()
        let kind = stream.whole(in: 0...2)
        if kind != 1 {
            shape.decodeSequences = stream.whole(in: 1...256)
            for _ in 0..<shape.decodeSequences {
                let context = stream.whole(in: 1...3000)
                shape.contextTokens += context
                guard window > 0 else { continue }
                shape.windowedContextTokens += min(context, window)
                shape.growingSequences += context < window ? 1 : 0
            }
        }
        if kind != 0 {
            shape.prefillChunks = stream.whole(in: 1...4)
            for _ in 0..<shape.prefillChunks {
                let length = stream.whole(in: 1...2048)
                let past = stream.whole(in: 0...1) * stream.whole(in: 1...4096)
                shape.prefillTokens += length
                shape.completedPrefills += stream.whole(in: 0...1)
                shape.prefillPairs += length * past + length * (length + 1) / 2
                shape.prefillPastTokens += past
                guard window > 0 else { continue }
                for query in 1...length { shape.windowedPrefillPairs += min(past + query, window) }
                shape.windowedPrefillPastTokens += min(past, window)
            }
        }
        return shape
    }
}

/// Whether two figures agree to a relative error.
func agree(_ left: Double, _ right: Double, within tolerance: Double = 1e-6) -> Bool {
    abs(left - right) <= tolerance * max(abs(left), abs(right))
}

/// A cost's figures at its own shape, in whole femtoseconds and femtojoules.
extension StepCost {
    func duration(at shape: BatchShape) -> Int128 {
        Int128(durationBase) + Int128(durationPerToken) * Int128(shape.contextTokens)
            + Int128(durationPerWindowedToken) * Int128(shape.windowedContextTokens)
    }

    func energy(at shape: BatchShape) -> Int128 {
        energyBase + Int128(energyPerToken) * Int128(shape.contextTokens)
            + Int128(energyPerWindowedToken) * Int128(shape.windowedContextTokens)
    }
}

/// The textbook device's rates: 100 TFLOP/s is 1e8 FLOP a microsecond, 1 TB/s is 1e6 bytes a microsecond.
enum Textbook {
    static func machine(
        _ constants: RooflineConstants = .ideal, clock: Double = 1
    ) -> Machine {
        Machine(device: DeviceCatalog.textbook, constants: constants, format: .bf16, clock: clock)
    }

    static func product(
        rows: Double, columns: Double, depth: Double, _ format: QuantizationFormat = .bf16,
        on machine: Machine = machine()
    ) -> KernelCost {
        GEMM(columns: columns, depth: depth, precision: Precision(format, .feedForward, on: machine)).cost(
            rows: rows, on: machine)
    }
}
