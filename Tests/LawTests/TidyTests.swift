import Foundation
import Testing

/// The rules of the house that a compiler does not know. Each test names the file and the line that break one.
@Suite struct TidyTests {
    static let libraries = ["SimCore", "HardwareModels", "Workloads"]

    /// A file over 400 lines wants a reason, which is given here.
    static let longFiles: [String: String] = [:]

    /// Tests of what is not in one source file: their subject.
    static let testsWithoutSource = [
        "ReferenceVectorsTests": "the port of the physics, against vectors computed by a reference in Python",
        "FlagErrorTests": "what a user reads when a flag is wrong, whichever file refuses it",
        "HostileTextTests": "what every command prints of hostile names and files",
        "WellFormedXMLTests": "the tests' own reader of XML, which judges pictures",
        "SchemaCheckTests": "the tests' own validator of JSON Schema, which judges documents",
        "ErrorTableTests": "what a user reads when anything is wrong, over all commands and files",
        "FuzzTests": "every reader of files, on bytes that are almost right",
        "CommandFuzzTests": "every command, on files and flags that are almost right",
        "CatalogLawTests": "laws that hold of every pair of model and device of the catalogs",
        "FittedKernelTests": "the port of the fitted kernels, against vectors computed by the fit in Python",
        "ShippedConstantsTests":
            "the calibrated constants in HardwareModels, against calibration/constants-h100-vllm.json",
        "StretchTests": "laws of the cap that makes steps longer, through the whole model",
        "DeterminismLawTests": "laws of a cost model's memory and of clocks, through the whole model",
        "RooflineLawTests": "laws that hold of every model and device: monotonicity, scaling, proportion",
    ]

    @Test func librariesImportNothingButEachOther() {
        for line in Source.lines(in: Self.libraries.map { "Sources/\($0)" }) {
            guard let name = line.imported else { continue }
            #expect(name == "SimCore" && !line.path.hasPrefix("Sources/SimCore/"), "\(line)")
        }
    }

    @Test func librariesUseNoExistentials() {
        for line in Source.lines(in: Self.libraries.map { "Sources/\($0)" }) {
            #expect(!line.words.contains("any"), "\(line)")
        }
    }

    /// Only PortableMath may say `log(x)`: everyone else has to name it.
    @Test func librariesCallNoLibraryTranscendental() {
        let functions: Set = [
            "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "sin", "cos", "tan", "asin",
            "acos", "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot", "erf", "erfc", "lgamma",
            "tgamma",
            "fma", "addingProduct",
        ]
        for file in Source.files(in: Self.libraries.map { "Sources/\($0)" }) where file.name != "PortableMath"
        {
            for line in file.lines {
                for call in line.calls where functions.contains(call.function) {
                    #expect(call.receiver == "PortableMath", "\(line)")
                }
            }
        }
    }

    /// The folders of HardwareModels from the lowest layer up: none speaks of what a higher one declares.
    static let layers = [
        "Errors", "Device", "Format", "Model", "Kernels", "Engine", "Memory", "Power", "Step", "Data",
    ]

    @Test func noLayerOfHardwareModelsKnowsAHigherOne() {
        let root = "Sources/HardwareModels/"
        var layer: [String: Int] = [:]
        for file in Source.files(in: ["Sources/HardwareModels"]) {
            let folder = file.path.dropFirst(root.count).split(separator: "/").first.map(String.init) ?? ""
            guard let height = Self.layers.firstIndex(of: folder) else {
                Issue.record("\(file.path) lies in no layer")
                continue
            }
            layer[file.path] = height
        }
        var declared: [String: Int] = [:]
        for (path, height) in layer {
            for name in Source.files(in: ["Sources/HardwareModels"]).first(where: { $0.path == path })?
                .declarations ?? []
            {
                declared[name] = height
            }
        }
        #expect(declared["GEMM"] == Self.layers.firstIndex(of: "Kernels") && declared.count > 60)
        for file in Source.files(in: ["Sources/HardwareModels"]) {
            guard let height = layer[file.path] else { continue }
            for line in file.lines {
                for word in line.words where declared[String(word), default: 0] > height {
                    Issue.record("\(line) speaks of \(word), which a higher layer declares")
                }
            }
        }
    }

    /// Without this the rules above would hold of an empty list.
    @Test func thereAreFilesToCheck() {
        for folder in Self.libraries.map({ "Sources/\($0)" }) + ["Sources/SimCLI", "Tests/LawTests"] {
            #expect(!Source.files(in: [folder]).isEmpty, "\(folder)")
        }
    }

    @Test func nothingReachesAroundTheRules() {
        for line in Source.lines(in: Self.libraries.map { "Sources/\($0)" }) {
            let code = line.code
            for attribute in ["@_silgen_name", "@_extern", "@_cdecl", "@_implementationOnly", "_stdlib_"] {
                #expect(!code.contains(attribute), "\(line)")
            }
        }
    }

    @Test func filesAreShort() {
        for file in Source.files(in: ["Sources", "Tests"]) {
            #expect(file.lines.count <= 400 || Self.longFiles[file.path] != nil, "\(file.path)")
        }
        for path in Self.longFiles.keys {
            #expect(Source.files(in: ["Sources", "Tests"]).contains { $0.path == path }, "\(path)")
        }
    }

    @Test func nothingIsLeftForLater() {
        let words = ["TO" + "DO", "FIX" + "ME"]
        for line in Source.lines(in: ["Sources", "Tests"]) {
            for word in words { #expect(!line.text.contains(word), "\(line)") }
        }
    }

    @Test func everyTestFileHasItsSourceFile() {
        for target in Self.libraries + ["SimCLI"] {
            let sources = Set(Source.files(in: ["Sources/\(target)"]).map(\.name))
            for file in Source.files(in: ["Tests/\(target)Tests"]) where file.name.hasSuffix("Tests") {
                let subject = String(file.name.dropLast("Tests".count))
                #expect(
                    sources.contains(subject) || Self.testsWithoutSource[file.name] != nil,
                    "\(file.path) tests no file \(subject).swift of Sources/\(target)")
            }
        }
    }

    /// The WebAssembly build compiles them as one module, in which a file name may occur once.
    @Test func namesAreUniqueAcrossTheLibraries() {
        var seen: [String: String] = [:]
        for file in Source.files(in: Self.libraries.map { "Sources/\($0)" }) {
            #expect(seen[file.name] == nil, "\(file.path) and \(seen[file.name] ?? "")")
            seen[file.name] = file.path
        }
    }

    @Test func theScannerSeesCode() {
        let file = Source.File(
            path: "x.swift",
            text: """
                import Foundation  // any
                let a = log(x) + PortableMath.exp(b)  /* pow(x) */
                let text = "any \\(c) // sin(x)"
                let b: any P
                """)
        let lines = file.lines
        #expect(lines.map(\.imported) == ["Foundation", nil, nil, nil])
        #expect(lines[1].calls.map(\.function) == ["log", "exp"])
        #expect(lines[1].calls.map(\.receiver) == [nil, "PortableMath"])
        #expect(lines.map { $0.words.contains("any") } == [false, false, false, true])
        #expect(lines[2].calls.isEmpty)
    }
}
