import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab
@testable import WattlineShell

@Suite("The schemas of devices and constants")
struct DeviceSchemaTests {
    @Test("It accepts every device that show prints", arguments: DeviceCatalog.all.map(\.name))
    func devices(name: String) throws {
        let text = Invocation(["show", name, "--json"]).output
        #expect(try SchemaCheck(.device).complaints(JSON(text: text)) == [])
    }

    /// Documents, and whether schema and reader both take them.
    static let documents: [(text: String, isGood: Bool)] = [
        (needed(), true), (needed("\"name\": \"mine\""), true), (needed("\"name\": \"\""), false),
        (needed("\"$schema\": \"device.schema.json\""), true),
        (needed("\"clock_mhz\": 0"), false), (needed("\"clock_mhz\": 1500"), true),
        (needed("\"clock_mhz\": \"1500\""), false), (needed("\"multiprocessors\": 1.5"), false),
        (needed("\"computes_bf16\": 1"), false), (needed("\"idle_power_w\": null"), true),
        (needed("\"kind\": \"model\""), false), (needed("\"kind\": \"gpu\""), true),
        (needed("\"speed\": 1"), false), (needed("\"energy_provenance\": \"guessed\""), false),
        (needed("\"note\": 3"), false), ("{\"max_power_w\": 700}", false), ("[]", false),
        (needed("\"fp8_flop_per_second\": 1e19"), false), (needed("\"cache_bytes\": -1"), false),
    ]

    private static func needed(_ more: String = "") -> String {
        "{\"bf16_flop_per_second\": 1e15, \"memory_bytes_per_second\": 3e12, \"memory_bytes\": 80000000000, "
            + "\"max_power_w\": 700\(more.isEmpty ? "" : ", " + more)}"
    }

    @Test("Schema and reader agree", arguments: documents.indices)
    func agreement(index: Int) throws {
        let (text, isGood) = Self.documents[index]
        #expect(try SchemaCheck(.device).accepts(JSON(text: text)) == isGood, "\(text)")
        let device = try? DeviceFile(
            JSONObject(Array(text.utf8), name: "d.json", called: "a device"), path: "d.json")
        #expect((device != nil) == isGood, "\(text)")
    }

    @Test("It accepts constants by joined names, as objects in objects, and infinite exponents")
    func constants() throws {
        let check = try SchemaCheck(.constants)
        let deployment = Deployment(device: DeviceCatalog.h100SXM, engine: .vllm)
        let values = ConstantsFile.json(ConstantValues(Constant.all, of: deployment))
        #expect(check.complaints(values) == [])
        for (text, isGood) in [
            ("{\"sampler\": {\"bytesPerLogit\": 4}, \"idleWatts\": 70}", true),
            ("{\"products\": {\"fp8\": {\"cornerExponent\": \"inf\"}}}", true),
            ("{\"$schema\": \"x\"}", true), ("{\"sampler\": 4}", false), ("{\"sampler.bytes\": 4}", false),
            ("{\"idleWatts\": \"70\"}", false), ("{\"idleWatts\": null}", false),
            ("{\"products\": {\"fp9\": {}}}", false),
        ] {
            #expect(check.accepts(try JSON(text: text)) == isGood, "\(text)")
            let read = try? ConstantsFile.values(Array(text.utf8), name: "k.json")
            // An empty object in an object sets nothing, which the reader lets pass.
            if !text.contains("{}") { #expect((read != nil) == isGood, "\(text)") }
        }
    }
}
