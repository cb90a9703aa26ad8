import Foundation
import Testing

/// The doors between the rooms of the house: what `Package.swift` names is what a target's files import, and inside a room
/// folders know each other in one direction. A compiler refuses circles between targets; it does not refuse an import that
/// the manifest does not name, nor a circle inside a target.
@Suite struct RoomTests {
    /// The rooms of the command line, the lowest first.
    static let rooms = ["Text", "Drawing", "Lab", "Evidence", "Shell", "Main"]

    /// Folders of a target, the lowest first: each may know those before it. `""` is the target's own folder.
    static let layers: [String: [String]] = [
        "Sources/Workloads": ["", "Lengths", "Arrivals", "Transforms"],
        "Sources/SimCLI/Text": ["System", "Errors", "Words", "Files", "JSON", "Tables"],
        "Sources/SimCLI/Drawing": ["Charts", "Pages"],
        "Sources/SimCLI/Lab": [
            "Devices", "Models", "Flags", "Recording", "Traces", "Constants", "Scenario", "Results",
            "Timelines", "Pictures", "Roofline", "Pages", "Exports", "Experiment", "Sweeps", "Catalog",
            "Comparisons", "Checks", "TraceFiles", "Studies", "Explanations",
        ],
        "Sources/SimCLI/Evidence": ["Validation", "Calibration"],
        "Sources/SimCLI/Shell": ["Terminal", "Schemas", "Manual", "Commands"],
    ]

    /// The only file that names the C library.
    static let cLibrary = "Sources/SimCLI/Text/System/CLibrary.swift"

    @Test func importsAreThoseOfTheManifest() {
        let targets = Manifest.targets
        #expect(targets.count >= 20)
        for target in targets {
            let files = Source.files(in: [target.folder])
            #expect(!files.isEmpty, "\(target.name) has no files in \(target.folder)")
            let isTest = target.folder.hasPrefix("Tests/")
            var imported: Set<String> = []
            for line in files.flatMap(\.lines) {
                guard let name = line.imported else { continue }
                imported.insert(name)
                let isKnown =
                    target.dependencies.contains(name) || name == "Synchronization"
                    || isTest && ["Foundation", "FoundationXML", "Testing"].contains(name)
                    || line.path == Self.cLibrary && ["Glibc", "Musl", "Darwin"].contains(name)
                #expect(isKnown, "Package.swift does not give \(target.name) this import: \(line)")
            }
            for name in target.dependencies {
                #expect(imported.contains(name), "\(target.name) does not need \(name)")
            }
        }
    }

    @Test func arrowsBetweenRoomsPointDown() {
        let modules = Self.rooms.map { $0 == "Main" ? "SimCLI" : "Wattline\($0)" }
        for target in Manifest.targets {
            guard let height = modules.firstIndex(of: target.name) else { continue }
            #expect(target.folder == "Sources/SimCLI/\(Self.rooms[height])")
            for name in target.dependencies where modules.contains(name) {
                #expect(modules[..<height].contains(name), "\(target.name) stands below \(name)")
            }
        }
        let folders = Set(
            Source.files(in: ["Sources/SimCLI"]).map { $0.path.split(separator: "/")[2] }.map(String.init))
        #expect(folders == Set(Self.rooms))
    }

    @Test func foldersOfARoomKnowThoseBelow() {
        for (root, order) in Self.layers.sorted(by: { $0.key < $1.key }) {
            for arrow in Layers(root: root, order: order).arrowsUp { Issue.record("\(arrow)") }
        }
    }

    @Test func arrowsUpAreSeen() {
        let low = Source.File(
            path: "Sources/X/Low/A.swift",
            text: """
                struct A {
                    // Text about a B is none.
                    let name = "B"
                    let c: Self.C
                    struct C {}
                    let b: B
                }
                """)
        let high = Source.File(
            path: "Sources/X/High/B.swift", text: "public struct B {\n    let a: A\n}\nstruct C {}\n")
        let arrows = Layers(root: "Sources/X", order: ["Low", "High"], files: [low, high]).arrowsUp
        #expect(arrows.count == 1)
        #expect(arrows.first?.hasPrefix("Sources/X/Low/A.swift:6: B is of High") == true)
        #expect(Layers(root: "Sources/X", order: ["High", "Low"], files: [low, high]).arrowsUp.count == 1)
        #expect(Layers(root: "Sources/X", order: ["High"], files: [low]).arrowsUp.count == 1)
    }

