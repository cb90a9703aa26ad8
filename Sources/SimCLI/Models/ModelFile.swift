import HardwareModels

/// A model that a user describes by a Hugging Face `config.json`, or by the folder that holds one. Nothing is
/// downloaded and no weights are read.
struct ModelFile {
    let architecture: ModelArchitecture
    /// What the checkpoint says of the KV cache; nil for nothing.
    let kvFormat: KVFormat?
    /// What it describes and the model leaves out, in sentences.
    let notes: [String]

    /// True for what only a path can be: `./x`, `/x`, `x.json`.
    static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") || text.hasSuffix(".json")
            || text == "." || text == ".."
    }

    /// Reads `path`, or `config.json` in it where that is a folder, and `hf_quant_config.json` beside it if there is
    /// one.
    ///
    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one that is not understood.
    init(path: String) throws(CLIError) {
        let file = ModelFile.file(path)
        try self.init(
            try JSONObject(path: file, called: "a model's config.json", passesNonFinite: true), file: file)
    }

    /// A `config.json` that was read already, from `file`.
    init(_ config: JSONObject, file: String) throws(CLIError) {
        let besides = ModelFile.quantizationFile(besides: file)
        let quantization =
            InputFile.exists(besides) ? try JSONObject(path: besides, called: "hf_quant_config.json") : nil
        let model = try ModelConfig(config, name: ModelFile.name(file), besides: quantization)
        architecture = model.architecture
        kvFormat = model.kvFormat
        notes = model.notes
    }

    /// The files that a model of this name would be read from; none where it is no name of a file.
    static func paths(_ name: String) -> [String] {
        let file = file(name)
        let isOfCatalog = (try? ModelCatalog.model(named: name)) != nil
        guard isPath(name) || (!isOfCatalog && InputFile.exists(file)) else { return [] }
        let besides = quantizationFile(besides: file)
        return InputFile.exists(besides) ? [file, besides] : [file]
    }

    /// The path itself, or `config.json` in it where that is a folder.
    private static func file(_ path: String) -> String {
        guard !path.hasSuffix(".json") else { return path }
        return path.hasSuffix("/") ? path + "config.json" : path + "/config.json"
    }

    private static func quantizationFile(besides file: String) -> String {
        (file.lastIndex(of: "/").map { String(file[...$0]) } ?? "") + "hf_quant_config.json"
    }

    /// The folder of a `config.json`, else the file without its suffix. In the cache of Hugging Face's hub, where the
    /// folder is called by a hash, the name of the repository.
    static func name(_ file: String) -> String { VisibleText.line(plainName(file)) }

    private static func plainName(_ file: String) -> String {
        let parts = file.split(separator: "/").map(String.init)
        if let repository = parts.last(where: { $0.hasPrefix("models--") }) {
            var name = ""
            var rest = Substring(repository.dropFirst("models--".count))
            while let dash = rest.firstIndex(of: "-") {
                let next = rest.index(after: dash)
                let isDouble = next < rest.endIndex && rest[next] == "-"
                name += rest[..<dash] + (isDouble ? "/" : "-")
                rest = rest[(isDouble ? rest.index(after: next) : next)...]
            }
            return name + rest
        }
        guard let last = parts.last else { return "model" }
        if last == "config.json" {
            let folder = parts.dropLast().last { $0 != "." && $0 != ".." }
            return folder ?? "config"
        }
        return last.hasSuffix(".json") ? String(last.dropLast(5)) : last
    }
}

extension ModelArchitecture {
    /// Every figure of the shape: what a configuration's hash knows of a model that is no catalogue's.
    var fingerprint: String {
        var figures = [
            layers, hiddenSize, heads, kvHeads, headDimension, feedForwardSize, vocabularySize,
            slidingWindow ?? 0,
            fullAttentionEvery, fullAttentionCount ?? -1, chunksAttention ? 1 : 0,
            normalizesQueriesAndKeys ? 1 : 0, extraNorms,
            tiesEmbeddings ? 1 : 0, maxPositions,
        ]
        if let mixture {
            figures += [
                mixture.experts, mixture.expertsPerToken, mixture.expertSize, mixture.sharedExpertSize,
                mixture.denseLayers, mixture.every,
            ]
        }
        if let latent = latentAttention {
            figures += [
                latent.kvRank, latent.queryRank, latent.ropeDimension, latent.plainDimension,
                latent.valueDimension,
            ]
        }
        figures.append(Int(publishedFormat.layers.rawValue))
        var text = figures.map { String($0) }.joined(separator: " ") + " " + publishedFormat.name
        if visionParameters > 0 { text += " tower \(visionParameters)" }
        let usual = QuantizationFormat.all.first { $0.name == publishedFormat.name }
        if let size = publishedFormat.groupSize, publishedFormat.weightBytes != usual?.weightBytes {
            text += " groups of \(size), \(publishedFormat.scaleBytes)"
        }
        return text
    }
}
