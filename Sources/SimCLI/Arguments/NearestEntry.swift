import HardwareModels

/// What to try instead of a name that is in no list.
enum NearestEntry {
    /// `Did you mean X?`, with the same words as the flag that takes such a name, or where names are.
    static func advice(for name: String) -> String {
        let models = ModelCatalog.suggestions(for: name)
        let devices = NearestName.suggestions(for: name, among: DeviceCatalog.all.map(\.name))
        let others = CatalogKind.allCases.filter { $0 != .models && $0 != .gpus }
            .flatMap { $0.entries.map(\.name) }
        let words = NearMiss.nearest(to: name, among: others).map { [$0] } ?? []
        let near = [models, devices, words].filter { !$0.isEmpty }.min { left, right in
            distance(name, left[0]) < distance(name, right[0])
        }
        guard let near else { return "'wattline list' shows where names are" }
        let list =
            near.count == 1
            ? near[0] : near.dropLast().joined(separator: ", ") + " or " + near[near.count - 1]
        return "Did you mean \(list)?"
    }

    private static func lastPart(_ name: String) -> String {
        name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        NearMiss.editDistance(
            Array(NearMiss.folded(lastPart(left)).utf8.prefix(64)),
            Array(NearMiss.folded(right).utf8.prefix(64)))
    }
}
