import WattlineLab

/// Configurations: what `-c` reads, and what `--dry-run` and results have.
extension SchemaDocument {
    static let config = SchemaDocument(
        "config", "A configuration: what -c reads and --dry-run prints. Comments are allowed in the file",
        definitions: { ConfigFile.keys.map { ($0.name, $0.schema) } }
    ) {
        .object(
            [.schemaOfFile] + ConfigFile.keys.map { .optional($0.name, .reference($0.name)) },
            patterns: ConfigFile.keys.compactMap { flag in
                flag.spellingPattern.map { ($0, .reference(flag.name)) }
            })
    }
}

extension Schema {
    /// A resolved configuration as results carry it: every setting that determines the result.
    static var resolvedConfiguration: Schema {
        .object(RunFlags.all.filter(\.isConfiguration).map { .required($0.name, $0.schema) })
    }

    /// Some settings, each under its flag's long name.
    static var someConfiguration: Schema {
        .object(RunFlags.all.filter(\.isConfiguration).map { .optional($0.name, $0.schema) })
    }
}
