/// `wattline merge`: the files of a sweep's shards, joined and shown as one sweep.
enum MergeCommand {
    static func run(_ arguments: [String], _ terminal: inout Terminal) throws(CLIError) {
        let parser = ArgumentParser(flags: SweepFlags.ofMerge, verb: "merge")
        let parsed = try parser.parse(arguments)
        if parsed.wantsHelp {
            terminal.output.write(SweepHelp.merge)
            return
        }
        let request = try SweepRequest(parsed.given)
        let inputs = InputFiles(words: parsed.positionals, of: "merge")
        try inputs.refuseRepeatedStreams()
        let merge = try SweepMerge(parsed.positionals)
        let view = try SweepView(request, merge.header)
        let outputs = try SweepOutputs(request.outputs, inputs: inputs)
        if let path = outputs.journal { try OutputFile.write(merge.text, to: path) }
        let report = SweepReport(merge.header, view, merge.rows)
        try SweepCommand.show(report, outputs, request, &terminal)
        try report.judge()
    }
}
