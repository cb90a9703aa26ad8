/// Names of files.
package enum FileName {
    /// The last part of a path: `b.json` of `a/b.json`.
    package static func last(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }
}
