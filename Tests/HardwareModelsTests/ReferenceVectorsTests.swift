import Foundation
import SimCore
import Testing

@testable import HardwareModels

/// Steps computed by the reference implementation of the equations, at full precision.
///
/// Nine are quoted here, so that a clone without the reference checks them too.
@Suite struct ReferenceVectorsTests {
    /// kind, model, batch, context, prefill tokens, prompt length, GPUs, experts' split, then GPU us, step us, FLOP,
    /// bytes, uncapped W, J, W, all per GPU.
    static let quoted = [
        "decode,Llama-3.1-8B,1,512,0,1,1,1,6611.660589096045,7729.961012273417,"
            + "15277752320.0,15086509568.0,431.3293853018017,3.334159331830786,431.3293853018017",
        "prefill,Llama-3.1-8B,0,0,2048,2048,1,1,46062.12490853058,47180.42533170795,"
            + "29688401494016.0,35679624704.0,697.7288994295311,32.69603475487361,692.9999999999999",
        "mixed,Llama-3.1-8B,64,1024,512,512,1,1,17627.640529781722,20761.572364960142,"
            + "8211685965824.0,29412777472.0,668.4216831208073,13.877485144421097,668.4216831208073",
        "decode,Qwen3-8B,256,1024,0,1,1,1,23440.74685797228,34078.66875309259,"
            + "4029484630016.0,56480038912.0,600.5519562721637,20.466011186820815,600.5519562721637",
        "decode,Llama-70B,8,1024,0,1,4,1,16741.058508650876,18079.818617515863,"
            + "283375566848.0,35613471744.0,446.9206400350536,8.080244108257867,446.9206400350536",
        "decode,gemma-3-27b,64,8192,0,1,2,1,26639.668895258525,31847.25446633011,"
            + "1800631134890.6665,64225109333.333336,532.495705336111,16.95852623006706,532.495705336111",
        "mixed,Llama-4-Scout,64,1024,512,512,4,4,40510.54219912848,44822.28634852548,"
            + "4564411882681.29,61954310772.73381,461.13578747865745,20.669160311921175,461.13578747865745",
        "decode,gpt-oss-120b,64,8192,0,1,2,1,15035.74084261919,19282.78350028708,"
            + "407757127680.0,34690039808.0,500.0420913388857,9.64220338831851,500.0420913388857",
        "prefill,Qwen3-235B-A22B-FP8,0,0,2048,2048,8,8,80572.16088101215,81696.27610912996,"
            + "6567100242656.163,55495418985.65134,331.87143561055814,27.112660436373503,331.87143561055814",
    ]

    static let file: URL = {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["WATTLINE_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        return shared.appendingPathComponent("reference/test_vectors.csv")
    }()

    static var isFilePresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// The catalog's name, and what the reference stores in which format.
    static let models: [String: (String, QuantizationFormat)] = [
        "Llama-3.1-8B": ("Llama-3.1-8B", .bf16), "Qwen3-8B": ("Qwen3-8B", .bf16),
        "Qwen3-32B": ("Qwen3-32B", .bf16), "Llama-70B": ("Llama-3.1-70B", .bf16),
        "gemma-3-27b": ("gemma-3-27b", .bf16),
        "Llama-3.1-405B-FP8": ("Llama-3.1-405B-FP8", .fp8.limited(to: .feedForward)),
        "Qwen3-30B-A3B": ("Qwen3-30B-A3B", .bf16), "gpt-oss-20b": ("gpt-oss-20b", .mxfp4),
        "gpt-oss-120b": ("gpt-oss-120b", .mxfp4), "Llama-4-Scout": ("Llama-4-Scout", .bf16),
        "Qwen3-235B-A22B-FP8": ("Qwen3-235B-A22B-FP8", .fp8),
    ]

    @Test(arguments: quoted) func quotedStepAgrees(row: String) throws {
        try check(row)
    }

    @Test(.enabled(if: isFilePresent, "needs ../shared/reference or WATTLINE_SHARED"))
    func everyStepAgrees() throws {
        let rows = try String(contentsOf: Self.file, encoding: .utf8).split(whereSeparator: \.isNewline)
        var checked = 0
        for row in rows.dropFirst() {
            try check(String(row))
            checked += 1
        }
        #expect(checked == 84)
    }

    private func check(_ row: String) throws {
        let cells = row.split(separator: ",")
        let known = try cells[8...].map { try #require(Double($0)) }
        let counts = try cells[2..<7].map { try #require(Int64($0)) }
        let (batch, context, tokens, length) = (counts[0], counts[1], counts[2], counts[3])
        let (name, format) = try #require(Self.models[String(cells[1])])
        let architecture = try ModelCatalog.model(named: name)
        var model = try RooflineModel(
            model: architecture, device: DeviceCatalog.uncappedReference, engine: .reference, format: format,
            tensorParallel: Int(counts[4]), expertParallel: #require(Int(cells[7])))
        let window = architecture.slidingWindow
        let shape = BatchShape.decode(batch, context: context, window: window)
            .with(.prompts(tokens / length, of: tokens == 0 ? 0 : length, window: window))

        let step = ReferenceStep(model, shape)
        let sampling = model.engine.sampler.nanosecondsPerLogit * step.logits * 1e-3
        let gpu = step.microseconds - model.engine.stepOverheadMicroseconds - sampling
        let got = [
            gpu, step.microseconds, step.flop, step.bytes, step.uncappedWatts, step.joules, step.watts,
        ]
        for (got, known) in zip(got, known) {
            #expect(agree(got, known), "\(got) is not \(known) in \(row)")
        }

        let cost = model.cost(of: shape)
        #expect(agree(Double(cost.duration(at: shape)) * 1e-9, known[1]))
        let joules = model.estimate(of: shape).joules * Double(counts[4])
        #expect(agree(Double(cost.energy(at: shape)) * 1e-15, joules))
    }
}
