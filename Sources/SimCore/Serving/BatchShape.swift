/// What one step computes, as numbers only: all that a cost model may know of a batch.
///
/// Tokens count what the hardware really processes, padding included. A decode row's context includes the token
/// it is processing, so the first decode step after a prompt of 512 reads 513.
public struct BatchShape: Hashable, Sendable {
    /// What the step reads of the past, for each span that the cost model declares (``StepCostModel/spans``).
    public struct Reading: Hashable, Sendable {
        /// Sum of what the decode rows read.
        public var contextTokens: Int64 = 0
        /// Decode rows that read a token more in the next step: what `contextTokens` grows by.
        public var growingSequences: Int64 = 0
        /// Pairs (query, key) of causal attention over all chunks: without a window q tokens after p give
        /// q p + q (q + 1) / 2.
        public var prefillPairs: Int64 = 0
        /// Tokens before each chunk that it reads back from the KV cache, summed.
        public var prefillPastTokens: Int64 = 0

        public init() {}
    }

    /// Sequences that decode one token each.
    public var decodeSequences: Int64 = 0
    /// Number 0 is the whole past; a span that is not declared reads the whole past too.
    public var spans = PerSpan(repeating: Reading())

    /// Prompt tokens processed in this step, over all chunks.
    public var prefillTokens: Int64 = 0
    /// Number of chunks.
    public var prefillChunks: Int64 = 0
    /// Chunks that end their prompt, and so produce a first token: rows of the output head.
    public var completedPrefills: Int64 = 0

    /// KV blocks moved to or from host memory before this step.
    public var swappedBlocks: Int64 = 0
    /// Bytes of recurrent state that each sequence of the step reads and writes (``ReplicaLimits/stateBytes``).
    public var stateBytes: Int64 = 0
    /// The pool that the replica belongs to (``SimulationSetup/pools``).
    public var pool: Int32 = 0
    /// The operating point that the policy asked for.
    public var operatingPoint: OperatingPoint = .full

    public init() {}
}

/// The whole past, and the first other span, by name: many models have no more.
extension BatchShape {
    /// Sum of the decode rows' contexts.
    @inlinable public var contextTokens: Int64 {
        get { spans.first.contextTokens }
        set { spans.first.contextTokens = newValue }
    }
    /// Pairs over all chunks.
    @inlinable public var prefillPairs: Int64 {
        get { spans.first.prefillPairs }
        set { spans.first.prefillPairs = newValue }
    }
    /// Tokens before each chunk, summed.
    @inlinable public var prefillPastTokens: Int64 {
        get { spans.first.prefillPastTokens }
        set { spans.first.prefillPastTokens = newValue }
    }
    /// Sum of the decode rows' contexts, each cut at the window.
    @inlinable public var windowedContextTokens: Int64 {
        get { spans.second.contextTokens }
        set { spans.second.contextTokens = newValue }
    }
    /// Decode rows whose context is still within the window: what `windowedContextTokens` grows by in a step.
    @inlinable public var growingSequences: Int64 {
        get { spans.second.growingSequences }
        set { spans.second.growingSequences = newValue }
    }
    /// The pairs, each query's keys cut at the window.
    @inlinable public var windowedPrefillPairs: Int64 {
        get { spans.second.prefillPairs }
        set { spans.second.prefillPairs = newValue }
    }
    /// The tokens before each chunk, cut at the window.
    @inlinable public var windowedPrefillPastTokens: Int64 {
        get { spans.second.prefillPastTokens }
        set { spans.second.prefillPastTokens = newValue }
    }
}

/// How fast the device is asked to run: the SM clock in thousandths of its highest.
public struct OperatingPoint: BitwiseCopyable, Hashable, Sendable {
    public let clockPermille: Int32

    /// Clamped to 1 ... 1000.
    public init(clockPermille: Int) {
        self.clockPermille = Int32(Swift.min(1000, Swift.max(1, clockPermille)))
    }

    public static let full = OperatingPoint(clockPermille: 1000)
}
