import Foundation

/// The seed that a failing law printed, if somebody asks for it again.
public func environmentSeed() -> String? { ProcessInfo.processInfo.environment["WATTLINE_SEED"] }

/// The folder of measured data beside the package, or nil where it is absent.
public let sharedData: URL? = {
    let environment = ProcessInfo.processInfo.environment["WATTLINE_SHARED"].map { URL(fileURLWithPath: $0) }
    let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = environment ?? package.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()
