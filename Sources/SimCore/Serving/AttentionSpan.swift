/// How much of a sequence's past a kind of layer reads: everything, a sliding window, or the chunk it is in.
public struct AttentionSpan: Hashable, Sendable {
    /// The length of the window or chunk; of ``whole`` one that no context reaches.
    public let tokens: Int64
    /// Whether what is read starts anew at every multiple of the length.
    public let isChunked: Bool

    private init(tokens: Int64, isChunked: Bool) {
        self.tokens = tokens
        self.isChunked = isChunked
    }

    /// Every token before it: more than any context.
    public static let whole = AttentionSpan(tokens: 1 << 41, isChunked: false)

    /// The last so many tokens, the one being processed included.
    public static func window(_ tokens: Int) -> AttentionSpan {
        AttentionSpan(tokens: Int64(tokens), isChunked: false)
    }

    /// The tokens since the last multiple of so many: chunked local attention (Llama 4).
    public static func chunk(_ tokens: Int) -> AttentionSpan {
        AttentionSpan(tokens: Int64(tokens), isChunked: true)
    }

    public var isWhole: Bool { self == .whole }

    /// What the last of `context` tokens reads, itself included; `context` > 0. Of 2^40 tokens at most.
    public func reads(_ context: Int64) -> Int64 {
        isChunked ? (context - 1) % tokens + 1 : min(context, tokens)
    }

    /// What of `past` tokens the next one reads.
    public func reads(past: Int64) -> Int64 { isChunked ? past % tokens : min(past, tokens) }

    /// Pairs (query, key) of causal attention of `tokens` tokens after `past` earlier ones, of 2^40 each at most.
    public func pairs(of count: Int64, after past: Int64) -> Int128 {
        upTo(past + count) - upTo(past)
    }

    /// Pairs of the first `count` tokens.
    private func upTo(_ count: Int64) -> Int128 {
        if count <= tokens { return AttentionSpan.triangle(count) }
        guard isChunked else {
            return AttentionSpan.triangle(tokens) + Int128.product(count - tokens, tokens)
        }
        let (chunks, rest) = count.quotientAndRemainder(dividingBy: tokens)
        return Int128(chunks) * AttentionSpan.triangle(tokens) + AttentionSpan.triangle(rest)
    }

    private static func triangle(_ count: Int64) -> Int128 { Int128.product(count, count + 1) / 2 }
}

/// A value for each span of attention that a cost model tells apart: four at most, of which number 0 is everything.
///
/// What is not declared is ``AttentionSpan/whole`` too. (`InlineArray` asks for a newer macOS than this package does.)
public struct PerSpan<Element: Sendable>: Sendable {
    public var first: Element
    public var second: Element
    public var third: Element
    public var fourth: Element

    /// How many there are.
    public static var count: Int { 4 }

    @inline(__always)
    public init(repeating value: Element) {
        first = value
        second = value
        third = value
        fourth = value
    }

    /// The value of span number `index`, 0 ..< ``count``.
    @inlinable
    public subscript(index: Int) -> Element {
        get {
            switch index {
            case 0: first
            case 1: second
            case 2: third
            case 3: fourth
            default: preconditionFailure("a span is one of four")
            }
        }
        set {
            switch index {
            case 0: first = newValue
            case 1: second = newValue
            case 2: third = newValue
            case 3: fourth = newValue
            default: preconditionFailure("a span is one of four")
            }
        }
    }
}

extension PerSpan: BitwiseCopyable where Element: BitwiseCopyable {}
extension PerSpan: Equatable where Element: Equatable {}
extension PerSpan: Hashable where Element: Hashable {}

extension PerSpan where Element == AttentionSpan {
    /// Layers that read everything and, where there is a window, others that read no further back than it.
    public init(window: Int?) {
        self.init(repeating: .whole)
        if let window { second = .window(window) }
    }

    /// Everything, and up to three others.
    public init(_ others: [AttentionSpan]) {
        precondition(
            others.count < PerSpan.count, "a cost model tells four spans apart, one of them everything")
        self.init(repeating: .whole)
        for (index, span) in others.enumerated() { self[index + 1] = span }
    }
}
