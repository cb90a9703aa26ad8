// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "wattline-client",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "wattline", path: "../..")],
    targets: [
        .target(name: "Gathering", dependencies: [.product(name: "SimCore", package: "wattline")]),
        .executableTarget(
            name: "compare-policies",
            dependencies: ["Gathering", .product(name: "HardwareModels", package: "wattline")]),
        .testTarget(name: "GatheringTests", dependencies: ["Gathering"]),
    ]
)
