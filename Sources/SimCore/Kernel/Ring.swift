/// A list that is filled at its end and emptied at its front, in a buffer used as a ring: both ends are O(1), and once
/// it is large enough nothing is allocated or moved.
struct Ring<Element: BitwiseCopyable & Sendable>: ~Copyable {
    /// Its length is a power of two.
    private var storage: Buffer<Element>
    private var head = 0
    private(set) var count = 0
    private let filler: Element

    /// `filler` is what unused memory holds.
    init(_ filler: Element, capacity: Int = 8) {
        self.filler = filler
        storage = Buffer(count: capacity, filledWith: filler)
    }

    init(copying other: borrowing Ring) {
        filler = other.filler
        storage = Buffer(copying: other.storage, count: other.storage.count, filledWith: filler)
        head = other.head
        count = other.count
    }

    @inline(__always) var isEmpty: Bool { count == 0 }

    /// Elements for which there is room.
    var capacity: Int { storage.count }

    /// The element at `index` from the front.
    subscript(index: Int) -> Element {
        @inline(__always) get { place(index).value }
        @inline(__always) nonmutating set { place(index).value = newValue }
    }

    /// Where it is; valid until the ring grows.
    @inline(__always)
    func place(_ index: Int) -> Place<Element> {
        precondition(
            UInt(bitPattern: index) < UInt(bitPattern: count),
            "an element of a Ring is named by its distance from the front")
        return storage.place((head &+ index) & (storage.count &- 1))
    }

    /// O(1); O(count) when it has to grow.
    @inline(__always)
    mutating func append(_ element: Element) {
        if count == storage.count { grow() }
        storage[(head &+ count) & (storage.count &- 1)] = element
        count &+= 1
    }

    /// O(1).
    @inline(__always) @discardableResult
    mutating func removeFirst() -> Element {
        let element = self[0]
        head = (head &+ 1) & (storage.count &- 1)
        count &-= 1
        return element
    }

    /// O(1).
    @inline(__always) @discardableResult
    mutating func removeLast() -> Element {
        let element = self[count &- 1]
        count &-= 1
        return element
    }

    /// O(1).
    @inline(__always)
    mutating func removeAll() { count = 0 }

    /// O(distance to the nearer end).
    mutating func insert(_ element: Element, at index: Int) {
        var position: Int
        if index < count / 2 {
            if count == storage.count { grow() }
            head = (head &- 1) & (storage.count &- 1)
            count += 1
            position = 0
            while position < index {
                self[position] = self[position + 1]
                position += 1
            }
        } else {
            append(element)
            position = count - 1
            while position > index {
                self[position] = self[position - 1]
                position -= 1
            }
        }
        self[index] = element
    }

    /// O(distance to the nearer end).
    @inline(__always) @discardableResult
    mutating func remove(at index: Int) -> Element {
        index == 0 ? removeFirst() : removeInside(index)
    }

    @inline(never)
    private mutating func removeInside(_ index: Int) -> Element {
        let element = self[index]
        var position = index
        if index < count / 2 {
            while position > 0 {
                self[position] = self[position - 1]
                position -= 1
            }
            removeFirst()
        } else {
            while position < count - 1 {
                self[position] = self[position + 1]
                position += 1
            }
            count -= 1
        }
        return element
    }

    /// Doubles the room.
    @inline(never)
    private mutating func grow() {
        let larger = Buffer(count: 2 * storage.count, filledWith: filler)
        for index in 0..<count { larger.set(index, self[index]) }
        storage = larger
        head = 0
    }
}
