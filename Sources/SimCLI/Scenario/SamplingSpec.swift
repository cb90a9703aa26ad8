import HardwareModels

/// How requests ask for the next token, as `--sampling` has it.
struct SamplingSpec: Equatable {
    let sampling: Sampling

    static let names = Sampling.named.map(\.name)

    init(parsing text: String) throws(BadValue) {
        let folded = text.lowercased()
        guard let sampling = Sampling(named: folded) else {
            let parts = folded.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
            let stray = parts.first { !SamplingSpec.names.contains($0) }
            guard let stray else {
                throw .must(
                    "greedy alone, or one of top-p, top-k and top-k-top-p, + penalties, got \(quoted(text))")
            }
            let near = NearMiss.hint(for: stray, among: SamplingSpec.names)
            throw .must(
                "\(SamplingSpec.names.joined(separator: ", ")), joined by +, got \(quoted(text))"
                    + (near.isEmpty ? "" : "." + near))
        }
        self.sampling = sampling
    }

    /// From settings, which were read by the same words.
    init(_ text: String) throws(CLIError) {
        do throws(BadValue) { try self.init(parsing: text) } catch {
            throw error.error(for: Subject(name: "--sampling"))
        }
    }
}

extension SamplingSpec: CustomStringConvertible {
    /// Reads back as the same.
    var description: String { sampling.name }
}
