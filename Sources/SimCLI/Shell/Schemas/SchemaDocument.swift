import WattlineLab
import WattlineText

/// A kind of JSON document that Wattline reads or writes, with its schema.
///
/// A new one is a file with `extension SchemaDocument { static let mine = SchemaDocument("mine", ...) }`, and its name
/// in ``all``; the tests of `SchemaDocumentTests` then hold of it too.
struct SchemaDocument: Sendable {
    let name: String
    /// What the document is and where it is met, in a line.
    let summary: String
    /// What a definition's name stands for, in `#/$defs/NAME`.
    let definitions: @Sendable () -> [(name: String, schema: Schema)]
    let schema: @Sendable () -> Schema

    init(
        _ name: String, _ summary: String,
        definitions: @escaping @Sendable () -> [(name: String, schema: Schema)] = { [] },
        schema: @escaping @Sendable () -> Schema
    ) {
        self.name = name
        self.summary = summary
        self.definitions = definitions
        self.schema = schema
    }

    /// In the order of `wattline schema`.
    static let all: [SchemaDocument] = [
        config, result, requestRow, sweep, sweepRow, sweepReport, compare, check, checkReport, timeline,
        traceInfo,
        traceConvert, roofline, device, constants, study, studyResult, validation, calibration,
    ]

    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The whole schema, as `wattline schema NAME` prints it.
    var json: JSON {
        var members: [(key: String, value: JSON)] = [
            (JSONObject.schemaKey, .text(SchemaDocument.dialect)),
            ("$id", .text("urn:wattline:schema:\(name)")),
            ("$comment", .text("wattline \(ProgramVersion.number)")),
            ("title", .text("wattline \(name)")),
            ("description", .text(summary)),
        ]
        members += schema().members
        let definitions = definitions()
        if !definitions.isEmpty {
            members.append(("$defs", .object(definitions.map { ($0.name, $0.schema.json) })))
        }
        return .object(members)
    }

    /// - Throws: `CLIError` (exit code 2) with the nearest name for one that there is not.
    static func named(_ name: String) throws(CLIError) -> SchemaDocument {
        let wanted = NearMiss.folded(name)
        if let document = all.first(where: { NearMiss.folded($0.name) == wanted }) { return document }
        let names = all.map(\.name)
        throw CLIError.usage(
            "unknown schema \(quoted(name)).\(NearMiss.hint(for: name, among: names)) "
                + "Schemas are \(names.joined(separator: ", "))")
    }
}

extension Schema.Property {
    static let schemaOfFile = optional(
        JSONObject.schemaKey, .text().described("Where this schema is, for editors; not read"))
}
