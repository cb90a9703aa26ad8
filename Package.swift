// swift-tools-version: 6.3
import PackageDescription

/// Wattline's own builds (`.ci/run`) set WATTLINE_STRICT=1, which turns warnings into errors. It is not the
/// default because a package that depends on Wattline must not fail to build on a newer compiler's warning.
let isStrict = Context.environment["WATTLINE_STRICT"] != nil

let settings: [SwiftSetting] =
    [.strictMemorySafety()]
    + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// `.rounded()` and `.squareRoot()` lower to libm symbols in targets that import no C library.
let linked: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let package = Package(
    name: "wattline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "wattline", targets: ["SimCLI"]),
        .library(name: "SimCore", targets: ["SimCore"]),
        .library(name: "HardwareModels", targets: ["HardwareModels"]),
        .library(name: "Workloads", targets: ["Workloads"]),
    ],
    targets: [
        .target(name: "SimCore", swiftSettings: settings, linkerSettings: linked),
        .target(
            name: "HardwareModels", dependencies: ["SimCore"], swiftSettings: settings, linkerSettings: linked
        ),
        .target(
            name: "Workloads", dependencies: ["SimCore"], swiftSettings: settings, linkerSettings: linked),
        .executableTarget(
            name: "SimCLI", dependencies: ["SimCore", "HardwareModels", "Workloads"], swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["SimCore"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .testTarget(
            name: "SimCoreTests", dependencies: ["SimCore", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "HardwareModelsTests", dependencies: ["HardwareModels", "SimCore", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "WorkloadsTests", dependencies: ["Workloads", "SimCore", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SimCLITests",
            dependencies: ["SimCLI", "SimCore", "HardwareModels", "Workloads", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "LawTests",
            dependencies: ["SimCore", "HardwareModels", "Workloads", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TheoryTests",
            dependencies: ["SimCore", "HardwareModels", "Workloads", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "BenchmarkTests",
            dependencies: ["SimCore", "HardwareModels", "Workloads"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
