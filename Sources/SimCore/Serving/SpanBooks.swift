/// What the decode rows read in windows and chunks of attention, where a cost model declares some beyond the whole past.
///
/// In such a span a row reads a token more each step, as in the whole past, until it reaches the end: from then on it
/// reads as much as a window holds, or, of chunks, starts anew. Rows that grow read offset + step + 1 tokens in decode step
/// number `step`, so that sums of offsets answer for all of them; a queue of steps says which row reaches its end when.
/// Energy is shared as ``EnergyShares`` says.
struct SpanBooks: ~Copyable {
    struct Book: BitwiseCopyable {
        var tokens: Int64 = 0
        var isChunked = false
        var rows: Int64 = 0
        var growingRows: Int64 = 0
        /// Sum of the growing rows' offsets.
        var offsets: Int64 = 0
        /// Sums over steps of the slope, and of the slope x (step number + 1).
        var slope: Int128 = 0
        var slopeSteps: Int128 = 0
    }

    /// A row's part of a book.
    struct Mark: BitwiseCopyable {
        var isGrowing = false
        var offset: Int64 = 0
        var order: Int64 = 0
        var slope: Int128 = 0
        var slopeSteps: Int128 = 0
    }

    /// Spans 1 ... `count` are kept here.
    let count: Int
    private let books: Buffer<Book>
    /// Of slot number i those number i x count and on.
    private var marks: Buffer<Mark>
    private var ends = StepQueue()

    init(_ spans: PerSpan<AttentionSpan>) {
        count = SpanBooks.declared(spans)
        books = Buffer(count: count, filledWith: Book())
        marks = Buffer(count: 0, filledWith: Mark())
        open(spans)
    }

    /// The number of the last span that is not the whole past.
    private static func declared(_ spans: PerSpan<AttentionSpan>) -> Int {
        var count = PerSpan<AttentionSpan>.count - 1
        while count > 0, spans[count].isWhole { count -= 1 }
        return count
    }

    private mutating func open(_ spans: PerSpan<AttentionSpan>) {
        for index in 0..<count {
            books[index].tokens = spans[index + 1].tokens
            books[index].isChunked = spans[index + 1].isChunked
        }
    }

    init(copying other: borrowing SpanBooks) {
        count = other.count
        books = Buffer(copying: other.books, count: other.count, filledWith: Book())
        marks = Buffer(copying: other.marks, count: other.marks.count, filledWith: Mark())
        ends = StepQueue(copying: other.ends)
    }

    /// The next decode step after which a row reaches its end.
    @inline(__always) var earliestStep: Int64 { ends.earliestStep }

    /// A row with `tokens` tokens in its cache takes part from decode step number `step` on.
    mutating func join(_ slot: Int, tokens: Int64, step: Int64, order: Int64) {
        if (slot + 1) * count > marks.count {
            marks = Buffer(copying: marks, count: 2 * (slot + 1) * count, filledWith: Mark())
        }
        for index in 0..<count {
            let book = books.place(index)
            let mark = marks.place(slot * count + index)
            mark.value = Mark()
            mark.value.order = order
            mark.value.slope = book.value.slope
            mark.value.slopeSteps = book.value.slopeSteps
            book.value.rows += 1
            // In the next step it reads a token more than it has of this span.
            let read = book.value.isChunked ? tokens % book.value.tokens : min(tokens, book.value.tokens)
            if read < book.value.tokens { grow(slot, index, offset: read - step) }
        }
    }

    /// Takes a row out; its shares must have been settled.
    mutating func leave(_ slot: Int) {
        for index in 0..<count {
            books[index].rows -= 1
            stopGrowing(slot, index)
        }
    }

    /// What a row got since it joined, or since it was settled last.
    mutating func settle(_ slot: Int) -> Int128 {
        var share: Int128 = 0
        for index in 0..<count { share &+= settle(slot, index) }
        return share
    }

    /// The next row that reaches an end with decode step number `step`, and what it got in that span so far; nil when there
    /// are no more.
    mutating func popEnd(through step: Int64) -> (slot: Int32, share: Int128)? {
        guard let member = ends.popFirst(through: step) else { return nil }
        let slot = Int(member >> 2)
        let index = Int(member & 3)
        let share = settle(slot, index)
        let offset = marks[slot * count + index].offset
        stopGrowing(slot, index)
        if books[index].isChunked { grow(slot, index, offset: offset - books[index].tokens) }
        return (member >> 2, share)
    }

    /// Adds `steps` steps from decode step number `step` on.
    mutating func add(_ cost: PerSpan<Int64>, step: Int64, steps: Int64) {
        let numbers = EnergyShares.stepNumbers(from: step, steps)
        for index in 0..<count {
            let book = books.place(index)
            book.value.slope &+= Int128.product(cost[index + 1], steps)
            book.value.slopeSteps &+= Int128(cost[index + 1]) &* numbers
        }
    }

    /// Fills in what the next step reads.
    mutating func describe(_ shape: inout BatchShape, step: Int64) {
        for index in 0..<count {
            let book = books[index]
            shape.spans[index + 1].growingSequences = book.growingRows
            shape.spans[index + 1].contextTokens =
                book.offsets + book.growingRows * (step + 1) + (book.rows - book.growingRows) * book.tokens
        }
    }

    /// Whether the row's part of each span is what its tokens say; O(spans), for tests.
    func isRight(_ slot: Int, tokens: Int64, step: Int64) -> Bool {
        for index in 0..<count {
            let book = books[index]
            let mark = marks[slot * count + index]
            let read = book.isChunked ? tokens % book.tokens : min(tokens, book.tokens)
            if mark.isGrowing != (read < book.tokens) { return false }
            if mark.isGrowing, mark.offset + step != read { return false }
        }
        return true
    }

    private mutating func settle(_ slot: Int, _ index: Int) -> Int128 {
        let book = books.place(index)
        let mark = marks.place(slot * count + index)
        let slopes = book.value.slope &- mark.value.slope
        var share = slopes &* Int128(mark.value.isGrowing ? mark.value.offset : book.value.tokens)
        if mark.value.isGrowing { share &+= book.value.slopeSteps &- mark.value.slopeSteps }
        mark.value.slope = book.value.slope
        mark.value.slopeSteps = book.value.slopeSteps
        return share
    }

    private mutating func grow(_ slot: Int, _ index: Int, offset: Int64) {
        let mark = marks.place(slot * count + index)
        mark.value.isGrowing = true
        mark.value.offset = offset
        books[index].growingRows += 1
        books[index].offsets += offset
        ends.insert(Int32(slot << 2 | index), step: books[index].tokens - offset, order: mark.value.order)
    }

    private mutating func stopGrowing(_ slot: Int, _ index: Int) {
        let mark = marks.place(slot * count + index)
        guard mark.value.isGrowing else { return }
        mark.value.isGrowing = false
        books[index].growingRows -= 1
        books[index].offsets -= mark.value.offset
        ends.remove(Int32(slot << 2 | index))
    }
}
