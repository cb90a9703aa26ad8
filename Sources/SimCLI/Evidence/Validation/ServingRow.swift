import SimCore
import WattlineText

/// One run of a closed-loop serving benchmark as `serving_*.csv` describes it, and what was measured.
struct ServingRow {
    let number: Int
    let gpu: String
    let devices: Int
    let model: String
    let weights: String
    /// Empty where the row does not say.
    let engine: String
    let tensorParallel: Int
    let expertParallel: Int
    let workload: String
    let maxSequences: Int
    let requests: Int
    let promptTokens: Int
    let outputLengths: LengthHistogram
    /// nil where the row does not have it, as the others.
    let meanBatch: Double?
    let medianITLMilliseconds: Double?
    let outputThroughput: Double?
    let watts: Double?
    let joulesPerToken: Double?

    /// Model, number format and GPU: what errors are summed up by.
    var group: String { "\(model) \(weights) \(gpu)" }

    var label: String { "\(workload) x\(devices) at \(maxSequences)" }

    /// The columns that make a table one of serving runs.
    static let columns = [
        "gpu", "gpus", "model", "weights", "tensor_parallel", "expert_parallel", "workload", "max_num_seqs",
        "requests", "prompt_tokens_assumed", "output_len_min", "output_len_max", "output_len_counts",
    ]

    /// Every row of a table.
    static func read(_ table: DataTable) throws(CLIError) -> [ServingRow] {
        var table = table
        let columns = try Columns(table)
        var rows: [ServingRow] = []
        while try table.next() { rows.append(try ServingRow(table, columns)) }
        return rows
    }

    private init(_ table: DataTable, _ columns: Columns) throws(CLIError) {
        number = table.row
        gpu = table.text(columns.gpu)
        devices = try table.whole(columns.gpus, in: 1...1024)
        model = table.text(columns.model)
        weights = table.text(columns.weights)
        engine = columns.engine.map { table.text($0) } ?? ""
        tensorParallel = try table.whole(columns.tensorParallel, in: 1...1024)
        expertParallel = try table.whole(columns.expertParallel, in: 1...1024)
        workload = table.text(columns.workload)
        maxSequences = try table.whole(columns.maxSequences, in: 1...100_000)
        requests = try table.whole(columns.requests, in: 1...10_000_000)
        promptTokens = try table.whole(columns.promptTokens, in: 1...10_000_000)
        let shortest = try table.number(columns.shortest, in: 1...1e7)
        let longest = try table.number(columns.longest, in: 1...1e7)
        var counts: [Int] = []
        for part in table.text(columns.counts).split(separator: ";", omittingEmptySubsequences: false) {
            guard let count = Int(part), (0...1_000_000_000).contains(count) else {
                throw table.refusal(columns.counts, expected: "whole numbers between semicolons")
            }
            counts.append(count)
        }
        guard let lengths = LengthHistogram(shortest: shortest, longest: longest, counts: counts) else {
            throw table.refusal(
                columns.counts,
                expected: "a histogram with answers in it, and output_len_min <= output_len_max")
        }
        outputLengths = lengths
        meanBatch = try table.figure(columns.meanBatch)
        medianITLMilliseconds = try table.figure(columns.medianITL)
        outputThroughput = try table.figure(columns.throughput)
        watts = try table.figure(columns.power)
        joulesPerToken = try table.figure(columns.energy)
    }

    private struct Columns {
        let gpu, gpus, model, weights, tensorParallel, expertParallel, workload, maxSequences, requests,
            promptTokens, shortest, longest, counts: DataTable.Column
        let engine, meanBatch, medianITL, throughput, power, energy: DataTable.Column?

        init(_ table: DataTable) throws(CLIError) {
            gpu = try table.column("gpu")
            gpus = try table.column("gpus")
            model = try table.column("model")
            weights = try table.column("weights")
            tensorParallel = try table.column("tensor_parallel")
            expertParallel = try table.column("expert_parallel")
            workload = try table.column("workload")
            maxSequences = try table.column("max_num_seqs")
            requests = try table.column("requests")
            promptTokens = try table.column("prompt_tokens_assumed")
            shortest = try table.column("output_len_min")
            longest = try table.column("output_len_max")
            counts = try table.column("output_len_counts")
            engine = table.optionalColumn("engine")
            meanBatch = table.optionalColumn("mean_batch")
            medianITL = table.optionalColumn("median_itl_ms")
            throughput = table.optionalColumn("output_throughput")
            power = table.optionalColumn("avg_gpu_power_w")
            energy = table.optionalColumn("energy_per_output_token_j")
        }
    }
}

extension DataTable {
    /// nil for a column that is not there.
    func optionalColumn(_ name: String) -> Column? { try? column(name) }

    /// A measured figure, above zero; nil for a column or a cell that is not there.
    func figure(_ column: Column?) throws(CLIError) -> Double? {
        guard let column else { return nil }
        return try optionalNumber(column, in: 1e-12...1e15)
    }
}
