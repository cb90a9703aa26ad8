import SimCLITestSupport
import Testing

@testable import WattlineLab
@testable import WattlineShell

@Suite("docs/models-and-gpus.md")
struct DocumentedFilesTests {
    private static let page = DocumentedPage("models-and-gpus.md")

    @Test("Its model and its GPU are read")
    func files() throws {
        let blocks = Self.page.blocks("json")
        try #require(blocks.count == 2)
        let folder = TemporaryFolder()
        let model = folder.write(blocks[0], to: "config.json")
        let gpu = folder.write(blocks[1], to: "gpu.json")
        #expect(try ModelFile(path: model).architecture.fingerprint == model8B())
        #expect(Invocation(["run", "-m", model, "-g", gpu, "--num-prompts", "5"]).code == 0)
    }

    private func model8B() throws -> String {
        try Scenario(
            Settings(ArgumentParser(flags: RunFlags.all, verb: "run").parse(["-m", "qwen3-8b"]).given)
        ).model.fingerprint
    }

    @Test("Its commands work")
    func commands() throws {
        let folder = TemporaryFolder()
        let model = folder.write(try #require(Self.page.blocks("json").first), to: "config.json")
        let gpu = folder.write(Invocation("show h100-sxm --json").output, to: "my-gpu.json")
        let lines = Self.page.blocks("sh").flatMap { $0.split(separator: "\n") }
        #expect(lines.count >= 6)
        for line in lines {
            let words = line.split(separator: " ").dropFirst().prefix { $0 != ">" }.map { word in
                switch word {
                case "./my-model/config.json": model
                case "./my-model": folder.path
                case "my-gpu.json": gpu
                default: String(word)
                }
            }
            #expect(Invocation(words).code == 0, "\(line)")
        }
    }

    @Test("It names every key of a GPU, every quantisation and every flag of the host")
    func complete() {
        for key in DeviceDocument.required { #expect(Self.page.text.contains("\"\(key)\"")) }
        for key in [
            "clock_mhz", "cap_power_w", "picojoules_per_byte", "computes_bf16", "link_bytes_per_second",
        ] {
            #expect(Self.page.text.contains("`\(key)`"))
        }
    }
}
