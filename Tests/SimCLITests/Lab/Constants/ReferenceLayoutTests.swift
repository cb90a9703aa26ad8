import Foundation
import HardwareModels
import SimCore
import TestSupport
import Testing

@testable import WattlineLab

@Suite struct ReferenceLayoutTests {
    /// What the reference stores in which format, where it is not 16 bits.
    private static let formats: [String: QuantizationFormat] = [
        "Llama-3.1-405B-FP8": .fp8.limited(to: .feedForward), "gpt-oss-20b": .mxfp4, "gpt-oss-120b": .mxfp4,
        "Qwen3-235B-A22B-FP8": .fp8,
    ]

    @Test(
        "Every vector of the reference, with its constants read from its file",
        .enabled(if: sharedData != nil, "needs ../shared"))
    func everyVectorAgrees() throws {
        let folder = try #require(sharedData).appendingPathComponent("reference")
        let values = try ConstantsFile.read(folder.appendingPathComponent("constants.json").path)
        let deployment = values.applied(to: Deployment(device: DeviceCatalog.h100SXM, engine: .vllm))
        let text = try String(contentsOf: folder.appendingPathComponent("test_vectors.csv"), encoding: .utf8)
        var checked = 0
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",").map(String.init)
            let counts = cells[2..<8].map { Int64($0) ?? 0 }
            let name = cells[1] == "Llama-70B" ? "Llama-3.1-70B" : cells[1]
            let architecture = try ModelCatalog.model(named: name)
            let model = try RooflineModel(
                model: architecture, device: deployment.device, engine: deployment.engine,
                format: Self.formats[cells[1]] ?? .bf16, tensorParallel: Int(counts[4]),
                expertParallel: Int(counts[5]), capMode: .clip)
            let shape = Self.shape(
                decodes: counts[0], context: counts[1], tokens: counts[2], length: counts[3],
                window: architecture.slidingWindow)
            let step = model.estimate(of: shape)
            for (got, column) in [
                (step.microseconds, 9), (step.flop, 10), (step.bytes, 11), (step.uncappedWatts, 12),
                (step.joules, 13), (step.watts, 14),
            ] {
                let known = try #require(Double(cells[column]))
                #expect(abs(got - known) <= 1e-6 * abs(known), "\(got) is not \(known) in \(line)")
            }
            checked += 1
        }
        #expect(checked == 84)
    }

    private static func shape(
        decodes: Int64, context: Int64, tokens: Int64, length: Int64, window: Int?
    ) -> BatchShape {
        var shape = BatchShape()
        let window = window.map(Int64.init)
        shape.decodeSequences = decodes
        shape.contextTokens = decodes * context
        shape.windowedContextTokens = window.map { decodes * min(context, $0) } ?? 0
        guard tokens > 0 else { return shape }
        let prompts = tokens / length
        shape.prefillTokens = prompts * length
        shape.prefillChunks = prompts
        shape.completedPrefills = prompts
        shape.prefillPairs = prompts * (length * (length + 1) / 2)
        if let window {
            let inside = min(length, window)
            shape.windowedPrefillPairs = prompts * (inside * (inside + 1) / 2 + (length - inside) * window)
        }
        return shape
    }
}
