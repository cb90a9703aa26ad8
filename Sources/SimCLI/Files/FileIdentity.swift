/// Which file a path leads to, so that two paths are equal where they lead to one file, however they are spelt and
/// whether or not it is there yet: by device and number where it is, else by the folder's path without links.
struct FileIdentity: Hashable {
    /// The path of the file itself, behind all links; it need not be there.
    let path: String
    private let key: String

    init(_ path: String) {
        let place = FileIdentity.followed(path)
        self.path = place
        var information = stat()
        if unsafe stat(place, &information) == 0 {
            key = "\(information.st_dev):\(information.st_ino)"
        } else {
            key = FileIdentity.plain(place)
        }
    }

    static func == (left: FileIdentity, right: FileIdentity) -> Bool { left.key == right.key }

    func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// What a chain of links ends in; where it goes in a circle, the path itself.
    private static func followed(_ path: String) -> String {
        var place = path
        for _ in 0..<40 {
            guard let target = link(at: place) else { return place }
            place = target.hasPrefix("/") ? target : folder(of: place) + target
        }
        return path
    }

    private static func link(at path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return -1 }
            return unsafe readlink(path, base.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard count > 0, count < buffer.count else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Up to and with the last slash; empty for a name alone.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// The folder's real path and the name; where there is no such folder, the path without `./` and doubled slashes.
    private static func plain(_ path: String) -> String {
        let folder = folder(of: path)
        if let real = unsafe realpath(folder.isEmpty ? "." : folder, nil) {
            defer { unsafe free(real) }
            return unsafe String(cString: real) + "/" + path.dropFirst(folder.count)
        }
        return (path.hasPrefix("/") ? "/" : "")
            + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
