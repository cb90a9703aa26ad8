import Foundation

/// A file with these bytes that is gone when the value is.
package final class TemporaryFile {
    package let path: String

    package init(_ bytes: [UInt8]) throws {
        path = NSTemporaryDirectory() + "wattline-test-" + UUID().uuidString + ".csv"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    package convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
