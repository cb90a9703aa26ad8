/// Names of files.
enum FileName {
    /// The last part of a path: `b.json` of `a/b.json`.
    static func last(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}
