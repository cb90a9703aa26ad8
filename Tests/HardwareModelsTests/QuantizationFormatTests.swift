import Testing

@testable import HardwareModels

@Suite struct QuantizationFormatTests {
    @Test func everyNameFindsItsFormat() throws {
        for format in QuantizationFormat.all {
            #expect(try QuantizationFormat.format(named: format.name.uppercased()) == format)
        }
        #expect(try QuantizationFormat.format(named: "AWQ") == .int4AWQ)
        let error = #expect(throws: HardwareError.self) { try QuantizationFormat.format(named: "int5-awq") }
        #expect(error?.description.hasPrefix("unknown format 'int5-awq'. Did you mean int4-awq") == true)
    }

    @Test func formatsStandFromWideToNarrow() {
        #expect(QuantizationFormat.fp32.weightBytes == 4)
        #expect(QuantizationFormat.bf16.weightBytes == 2)
        #expect(QuantizationFormat.fp8.weightBytes == 1)
        // 4 bits, 16 bits of scale and 4 of zero point for 128 weights; 8 bits of scale for 32.
        #expect(QuantizationFormat.int4AWQ.weightBytes == 0.51953125)
        #expect(QuantizationFormat.mxfp4.weightBytes == 0.53125)
        #expect(QuantizationFormat.nf4.weightBytes == 0.5625)
    }

    @Test func theSizeOfAGroupChangesTheBytes() throws {
        for format in QuantizationFormat.all {
            let sizes = [16, 32, 64, 128, 1024].map { format.grouped(by: $0, scaleBytes: 2) }
            #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0.weightBytes > $1.weightBytes })
            #expect(sizes.allSatisfy { $0.name == format.name && $0.groupSize != nil })
            // What a pass unpacks it reads, and writes in 16 bits.
            #expect(
                sizes.allSatisfy {
                    format.unpackedBytesPerWeight == 0
                        ? $0.unpackedBytesPerWeight == 0
                        : $0.unpackedBytesPerWeight == $0.weightBytes + 2
                })
            guard let size = format.groupSize else { continue }
            #expect(format.grouped(by: size, scaleBytes: format.scaleBytes) == format)
        }
        #expect(QuantizationFormat.int4GPTQ.grouped(by: 32, scaleBytes: 2).weightBytes == 4.5 / 8)
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        let half = QuantizationFormat.fp8.limited(to: .feedForward)
        #expect(half.limited(to: .attention).layers == [])
        #expect(half.holding(for: .attention).layers == .attention)
        #expect(llama.weightBytes(half.holding(for: .linear)) == llama.weightBytes(.fp8))
    }

    @Test func unitsThatAreMissingAreReplacedOrRefused() throws {
        let a100 = DeviceCatalog.a100SXM80
        #expect(try QuantizationFormat.fp8.resolved(on: a100).unit == .bf16)
        #expect(try QuantizationFormat.fp8.resolved(on: a100).family == .int8WeightOnly)
        #expect(try QuantizationFormat.tf32.resolved(on: .t4).unit == .fp32)
        #expect(try QuantizationFormat.int4AWQ.resolved(on: .t4).unit == .fp16)
        #expect(try QuantizationFormat.bf16.resolved(on: a100) == .bf16)
        let error = #expect(throws: HardwareError.self) { try QuantizationFormat.bf16.resolved(on: .t4) }
        #expect(
            error?.description
                == "bf16 cannot run on t4: it has no unit for bf16. Possible: fp16, fp32, tf32, fp8, fp8-block, int8, "
                + "int8-wo, int4-awq, int4-gptq, llm-int8, bnb-nf4, bnb-fp4 or mxfp4")
        #expect(throws: HardwareError.self) { try QuantizationFormat.int8.resolved(on: DeviceCatalog.m1Pro) }
    }

    @Test func checkpointsQuantiseTheirOwnLayers() throws {
        let maverick = try ModelCatalog.model(named: "Llama-4-Maverick-FP8")
        #expect(maverick.publishedFormat.weightBytes(of: .experts) == 1)
        #expect(maverick.publishedFormat.weightBytes(of: .attention) == 2)
        let big = try ModelCatalog.model(named: "meta-llama/Llama-3.1-405B-Instruct-FP8")
        #expect(big.publishedFormat.weightBytes(of: .feedForward) == 1)
        #expect(big.publishedFormat.weightBytes(of: .attention) == 2)
        // 63.3 GB as published on the hub.
        let oss = try ModelCatalog.model(named: "gpt-oss-120b")
        #expect(agree(Double(oss.weightBytes(oss.publishedFormat)), 65.3e9, within: 0.02))
    }

    @Test func cacheWidthIsAChoiceOfItsOwn() throws {
        let llama = try ModelCatalog.model(named: "Llama-3.1-8B")
        #expect(llama.kvBytesPerToken(.bf16) == 131_072)
        #expect(llama.kvBytesPerToken(.fp8) == 131_072)
        #expect(llama.kvBytesPerToken(.fp8, .fp8) == 65_536)
        #expect(llama.kvBytesPerToken(.fp32) == 262_144)
        #expect(try KVFormat.format(named: "fp8_e4m3") == .fp8)
        #expect(throws: HardwareError.self) { try KVFormat.format(named: "fp7") }
    }
}

extension DeviceSpec {
    fileprivate static var t4: DeviceSpec { DeviceCatalog.t4 }
}
