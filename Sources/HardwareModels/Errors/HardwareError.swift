import SimCore

/// Why a model, a device and an engine cannot be put together; the text says what, why, and what to try.
public enum HardwareError: Error, Hashable, Sendable {
    /// No catalog entry has this name.
    case unknownName(kind: String, name: String, nearest: [String])
    /// The name is known, but what it needs is not modelled.
    case notSupported(name: String, reason: String)
    /// A number that describes a model, a device or a run is outside of its range.
    case outOfRange(subject: String, field: String, value: String, allowed: String)
    /// The model cannot be split over so many devices.
    case notDivisible(model: String, dimension: String, count: Int, tensorParallel: Int, possible: [Int])
    /// The device has no unit that computes in this format.
    case formatNotAvailable(format: String, device: String, reason: String, possible: [String])
    /// A step is longer, or takes more energy, than a run's integers hold: seconds or joules, of the step or for each
    /// context token.
    indirect case beyondStep(shape: BatchShape, figure: String, value: Double, limit: Double)
    /// Weights, reserve and one block of KV cache exceed the memory.
    case doesNotFit(MemoryShortage)
}

extension HardwareError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownName(let kind, let name, let nearest):
            "unknown \(kind) '\(HardwareError.shortened(name))'."
                + (nearest.isEmpty
                    ? " See 'wattline list \(kind)s'"
                    : " Did you mean \(HardwareError.joined(nearest, last: " or "))?")
        case .notSupported(let name, let reason):
            "\(name) is not supported yet: \(reason)"
        case .outOfRange(let subject, let field, let value, let allowed):
            "\(subject): \(field) must be \(allowed), got \(value)"
        case .notDivisible(let model, let dimension, let count, let size, let possible):
            "\(model) cannot be split over \(size) devices: \(count) \(dimension). Possible: --tp "
                + HardwareError.joined(possible.map { String($0) }, last: " or ")
        case .formatNotAvailable(let format, let device, let reason, let possible):
            "\(format) cannot run on \(device): \(reason). Possible: "
                + HardwareError.joined(possible, last: " or ")
        case .beyondStep(let shape, let figure, let value, let limit):
            "a step of \(shape.decodeSequences) decoding sequences with \(shape.contextTokens) context tokens and "
                + "\(shape.prefillTokens) prompt tokens takes \(HardwareError.rounded(value)) \(figure), above the "
                + "\(HardwareError.rounded(limit)) that a step may take. Ask for fewer tokens a step "
                + "(--input-len, --max-num-batched-tokens, --max-num-seqs), or for a faster GPU or clock"
        case .doesNotFit(let shortage):
            shortage.description
        }
    }

    /// The number, without its decimals where they say nothing.
    private static func rounded(_ value: Double) -> String {
        value >= 100 && value < 1e15 ? String(Int64(value.rounded())) : String(value)
    }

    static func joined(_ parts: [String], last: String) -> String {
        var text = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { text += index == parts.count - 1 ? last : ", " }
            text += part
        }
        return text
    }

    /// A name as typed may be a megabyte long; a message is not.
    private static func shortened(_ name: String) -> String {
        name.utf8.count <= 80 ? name : String(decoding: name.utf8.prefix(77), as: UTF8.self) + "..."
    }
}
