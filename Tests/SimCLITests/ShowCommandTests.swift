import Testing

@testable import SimCLI

@Suite("wattline show")
struct ShowCommandTests {
    @Test("Everything that list prints can be shown, as text and as JSON")
    func all() throws {
        for kind in CatalogKind.allCases {
            for entry in kind.entries {
                let invocation = Invocation(["show", entry.name])
                #expect(invocation.code == 0)
                #expect(invocation.output.hasPrefix("\(kind.noun) \(entry.name)\n"), "\(entry.name)")
                let json = Invocation(["show", entry.name, "--json"]).output
                #expect(throws: Never.self) { try JSONReader.read(Array(json.utf8)) }
            }
        }
    }

    @Test("Llama-3.1-8B has 8.03 G parameters and 128 KiB of KV cache a token")
    func model() {
        let output = Invocation("show llama-3.1-8b-instruct").output
        #expect(output.contains("parameters             8029995008"))
        #expect(output.contains("kv cache bf16          131072 bytes per token"))
    }

    @Test("A GPU says where its energy figures come from")
    func gpu() {
        let output = Invocation("show H100_SXM").output
        #expect(output.contains("energy provenance           calibrated"))
    }
}
