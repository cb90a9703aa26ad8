/// The paged KV cache of a replica: exact counts of blocks, also for k decode steps at once.
///
/// A sequence whose KV holds c tokens needs a block in its next step exactly if c is a multiple of the block size.
/// With c = offset + step, all sequences of one residue (offset mod block size) need theirs in the same step, so a
/// count per residue answers for a whole leap.
struct KVCache: ~Copyable {
    let totalBlocks: Int64
    let blockSize: Int64
    private(set) var freeBlocks: Int64
    private(set) var peakBlocks: Int64 = 0
    /// Decoding sequences by (offset mod blockSize).
    private let residues: Buffer<Int32>
    private var sequences: Int64 = 0
    /// The block size's logarithm if it is a power of two, as it nearly always is, else -1: a shift is many times faster
    /// than a division, and a step makes a dozen of them.
    private let shift: Int64

    init(totalBlocks: Int, blockSize: Int) {
        self.totalBlocks = Int64(totalBlocks)
        self.blockSize = Int64(blockSize)
        shift = blockSize & (blockSize - 1) == 0 ? Int64(blockSize.trailingZeroBitCount) : -1
        freeBlocks = Int64(totalBlocks)
        residues = Buffer(count: blockSize, filledWith: 0)
    }

    init(copying other: borrowing KVCache) {
        totalBlocks = other.totalBlocks
        blockSize = other.blockSize
        freeBlocks = other.freeBlocks
        peakBlocks = other.peakBlocks
        residues = Buffer(copying: other.residues, count: other.residues.count, filledWith: 0)
        sequences = other.sequences
        shift = other.shift
    }

    @inline(__always) var usedBlocks: Int64 { totalBlocks &- freeBlocks }

    /// Blocks that hold `tokens` tokens.
    @inline(__always)
    func blocks(forTokens tokens: Int64) -> Int64 { blocks(filledBy: tokens &+ blockSize &- 1) }

    /// Blocks that so many tokens fill; `tokens` >= 0.
    @inline(__always)
    private func blocks(filledBy tokens: Int64) -> Int64 {
        shift >= 0 ? tokens &>> shift : tokens / blockSize
    }

    /// Takes blocks that the caller knows to be free.
    @inline(__always)
    mutating func take(_ blocks: Int64) {
        precondition(blocks <= freeBlocks, "KV blocks are taken only after they were counted as free")
        freeBlocks &-= blocks
        if usedBlocks > peakBlocks { peakBlocks = usedBlocks }
    }

    @inline(__always)
    mutating func release(_ blocks: Int64) {
        freeBlocks &+= blocks
        precondition(freeBlocks <= totalBlocks, "no KV block is released twice")
    }

    /// Counts a sequence whose KV holds `offset + step` tokens at every decode step from now on.
    @inline(__always)
    mutating func startDecoding(offset: Int64) {
        residues[residue(offset)] &+= 1
        sequences &+= 1
    }

    @inline(__always)
    mutating func stopDecoding(offset: Int64) {
        residues[residue(offset)] &-= 1
        sequences &-= 1
    }

    /// Whether a sequence of this offset needs a block in decode step number `step`.
    @inline(__always)
    func needsBlock(offset: Int64, step: Int64) -> Bool { residue(offset) == residue(-step) }

    /// Blocks that decode step number `step` needs. O(1).
    @inline(__always)
    func demand(step: Int64) -> Int64 { Int64(residues[residue(0 &- step)]) }

    /// How many of the next `limit` decode steps the free blocks allow. O(block size).
    @inline(__always)
    mutating func steps(from step: Int64, atMost limit: Int64) -> Int64 {
        // In so many steps each sequence needs at most a block for every `blockSize` of them, and one more.
        (blocks(filledBy: limit) &+ 1) &* sequences <= freeBlocks ? limit : counted(from: step, atMost: limit)
    }

    @inline(never)
    private mutating func counted(from step: Int64, atMost limit: Int64) -> Int64 {
        let cycles = min(freeBlocks / sequences, blocks(filledBy: limit))
        var left = freeBlocks - cycles * sequences
        var count = cycles * blockSize
        while count < limit {
            let need = demand(step: step + count)
            if need > left { break }
            left -= need
            count += 1
        }
        return count
    }

    /// Takes what `count` decode steps from `step` on need. O(block size).
    @inline(__always)
    mutating func takeForDecoding(from step: Int64, count: Int64) {
        let cycles = blocks(filledBy: count)
        var need = cycles &* sequences
        var place = residue(0 &- (step &+ cycles &* blockSize))
        var rest = count &- cycles &* blockSize
        while rest > 0 {
            need &+= Int64(residues[place])
            place = (place == 0 ? residues.count : place) &- 1
            rest &-= 1
        }
        take(need)
    }

    @inline(__always)
    private func residue(_ value: Int64) -> Int {
        if shift >= 0 { return Int(truncatingIfNeeded: value & (blockSize &- 1)) }
        let rest = value % blockSize
        return Int(rest < 0 ? rest + blockSize : rest)
    }
}
