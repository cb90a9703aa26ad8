/// What one step computes, as numbers only: all that a cost model may know of a batch.
///
/// Tokens count what the hardware really processes, padding included. A decode row's context includes the token
/// it is processing, so the first decode step after a prompt of 512 reads 513.
public struct BatchShape: Hashable, Sendable {
    /// Sequences that decode one token each.
    public var decodeSequences: Int64 = 0
    /// Sum of the decode rows' contexts.
    public var contextTokens: Int64 = 0
    /// Sum of the decode rows' contexts, each cut at the cost model's attention window.
    public var windowedContextTokens: Int64 = 0
    /// Decode rows whose context is still within the window: what `windowedContextTokens` grows by in a step.
    public var growingSequences: Int64 = 0

    /// Prompt tokens processed in this step, over all chunks.
    public var prefillTokens: Int64 = 0
    /// Number of chunks.
    public var prefillChunks: Int64 = 0
    /// Chunks that end their prompt, and so produce a first token: rows of the output head.
    public var completedPrefills: Int64 = 0
    /// Pairs (query, key) of causal attention over all chunks: q tokens after p give q p + q (q + 1) / 2.
    public var prefillPairs: Int64 = 0
    /// The same pairs, each query's keys cut at the attention window.
    public var windowedPrefillPairs: Int64 = 0
    /// Tokens before each chunk, summed: what a chunk reads back from the KV cache.
    public var prefillPastTokens: Int64 = 0
    /// The same, each chunk's past cut at the attention window.
    public var windowedPrefillPastTokens: Int64 = 0

    /// KV blocks moved to or from host memory before this step.
    public var swappedBlocks: Int64 = 0
    /// The operating point that the policy asked for.
    public var operatingPoint: OperatingPoint = .full

    public init() {}
}

/// How fast the device is asked to run: the SM clock in thousandths of its highest.
public struct OperatingPoint: Hashable, Sendable {
    public let clockPermille: Int32

    /// Clamped to 1 ... 1000.
    public init(clockPermille: Int) {
        self.clockPermille = Int32(Swift.min(1000, Swift.max(1, clockPermille)))
    }

    public static let full = OperatingPoint(clockPermille: 1000)
}
