/// Memory with one owner, so that writing to it asks nobody whether it is shared: what the core of a simulation is made of.
///
/// All unsafe code of the libraries is in this file. What keeps it safe: an element's index is checked at every use, and
/// a ``Place`` is used only by who can reach the owner of what it points to.
@safe struct Buffer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    private let start: UnsafeMutablePointer<Element>
    let count: Int

    init(count: Int, filledWith filler: Element) {
        unsafe start = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
        unsafe start.initialize(repeating: filler, count: count)
        self.count = count
    }

    /// A copy with so many elements, the rest of which are `filler`. It shares nothing.
    init(copying other: borrowing Buffer, count: Int, filledWith filler: Element) {
        self.init(count: count, filledWith: filler)
        unsafe start.update(from: other.start, count: min(count, other.count))
    }

    deinit { unsafe start.deallocate() }

    subscript(index: Int) -> Element {
        @inline(__always) unsafeAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an element of a Buffer is there")
            return unsafe UnsafePointer(start + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an element of a Buffer is there")
            return unsafe start + index
        }
    }

    /// Sets an element of a buffer that is still to be moved to its owner, which a subscript would not allow.
    func set(_ index: Int, _ element: Element) { place(index).value = element }

    /// Where an element is, its index checked once. Valid until the buffer is replaced by a larger one.
    @inline(__always)
    func place(_ index: Int) -> Place<Element> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an element of a Buffer is there")
        return unsafe Place(start + index)
    }
}

/// Where a value is in memory that somebody else owns.
@safe @usableFromInline struct Place<Value: ~Copyable>: @unchecked Sendable {
    @usableFromInline let pointer: UnsafeMutablePointer<Value>

    @inlinable
    init(_ pointer: UnsafeMutablePointer<Value>) { unsafe self.pointer = pointer }

    @usableFromInline var value: Value {
        @inlinable @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer) }
        @inlinable @inline(__always) nonmutating unsafeMutableAddress { unsafe pointer }
    }
}

/// So many values that cannot be copied, each at a place of its own.
@safe struct Lot<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    private let start: UnsafeMutablePointer<Value>
    let count: Int

    init(count: Int, _ make: (Int) -> Value) {
        unsafe start = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
        for index in 0..<count { unsafe (start + index).initialize(to: make(index)) }
        self.count = count
    }

    deinit {
        unsafe start.deinitialize(count: count)
        unsafe start.deallocate()
    }

    @inline(__always)
    func place(_ index: Int) -> Place<Value> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a value of a Lot is there")
        return unsafe Place(start + index)
    }

    subscript(index: Int) -> Value {
        @inline(__always) unsafeAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a value of a Lot is there")
            return unsafe UnsafePointer(start + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a value of a Lot is there")
            return unsafe start + index
        }
    }
}

/// A value that cannot be copied, in memory that is shared until somebody writes: what makes a struct around it a value.
///
/// `Sendable` because whoever writes to it has made sure by `isKnownUniquelyReferenced` that nobody else has it.
@safe @usableFromInline final class Shared<Value: ~Copyable>: @unchecked Sendable {
    @usableFromInline let place: Place<Value>

    @inlinable
    init(_ value: consuming Value) {
        let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        unsafe pointer.initialize(to: value)
        unsafe place = Place(pointer)
    }

    @inlinable
    deinit {
        unsafe place.pointer.deinitialize(count: 1)
        unsafe place.pointer.deallocate()
    }
}
