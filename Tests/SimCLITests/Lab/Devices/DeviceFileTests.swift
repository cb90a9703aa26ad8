import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("A device of the user's own")
struct DeviceFileTests {
    private static let card = """
        {
          // Four figures are enough.
          "bf16_flop_per_second": 120e12, "memory_bytes_per_second": 0.9e12,
          "memory_bytes": 32e9, "max_power_w": 300
        }
        """

    @Test("It runs, and the result says that its figures are a datasheet's")
    func run() {
        let folder = TemporaryFolder()
        let path = folder.write(Self.card, to: "my-card.json")
        let invocation = Invocation(["run", "-g", path, "--num-prompts", "10"])
        #expect(invocation.code == 0)
        #expect(
            invocation.output.hasPrefix("Llama-3.1-8B bf16 on 1 x my-card, engine vllm, policy chunked\n"))
        #expect(invocation.output.contains("Energy figures: datasheet."))
        #expect(invocation.output.contains("Error band: none"))
    }

    @Test("A catalogue's device read from its own file gives the very same run")
    func same() {
        let folder = TemporaryFolder()
        let path = folder.write(Invocation("show h200 --json").output, to: "copy.json")
        func figures(_ gpu: String) -> [Substring] {
            Invocation(["run", "--json", "--num-prompts", "20", "-g", gpu]).output.split(separator: "\n")
                .filter {
                    !$0.contains("\"gpu\"") && !$0.contains("configuration_hash")
                }
        }
        #expect(figures(path) == figures("h200"))
        #expect(figures(path).count > 50)
    }

    @Test("A result names the file and not its place; its hash knows the figures")
    func hash() {
        func identity(_ text: String) -> [Substring] {
            let folder = TemporaryFolder()
            let output = Invocation([
                "run", "--json", "--num-prompts", "5", "-g", folder.write(text, to: "card.json"),
            ]).output
            return output.split(separator: "\n").filter {
                $0.contains("\"gpu\"") || $0.contains("configuration_hash")
            }
        }
        let first = identity(Self.card)
        #expect(first.first == "    \"gpu\": \"card.json\",")
        #expect(identity(Self.card) == first)
        #expect(identity(Self.card.replacing("300", with: "301")) != first)
    }

    @Test("It can be shown, with its own source")
    func show() {
        let folder = TemporaryFolder()
        let path = folder.write(
            Self.card.replacing("120e12,", with: "120e12, \"source\": \"a friend\","), to: "c.json")
        let output = Invocation(["show", path]).output
        #expect(output.hasPrefix("gpu c\n"))
        #expect(output.contains("source                      a friend\n"))
        #expect(Invocation(["show", path, "--json"]).output.contains("\"energy_provenance\": \"datasheet\""))
    }

    @Test("What is missing is an error of reading")
    func missing() {
        let invocation = Invocation("run -g ./nowhere.json")
        #expect(invocation.code == 4)
        #expect(
            invocation.errors == "wattline: error: cannot read './nowhere.json': No such file or directory\n")
    }
}