    @Test func theManifestIsRead() throws {
        let text = """
            func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
                .target(name: "Wattline\\(name)", dependencies: dependencies)
            }
            targets: [
                library("A"), room("B", ["A"]),
                .target(name: "C", dependencies: ["A", "B"], path: "Tests/C"), tests(of: "B", ["C"]),
            ]
            """
        let targets = Manifest.targets(text)
        #expect(targets.map(\.name) == ["A", "WattlineB", "C", "WattlineBTests"])
        #expect(targets.map(\.dependencies) == [[], ["A"], ["A", "B"], ["C"]])
        #expect(
            targets.map(\.folder) == ["Sources/A", "Sources/SimCLI/B", "Tests/C", "Tests/SimCLITests/B"])
    }
}

/// The targets of `Package.swift`, as its own helpers write them.
enum Manifest {
    struct Target {
        let name: String
        let folder: String
        let dependencies: [String]
    }

    static let targets: [Target] = {
        let file = Source.root.appendingPathComponent("Package.swift")
        return targets((try? String(contentsOf: file, encoding: .utf8)) ?? "")
    }()

    static func targets(_ manifest: String) -> [Target] {
        guard let list = manifest.range(of: "targets: [\n") else { return [] }
        let text = String(manifest[list.upperBound...])
        // The last list of targets: the products have lists of names.
        if text.contains("targets: [\n") { return targets(text) }
        let form = /(library|room|tests|\.target|\.executableTarget)\(\s*(of: |name: )?"(\w+)"([^()]*)/
        return text.matches(of: form).map { match in
            let (_, kind, label, name, rest) = match.output
            let lists = rest.matches(of: /\[([^\]]*)\]/)
            let names = (lists.first?.output.1 ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
            let path = rest.firstMatch(of: /path: "([^"]*)"/).map { String($0.output.1) }
            let isOfRoom = label == "of: "
            let target = kind == "room" ? "Wattline\(name)" : isOfRoom ? "Wattline\(name)Tests" : String(name)
            let folder =
                switch kind {
                case "room": "Sources/SimCLI/\(name)"
                case "tests": isOfRoom ? "Tests/SimCLITests/\(name)" : "Tests/\(name)"
                default: "Sources/\(name)"
                }
            return Target(name: target, folder: path ?? folder, dependencies: names)
        }
    }
}

/// Which folder of a target mentions types of which other one.
struct Layers {
    let root: String
    /// The lowest first.
    let order: [String]
    var files: [Source.File]

    init(root: String, order: [String], files: [Source.File]? = nil) {
        self.root = root
        self.order = order
        self.files = files ?? Source.files(in: [root])
    }

    private func layer(_ file: Source.File) -> String {
        let parts = file.path.dropFirst(root.count + 1).split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : ""
    }

    private static func declaration() -> Regex<(Substring, Substring)> {
        /\b(?:struct|class|enum|protocol|typealias|func|actor|associatedtype)\s+(\w+)/
    }

    /// A sentence for each mention of a type or function of a higher folder, and for each folder without a place.
    var arrowsUp: [String] {
        var arrows: [String] = []
        var homes: [String: Set<Int>] = [:]
        let declaration = Layers.declaration()
        for file in files {
            guard let height = order.firstIndex(of: layer(file)) else {
                arrows.append("\(file.path): the folder \(layer(file)) has no place in the order of \(root)")
                continue
            }
            for line in file.lines where line.text.first.map({ $0.isLetter || $0 == "@" }) == true {
                if let name = line.code.firstMatch(of: declaration)?.output.1 {
                    homes[String(name), default: []].insert(height)
                }
            }
        }
        for file in files {
            guard let height = order.firstIndex(of: layer(file)) else { continue }
            // A name that the file itself declares, at whatever depth, is its own.
            let own = Set(
                file.lines.flatMap { $0.code.matches(of: declaration).map { String($0.output.1) } })
            for line in file.lines {
                for name in Layers.names(line.code) {
                    guard let least = homes[name]?.min(), least > height, !own.contains(name) else {
                        continue
                    }
                    arrows.append(
                        "\(line.path):\(line.number): \(name) is of \(order[least]), above \(layer(file))")
                }
            }
        }
        return arrows
    }

    /// The words of a line that are no member of something.
    private static func names(_ code: String) -> [String] {
        var names: [String] = []
        var word: [UInt8] = []
        var before = UInt8(ascii: " ")
        func isPart(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || byte >= 0x80
                || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
                || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        }
        for byte in Array(code.utf8) + [UInt8(ascii: " ")] {
            if isPart(byte) {
                word.append(byte)
            } else {
                if !word.isEmpty, before != UInt8(ascii: ".") {
                    names.append(String(decoding: word, as: UTF8.self))
                }
                word = []
                before = byte
            }
        }
        return names
    }
}
