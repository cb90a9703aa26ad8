import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineText
@testable import WattlineLab

@Suite("A device as JSON")
struct DeviceDocumentTests {
    private func read(_ text: String) throws -> DeviceSpec {
        try DeviceDocument.read(
            JSONObject(Array(text.utf8), name: "gpu.json", called: "a device"), usualName: "mine"
        ).device
    }

    private func message(_ text: String) -> String {
        do {
            _ = try read(text)
            return ""
        } catch { return (error as? CLIError)?.message ?? "\(error)" }
    }

    private static let card = """
        {"bf16_flop_per_second": 1e14, "memory_bytes_per_second": 1e12, "memory_bytes": 24000000000, "max_power_w": 350
        """

    @Test("What show prints is read back as the very device", arguments: DeviceCatalog.all)
    func roundTrip(device: DeviceSpec) throws {
        #expect(try read(Invocation("show \(device.name) --json").output) == device)
    }

    @Test("Four figures make a device: a datasheet's, with an H100's power in proportion to the rating")
    func least() throws {
        let device = try read(Self.card + "}")
        #expect(device.name == "mine")
        #expect(device.provenance == .datasheet)
        #expect(device.idlePower.watts == 60)
        #expect(device.activeFloorPower.watts == 100)
        #expect(device.marketedBytes == 24_000_000_000)
        #expect(device.fp8FlopPerSecond == nil)
        #expect(device.computesBF16)
        #expect(try read(Self.card + ", \"energy_provenance\": \"calibrated\"}").provenance == .calibrated)
    }

    @Test(
        "What is wrong says where and what would do",
        arguments: [
            ("{}", "gpu.json:1:1: the key 'bf16_flop_per_second' is missing"),
            ("[1]", "gpu.json:1:1: a device is an object, got a list"),
            (
                "{\"bf16_flops_per_second\": 1}",
                "gpu.json:1:2: unknown key 'bf16_flops_per_second'. Did you mean bf16_flop_per_second?"
            ),
            (
                "{\"colour\": 1}",
                "gpu.json:1:2: unknown key 'colour'. 'wattline show h100-sxm --json' prints every key"
            ),
            (
                card + ", \"kind\": \"model\"}",
                "gpu.json:1:122: a device is of kind gpu, got 'model'"
            ),
            (
                card + ", \"clock_mhz\": -1}",
                "gpu.json:1:127: clock_mhz must be from 1 to 100000, got -1"
            ),
            (
                card + ", \"clock_mhz\": 1e999}",
                "gpu.json:1:127: clock_mhz must be from 1 to 100000, got 1e999"
            ),
            (
                card + ", \"idle_power_w\": 400}",
                "gpu.json:1:1: mine: idle power must be 0 W to the active floor, got 400.0 W"
            ),
            (
                card + ", \"cap_power_w\": 360}",
                "gpu.json:1:1: mine: power cap must be 100.0 W to 350.0 W, got 360.0 W"
            ),
            (
                card + ", \"energy_provenance\": \"guessed\"}",
                "gpu.json:1:135: energy_provenance must be calibrated, transferred, datasheet or defined, got 'guessed'"
            ),
            (
                card.replacing("24000000000", with: "1e30") + "}",
                "gpu.json:1:81: memory_bytes must be at most 1000000000000000, got 1e30"
            ),
            (
                card.replacing("1e14", with: "-5") + "}",
                "gpu.json:1:26: bf16_flop_per_second must be from 1000000 to 1e+18, got -5"
            ),
        ])
    func refusals(text: String, message expected: String) { #expect(message(text) == expected) }

    @Test("Hostile figures are refused, never trapped on")
    func hostile() throws {
        let keys = try #require(shownKeys)
        for key in keys {
            for value in ["-1", "1e308", "1e999", "0", "null", "\"x\"", "[]", "1e-300"] {
                let rest = Self.card.split(separator: ",").filter { !$0.contains("\"\(key)\"") }
                let text = "{" + rest.joined(separator: ",").drop { $0 == "{" } + ", \"\(key)\": \(value)}"
                // Whatever is let through must run.
                guard let device = try? read(text) else { continue }
                let model = try ModelCatalog.model(named: "Qwen3-0.6B")
                _ = try? RooflineModel(model: model, device: device, engine: .vllm)
                _ = try? MemoryPlan(model: model, device: device, engine: .vllm)
            }
        }
    }

    private var shownKeys: [String]? {
        guard
            case .object(let members) = try? JSONReader.read(
                Array(Invocation("show h100-sxm --json").output.utf8)
            ).value
        else { return nil }
        return members.map(\.key)
    }
}
