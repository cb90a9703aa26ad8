/// The functions that run.mjs calls. Texts are NUL-terminated UTF-8 that is never freed.
@_expose(wasm, "wattline_run_count")
@_cdecl("wattline_run_count")
public func wattlineRunCount() -> Int32 { Int32(GoldenRun.all.count) }

@_expose(wasm, "wattline_run_text")
@_cdecl("wattline_run_text")
public func wattlineRunText(_ index: Int32) -> UnsafePointer<UInt8> {
    let bytes = Array(Harness.text(Int(index)).utf8)
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
    for (offset, byte) in bytes.enumerated() { text[offset] = byte }
    text[bytes.count] = 0
    return UnsafePointer(text)
}
