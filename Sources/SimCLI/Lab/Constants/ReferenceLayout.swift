import HardwareModels
import WattlineText

/// The layout of the reference study's constants.json.
///
/// Its kernels know 16-bit, fp8 and mxfp4 weights; other families of kernels take the nearest of these.
enum ReferenceLayout {
    private static let wide: [KernelFamily] = [
        .tf32, .sixteenBit, .int8WeightOnly, .int4WeightOnly, .bitsandbytes4, .mxfp4,
    ]
    private static let narrow: [KernelFamily] = [.fp8, .fp8Block, .int8, .llmInt8]
    private static let packedExperts: [KernelFamily] = [.mxfp4, .int4WeightOnly, .bitsandbytes4]
    private static let wideExperts: [KernelFamily] = [.fp32, .tf32, .sixteenBit, .int8WeightOnly]

    /// The constants that a short name of `c` stands for, and the factor between them: `bar` is bytes a second of a
    /// link of 450 GB/s, `bsmp` passes over logits of 4 bytes.
    private static func targets(_ short: String) -> (names: [String], factor: Double) {
        func products(_ families: [KernelFamily], _ field: String) -> [String] {
            families.map { "products.\($0.rawValue).\(field)" }
        }
        func experts(_ families: [KernelFamily], _ field: String) -> [String] {
            families.map { "experts.\($0.rawValue).\(field)" }
        }
        let all = KernelFamily.allCases
        return switch short {
        case "ec": (products(wide, "computeEfficiency"), 1)
        case "em": (products(wide + [.fp32], "memoryEfficiency"), 1)
        case "t0": (products(wide + [.fp32], "launchMicroseconds"), 1)
        case "tau": (products(all, "microsecondsPer1024Depth"), 1)
        case "ks": (products(all, "depthLimit"), 1)
        case "p": (products(all, "cornerExponent"), 1)
        case "ec8": (products(narrow, "computeEfficiency"), 1)
        case "em8": (products(narrow, "memoryEfficiency"), 1)
        case "t08": (products(narrow, "launchMicroseconds"), 1)
        case "ea": (["additivePrefill.computeEfficiency"], 1)
        case "eam": (["additivePrefill.memoryEfficiency"], 1)
        case "ta": (["additivePrefill.launchMicroseconds"], 1)
        case "eg": (["linearDecode.memoryEfficiency"], 1)
        case "tg": (["linearDecode.launchMicroseconds"], 1)
        case "cg": (["linearDecode.microsecondsPerHead"], 1)
        case "eme": (experts(wideExperts, "memoryEfficiency"), 1)
        case "ece": (experts(wideExperts, "computeEfficiency"), 1)
        case "te": (experts(wideExperts, "launchMicroseconds"), 1)
        case "pe": (experts(all, "cornerExponent"), 1)
        case "eae": (experts(all, "activationEfficiency"), 1)
        case "eme8": (experts(narrow, "memoryEfficiency"), 1)
        case "ece8": (experts(narrow, "computeEfficiency"), 1)
        case "te8": (experts(narrow, "launchMicroseconds"), 1)
        case "emx": (experts(packedExperts, "memoryEfficiency"), 1)
        case "ecx": (experts(packedExperts, "computeEfficiency"), 1)
        case "tex": (experts(packedExperts, "launchMicroseconds"), 1)
        case "umoe": (experts(wideExperts + narrow, "untunedPenalty"), 1)
        case "imb": (["expertImbalance"], 1)
        case "tel": (["elementwiseMicroseconds"], 1)
        case "eel": (["elementwiseMemoryEfficiency"], 1)
        case "nel": (["elementwiseKernels"], 1)
        case "aar": (["allReduce.startMicroseconds"], 1)
        case "bar": (["allReduce.linkEfficiency"], 1 / 450e9)
        case "tsmp": (["sampler.launchMicroseconds"], 1)
        case "bsmp": (["sampler.bytesPerLogit"], 4)
        default: ([], 1)
        }
    }

    /// Names of `c` that are the datasheet's, or that the reference leaves at the value that means nothing.
    private static let ignored = ["P", "BW", "pg", "c0", "c1", "cm", "cl"]

    private static let lists = [
        "fw": ["stepOverheadMicroseconds", "sampler.nanosecondsPerLogit"],
        "pw": ["activeFloorWatts", "picojoulesPerFlop", "picojoulesPerByte", "sampler.nanojoulesPerLogit"],
    ]

    static func read(
        _ members: [JSONMember], refuse: (Int, String) -> CLIError
    ) throws(CLIError) -> ConstantValues {
        var values = ConstantValues()
        var kernels = RooflineConstants.reference
        for member in members {
            do throws(BadValue) {
                switch (member.key, member.node.value) {
                case ("c", .object(let constants)):
                    for entry in constants {
                        let value = try ConstantsFile.number(entry.node)
                        if entry.key == "nu" {
                            kernels.routing = value > 0 ? .skewed(value) : .uniform
                            continue
                        }
                        let (names, factor) = targets(entry.key)
                        guard !names.isEmpty || ignored.contains(entry.key) else {
                            throw .sentence("unknown constant \(quoted(entry.key)) of the reference's layout")
                        }
                        for name in names {
                            let constant = try Constant.named(name)
                            do throws(BadValue) {
                                values.set(constant, to: try constant.checked(value * factor))
                            } catch {
                                throw .sentence("\(entry.key), which sets \(name), \(error.text)")
                            }
                        }
                    }
                case (let key, .array(let numbers)):
                    guard let list = lists[key], list.count == numbers.count else {
                        throw .predicate("is not a list of the reference's constants")
                    }
                    for (name, node) in zip(list, numbers) {
                        let constant = try Constant.named(name)
                        let value = try constant.checked(ConstantsFile.number(node))
                        values.set(constant, to: value)
                        // The reference's sampler has one cost for every logit, and its steps are all in a graph.
                        if name == "sampler.nanosecondsPerLogit" {
                            values.set(try Constant.named("sampler.nanosecondsPerLaterLogit"), to: value)
                            values.set(try Constant.named("ungraphedLayerMicroseconds"), to: 0)
                        }
                    }
                case ("c", _): throw .must("an object, got \(member.node.kindName)")
                case (let key, _) where lists[key] != nil: throw .must("a list, got \(member.node.kindName)")
                default: throw .predicate("does not belong beside \"c\": the reference has c, fw and pw")
                }
            } catch {
                throw refuse(member.keyOffset, error.message(for: Subject(name: member.key)))
            }
        }
        values.kernels = kernels
        return values
    }
}
