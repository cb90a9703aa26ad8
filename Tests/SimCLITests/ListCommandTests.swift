import Testing

@testable import SimCLI

@Suite("wattline list")
struct ListCommandTests {
    @Test("Every list has names, in the plural and the singular", arguments: CatalogKind.allCases)
    func lists(kind: CatalogKind) throws {
        let invocation = Invocation("list \(kind.rawValue)")
        #expect(invocation.code == 0)
        let lines = invocation.output.split(separator: "\n")
        #expect(lines.count == kind.entries.count)
        #expect(!lines.isEmpty)
        #expect(Invocation("list \(kind.noun)").output == invocation.output)
        for (line, entry) in zip(lines, kind.entries) { #expect(line.hasPrefix(entry.name)) }
        guard
            case .array(let nodes) = try JSONReader.read(
                Array(Invocation("list \(kind.rawValue) --json").output.utf8)
            ).value
        else {
            Issue.record("not a list")
            return
        }
        #expect(nodes.count == kind.entries.count)
    }

    @Test("The names are those that flags accept")
    func accepted() throws {
        for (kind, key) in [
            (CatalogKind.models, FlagKey.model), (.gpus, .gpu), (.engines, .engine), (.policies, .policy),
        ] {
            for entry in kind.entries {
                #expect(try RunFlags.flag(key).kind.read(entry.name) == .text(entry.name))
                #expect(try RunFlags.flag(key).kind.read(entry.name.uppercased()) == .text(entry.name))
            }
        }
        for format in FormatChoice.plain + FormatChoice.quantized {
            let key: FlagKey = FormatChoice.plain.contains(format) ? .dtype : .quantization
            #expect(try RunFlags.flag(key).kind.read(format.name.uppercased()) == .text(format.name))
        }
        #expect(CatalogKind.formats.entries.count == FormatChoice.plain.count + FormatChoice.quantized.count)
        for entry in CatalogKind.workloads.entries {
            #expect(throws: Never.self) { try LengthSpec(parsing: entry.name) }
        }
    }

    @Test("The metrics are the keys of a result, and what checks alone have")
    func metrics() throws {
        let keys = CatalogKind.metrics.entries.map(\.name)
        guard
            case .object(let members) = try JSONReader.read(Array(Invocation("run --json").output.utf8)).value
        else {
            return
        }
        let figures = members.map(\.key).drop { $0 != "completed" }.dropLast()
        #expect(Array(figures) + [CheckRun.maxOvertaken] == keys)
        #expect(Invocation("show max_overtaken").output.contains("In files of checks alone"))
    }

    @Test("Bare list shows the lists")
    func overview() {
        let output = Invocation("list").output
        for kind in CatalogKind.allCases { #expect(output.contains("wattline list \(kind.rawValue)")) }
    }
}
