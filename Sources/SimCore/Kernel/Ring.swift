/// A list that is filled at its end and emptied at its front, in an array used as a ring: both ends are O(1), and once
/// it is large enough nothing is allocated or moved.
struct Ring<Element: Sendable>: Sendable {
    /// Its length is zero or a power of two.
    private var storage: [Element] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Elements for which there is room.
    var capacity: Int { storage.count }

    /// The element at `index` from the front.
    subscript(index: Int) -> Element {
        get {
            precondition(
                index >= 0 && index < count, "an element of a Ring is named by its distance from the front")
            return storage[(head &+ index) & (storage.count &- 1)]
        }
        set {
            precondition(
                index >= 0 && index < count, "an element of a Ring is named by its distance from the front")
            storage[(head &+ index) & (storage.count &- 1)] = newValue
        }
    }

    /// O(1); O(count) when it has to grow.
    mutating func append(_ element: Element) {
        if count == storage.count { grow(with: element) }
        storage[(head &+ count) & (storage.count &- 1)] = element
        count += 1
    }

    /// O(1).
    mutating func removeFirst() -> Element {
        let element = self[0]
        head = (head &+ 1) & (storage.count &- 1)
        count -= 1
        return element
    }

    /// O(1).
    mutating func removeLast() -> Element {
        let element = self[count - 1]
        count -= 1
        return element
    }

    /// O(distance to the nearer end).
    mutating func insert(_ element: Element, at index: Int) {
        var position: Int
        if index < count / 2 {
            if count == storage.count { grow(with: element) }
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
    mutating func remove(at index: Int) -> Element {
        let element = self[index]
        var position = index
        if index < count / 2 {
            while position > 0 {
                self[position] = self[position - 1]
                position -= 1
            }
            _ = removeFirst()
        } else {
            while position < count - 1 {
                self[position] = self[position + 1]
                position += 1
            }
            count -= 1
        }
        return element
    }

    /// Doubles the room; `element` only fills what is not used yet.
    @inline(never)
    private mutating func grow(with element: Element) {
        var larger: [Element] = []
        larger.reserveCapacity(max(8, 2 * storage.count))
        for index in 0..<count { larger.append(self[index]) }
        while larger.count < max(8, 2 * storage.count) { larger.append(element) }
        storage = larger
        head = 0
    }
}
