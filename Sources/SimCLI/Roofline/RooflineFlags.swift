/// The flags of `roofline`: those of run that say which system it is, and what is drawn of it.
enum RooflineFlags {
    /// Flags of run that make a difference to a single step.
    static let systemKeys: [FlagKey] = [
        .model, .gpu, .tp, .pp, .ep, .engine, .dtype, .quantization, .kvCacheDtype, .expertRouting, .sampling,
        .constants, .powerCap, .clock, .maxNumSeqs, .maxNumBatchedTokens, .blockSize,
        .gpuMemoryUtilization, .maxModelLen, .kvCacheTokens, .config, .set,
    ]

    static let own: [Flag] = [
        Flag(
            .inputLen, .lengths, .load, aliases: ["isl", "prompt-len"], default: "512",
            "Context of every decode row, in tokens; of a law its mean"),
        Flag(
            .byHand, .expression("PHASE:N"), .output, absence: "none",
            "Print the calculation behind one dot, line by line: decode:BATCH or prefill:TOKENS"),
        Flag(
            .output, .outputs, .output, short: "o", absence: "none",
            "Write .svg, .md or .json; - is --json (repeatable)"),
        Flag(.json, .toggle, .output, default: "false", "Print one JSON document in place of the table"),
    ]

    static let all: [Flag] = RunFlags.all.filter { systemKeys.contains($0.key) } + own

    static var help: String {
        var text = """
            Examples:
              wattline roofline
              wattline roofline -m qwen3-32b --tp 2 --quantization fp8 --input-len 2000
              wattline roofline -m textbook-7b -g textbook-gpu --engine ideal --by-hand decode:1
              wattline roofline --engine ideal -o roofline.svg

            wattline roofline [flags]

            Where prompts and decode batches lie under the datasheet's roofline: FLOP, bytes, FLOP/byte, time
            and J per token of single steps, what each waits for, and the batch from which decode is bound by
            arithmetic. Figures of FLOP and bytes are of one GPU. 'of roof' is the shortest time that peak and
            bandwidth allow, as a share of the modelled one. 'waits for' is what most of the time goes to.


            """
        text += "Picture and calculation:\n"
        for flag in own { text += HelpCommand.entry(flag) }
        text += "\nModel, hardware and limits, as in 'wattline help run':\n"
        for flag in all where systemKeys.contains(flag.key) { text += HelpCommand.entry(flag) }
        return text + "\n  -h, --help\n      This page\n"
    }
}
