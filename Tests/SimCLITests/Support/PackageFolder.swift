import Foundation

/// The package's own folder.
package enum PackageFolder {
    package static let path: String = {
        let file = #filePath
        guard let end = file.range(of: "/Tests/SimCLITests/", options: .backwards) else { return "." }
        return String(file[..<end.lowerBound])
    }()

    package static func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Measurements of others, beside the package or where WATTLINE_SHARED says; absent from a clone.
package enum Shared {
    package static let folder: String =
        ProcessInfo.processInfo.environment["WATTLINE_SHARED"]
        ?? URL(fileURLWithPath: PackageFolder.path).deletingLastPathComponent().appendingPathComponent(
            "shared"
        )
        .path

    package static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// The path of a file that can be read.
    package static func file(_ name: String) -> String? {
        FileManager.default.isReadableFile(atPath: path(name)) ? path(name) : nil
    }

    package static var hasServing: Bool { file("data/serving_h100_calibration.csv") != nil }
}
