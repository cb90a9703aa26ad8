extension Array {
    /// Removes all and keeps the room: for lists of one or two elements, for which `removeAll(keepingCapacity:)` takes
    /// longer. O(count).
    @inline(__always)
    mutating func removeFew() { while !isEmpty { removeLast() } }
}
