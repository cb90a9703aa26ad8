import HardwareModels
import WattlineLab
import WattlineText

/// Devices and constants: the files that describe hardware.
extension SchemaDocument {
    static let device = SchemaDocument(
        "device", "A GPU of one's own: what --gpu FILE.json reads and 'wattline show GPU --json' prints"
    ) {
        let facts = DeviceDocument.facts(DeviceCatalog.textbook, source: "")
        return .object(
            [.schemaOfFile]
                + DeviceDocument.keys.map { key in
                    let unit = facts.first { $0.key == key }?.unit ?? ""
                    let schema = unit.isEmpty ? value(key) : value(key).described(unit)
                    return DeviceDocument.required.contains(key)
                        ? .required(key, schema) : .optional(key, schema.orNull)
                })
    }

    private static func value(_ key: String) -> Schema {
        if let limits = DeviceDocument.limits[key] { return .number(limits) }
        if let limits = DeviceDocument.wholeLimits[key] { return .whole(limits) }
        switch key {
        case "name":
            return .name.with("maxLength", .whole(DeviceDocument.longestName))
        case "computes_bf16": return .bool
        case "energy_provenance": return .provenance
        case "kind": return .constant("gpu")
        case "ridge_point": return .number.described("FLOP/byte; follows from the others and is not read")
        default: return .text()
        }
    }

    static let constants = SchemaDocument(
        "constants", "Constants of the time and energy model: what calibrate -o writes and --constants reads",
        definitions: { [("value", .either([.number, .constant("inf")]))] }
    ) {
        let nested = Constant.all.map { ($0.name.split(separator: ".").map(String.init)[...], $0) }
        let inner = nested.filter { $0.0.count > 1 }
        return .object(
            [.schemaOfFile] + Constant.all.map { .optional($0.name, schema($0)) } + members(inner))
    }

    private static func schema(_ constant: Constant) -> Schema {
        let bounds =
            "a fit stays from \(Figures.plain(constant.bounds.lowerBound)) to "
            + Figures.plain(constant.bounds.upperBound)
        return .reference("value").described(constant.unit.isEmpty ? bounds : "[\(constant.unit)], \(bounds)")
    }

    /// Constants by the parts of their names, as objects in objects.
    private static func members(_ constants: [(path: ArraySlice<String>, constant: Constant)]) -> [Schema
        .Property]
    {
        var names: [String] = []
        var groups: [String: [(path: ArraySlice<String>, constant: Constant)]] = [:]
        for entry in constants {
            guard let name = entry.path.first else { continue }
            if groups[name] == nil { names.append(name) }
            groups[name, default: []].append((entry.path.dropFirst(), entry.constant))
        }
        return names.map { name in
            let group = groups[name] ?? []
            if let only = group.first, only.path.isEmpty { return .optional(name, schema(only.constant)) }
            return .optional(name, .object(members(group)))
        }
    }
}
