import HardwareModels
import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("Number formats of a run")
struct FormatChoiceTests {
    private func choice(_ line: String) throws -> (format: QuantizationFormat, kv: String) {
        let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
        let arguments = line.split(separator: " ").map(String.init)
        let scenario = try Scenario(Settings(parser.parse(arguments).given))
        return (scenario.cost.format, FormatChoice.kvName(scenario.cost.format, scenario.cost.kvFormat))
    }

    @Test("Without a flag the weights are as published and the rest is bf16, fp16 where there is no bf16")
    func defaults() throws {
        #expect(try choice("").format == .bf16)
        #expect(try choice("-m gpt-oss-20b").format == .mxfp4)
        #expect(try choice("-m deepseek-v3 --tp 8 -g h200").format == .fp8Block)
        #expect(try choice("-m llama-3.1-405b-fp8 --tp 8").format == .fp8.limited(to: .feedForward))
        #expect(try choice("-m qwen3-4b -g t4").format == .fp16)
        #expect(try choice("-m qwen3-4b -g t4").kv == "fp16")
    }

    @Test("A checkpoint that quantises some layers keeps to them when its format is named; none undoes it")
    func named() throws {
        #expect(
            try choice("-m llama-3.1-405b-fp8 --tp 8 --quantization fp8").format
                == .fp8.limited(to: .feedForward))
        #expect(try choice("-m gpt-oss-20b --quantization none").format == .bf16)
        #expect(try choice("-m gpt-oss-20b --quantization int4-awq").format == .int4AWQ)
    }

    @Test("The dtype is what computes beside the quantised weights", arguments: FormatChoice.quantized)
    func base(format: QuantizationFormat) throws {
        for unit in [ComputeUnit.bf16, .fp16] {
            let used = try choice("--quantization \(format.name) --dtype \(unit.rawValue)").format
            #expect(used.baseUnit == unit)
            #expect(used.weightBytes == format.weightBytes)
            #expect([unit, .fp8, .int8].contains(used.unit))
            #expect(FormatChoice.dtypeName(used) == unit.rawValue)
            #expect(FormatChoice.quantizationName(used) == format.name)
        }
    }

    @Test("The KV cache is as wide as the activations unless told otherwise")
    func kvCache() throws {
        #expect(try choice("").kv == "bf16")
        #expect(try choice("--dtype fp32").kv == "auto")
        #expect(try choice("--quantization fp8").kv == "bf16")
        #expect(try choice("--kv-cache-dtype fp8_e4m3").kv == "fp8")
        #expect(try choice("--dtype fp32 --kv-cache-dtype bf16").kv == "bf16")
    }

    @Test("A narrower KV cache holds more, and narrower weights leave more room")
    func memory() throws {
        func blocks(_ line: String) throws -> Int {
            let parser = ArgumentParser(flags: RunFlags.all, verb: "run")
            let arguments = line.split(separator: " ").map(String.init)
            return try Scenario(Settings(parser.parse(arguments).given)).setup.limits.kvBlocks
        }
        let plain = try blocks("")
        #expect(try abs(blocks("--kv-cache-dtype fp8") - 2 * plain) <= 1)
        #expect(try blocks("--quantization fp8") > plain)
        #expect(try blocks("--quantization int4-awq") > blocks("--quantization fp8"))
        #expect(try blocks("--dtype fp32") < plain)
        #expect(try blocks("--pp 2") > 2 * plain)
        #expect(try blocks("-m qwen3-30b-a3b --tp 2 --ep 2") > blocks("-m qwen3-30b-a3b"))
    }

    @Test(
        "What does not go together says why and what to try",
        arguments: [
            (
                "--dtype fp32 --quantization awq",
                "--dtype fp32 does not go with int4-awq: beside those weights it computes in 16 bits. Drop one of the "
                    + "two"
            ),
            (
                "-m gpt-oss-20b --dtype fp32",
                "--dtype fp32 does not go with the published weights of gpt-oss-20b, mxfp4: beside those weights it "
                    + "computes in 16 bits. Drop it, or add --quantization none"
            ),
            (
                "-g apple-m1-pro --quantization int8",
                "int8 cannot run on apple-m1-pro: it has no unit for int8. Possible: fp16, fp32, tf32, fp8, fp8-block, "
                    + "int8-wo, int4-awq, int4-gptq, bnb-nf4, bnb-fp4 or mxfp4"
            ),
            (
                "-g t4 -m qwen3-4b --dtype bf16",
                "bf16 cannot run on t4: it has no unit for bf16. Possible: fp16, fp32, tf32, fp8, fp8-block, int8, "
                    + "int8-wo, int4-awq, int4-gptq, llm-int8, bnb-nf4, bnb-fp4 or mxfp4"
            ),
        ])
    func refusals(line: String, message: String) {
        let invocation = Invocation("run " + line)
        #expect(invocation.errors == "wattline: error: \(message)\n")
        #expect(invocation.code == 2)
    }

    @Test("A device without the unit says what it does instead")
    func fallback() {
        let invocation = Invocation("run -g a100 --quantization fp8 --num-prompts 5")
        #expect(invocation.code == 0)
        #expect(
            invocation.errors
                == "wattline: warning: a100-sxm-80gb has no unit for fp8: fp8 weights are stored in 8 bits and "
                + "multiplied in bf16\n")
        #expect(Invocation("run --quantization fp8 --num-prompts 5").errors.isEmpty)
    }
}
