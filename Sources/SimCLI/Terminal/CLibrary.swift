// The C library under one name. Foundation would serve too, but loading it takes longer than a whole run.
#if canImport(Glibc)
    @_exported import Glibc
#elseif canImport(Musl)
    @_exported import Musl
#elseif canImport(Darwin)
    @_exported import Darwin
#endif

/// Why a file could not be opened, read or written: the C library's sentence for the last failure, such as
/// `No such file or directory`.
func lastSystemError() -> String {
    let code = errno
    // The sentence for it, "Is a directory", does not go on from "cannot read 'x': ".
    if code == EISDIR { return "it is a folder" }
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}

/// The value of an environment variable, or nil where it is not set.
func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

/// Lets the allocator keep what is freed, up to 32 MB, rather than give it back to the system and ask for it again.
///
/// glibc gives the top of its heap back from 128 KiB on, which runs that build one model after another cross thousands of
/// times. It raises that limit to twice the size of the largest mapped block that it has seen freed, so it is shown one;
/// the block is never touched. Other allocators take no notice.
@inline(never)
func keepFreedMemory() {
    let block = unsafe malloc(16 << 20)
    // A call that the compiler cannot look into, so that it does not leave the pair out.
    _ = unsafe readBytes(-1, block, 0)
    unsafe free(block)
}

/// Writes all bytes to a descriptor; false when that fails, with `errno` set.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
        let written = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
        }
        if written < 0 {
            if errno == EINTR { continue }
            return false
        }
        start += written
    }
    return true
}

/// `read(2)` under a name of its own, for types that have a method called `read`.
func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
