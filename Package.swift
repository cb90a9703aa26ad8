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

/// A library under `Sources`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: linked)
}

/// A room of the command line. It may import what it names here and nothing else: `RoomTests` compares.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: "Wattline\(name)", dependencies: dependencies, path: "Sources/SimCLI/\(name)",
        exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// Tests of a room.
func tests(of room: String, _ dependencies: [Target.Dependency]) -> Target {
    tests("Wattline\(room)Tests", dependencies, path: "Tests/SimCLITests/\(room)")
}

let package = Package(
    name: "wattline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "wattline", targets: ["SimCLI"]),
        .library(name: "SimCore", targets: ["SimCore"]),
        .library(name: "HardwareModels", targets: ["HardwareModels"]),
        .library(name: "Workloads", targets: ["Workloads"]),
        .library(name: "WattlineLab", targets: ["WattlineLab"]),
    ],
    targets: [
        library("SimCore"),
        library("HardwareModels", ["SimCore"]),
        library("Workloads", ["SimCore"]),

        // The rooms of the command line, each above what it names.
        room("Text", ["SimCore"]),
        room("Drawing", ["SimCore", "WattlineText"]),
        room("Lab", ["SimCore", "HardwareModels", "Workloads", "WattlineText", "WattlineDrawing"]),
        room("Evidence", ["SimCore", "HardwareModels", "WattlineText", "WattlineLab"]),
        room(
            "Shell",
            [
                "SimCore", "HardwareModels", "Workloads", "WattlineText", "WattlineDrawing", "WattlineLab",
                "WattlineEvidence",
            ]),
        .executableTarget(
            name: "SimCLI", dependencies: ["WattlineText", "WattlineShell"], path: "Sources/SimCLI/Main",
            exclude: ["README.md"], swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["SimCore"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("SimCoreTests", ["SimCore", "TestSupport"]),
        tests("HardwareModelsTests", ["HardwareModels", "SimCore", "TestSupport"]),
        tests("WorkloadsTests", ["Workloads", "SimCore"]),
        tests("LawTests", ["SimCore", "HardwareModels", "Workloads", "TestSupport"]),
        tests("TheoryTests", ["SimCore", "HardwareModels"]),
        tests("BenchmarkTests", ["SimCore", "HardwareModels", "Workloads"]),

        .target(
            name: "SimCLITestSupport",
            dependencies: ["SimCore", "WattlineText", "WattlineDrawing", "WattlineShell"],
            path: "Tests/SimCLITests/Support", swiftSettings: settings),
        tests(of: "Text", ["SimCore", "WattlineText", "WattlineShell", "SimCLITestSupport"]),
        tests(of: "Drawing", ["SimCore", "WattlineText", "WattlineDrawing", "SimCLITestSupport"]),
        tests(
            of: "Lab",
            [
                "SimCore", "HardwareModels", "Workloads", "WattlineText", "WattlineDrawing", "WattlineLab",
                "WattlineEvidence",
                "WattlineShell", "SimCLITestSupport", "TestSupport",
            ]),
        tests(
            of: "Evidence",
            [
                "SimCore", "HardwareModels", "WattlineText", "WattlineLab", "WattlineEvidence",
                "SimCLITestSupport", "TestSupport",
            ]),
        tests(
            of: "Shell",
            [
                "SimCore", "HardwareModels", "Workloads", "WattlineText", "WattlineLab",
                "WattlineEvidence", "WattlineShell", "SimCLITestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
