/// What bounds a replica's batches.
public struct ReplicaLimits: Hashable, Sendable {
    /// Most sequences admitted at once (`max_num_seqs`).
    public var maxSequences: Int
    /// Most tokens in one step, prompts and decodes together (`max_num_batched_tokens`).
    public var maxBatchedTokens: Int
    /// KV cache blocks there are.
    public var kvBlocks: Int
    /// Tokens a block holds.
    public var blockSize: Int
    /// Most tokens of a request, prompt and answer together (`max_model_len`).
    public var maxModelTokens: Int
    /// Blocks that a sequence's recurrent state takes beside its tokens, from its first token on.
    public var stateBlocks = 0
    /// Bytes of that state, which a step reads and writes for each of its sequences.
    public var stateBytes: Int64 = 0

    public init(
        maxSequences: Int = 256, maxBatchedTokens: Int = 8192, kvBlocks: Int, blockSize: Int = 16,
        maxModelTokens: Int = Int(clamping: Int64(1) << 40)
    ) {
        self.maxSequences = maxSequences
        self.maxBatchedTokens = maxBatchedTokens
        self.kvBlocks = kvBlocks
        self.blockSize = blockSize
        self.maxModelTokens = maxModelTokens
    }

    /// Why a request can never be served under these limits, or nil when it can, alone at least.
    public func obstacle(to request: RequestSpec) -> UnservableReason? {
        let (total, overflow) = request.promptTokens.addingReportingOverflow(request.outputTokens)
        if overflow || total > maxModelTokens {
            return .longerThanModel(tokens: overflow ? Int.max : total, limit: maxModelTokens)
        }
        // The last token is written, never read: it needs no room in the cache.
        let blocks = (max(2, total) - 2) / max(1, blockSize) + 1 + stateBlocks
        if blocks > kvBlocks { return .largerThanCache(blocks: blocks, limit: kvBlocks) }
        return nil
    }
}

/// Why a request can never be served.
public enum UnservableReason: Error, Hashable, Sendable, CustomStringConvertible {
    case longerThanModel(tokens: Int, limit: Int)
    case largerThanCache(blocks: Int, limit: Int)

    public var description: String {
        switch self {
        case .longerThanModel(let tokens, let limit):
            "prompt and answer are \(tokens) tokens together, the limit is \(limit)"
        case .largerThanCache(let blocks, let limit):
            "needs \(blocks) KV blocks, the cache has \(limit)"
        }
    }
}
