import HardwareModels
import WattlineText

/// A device of the user's own, from a JSON file; see ``DeviceDocument`` for what is in it.
package struct DeviceFile {
    package let device: DeviceSpec
    /// What the file says of where its figures are from, or its name.
    package let source: String

    /// True for what only a path can be: `./x`, `/x`, `x.json`.
    static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") || text.hasSuffix(".json")
    }

    /// - Throws: `CLIError`: exit code 4 for a file that cannot be read, 2 for one that is not understood.
    init(path: String) throws(CLIError) {
        try self.init(try JSONObject(path: path, called: "a device"), path: path)
    }

    package init(_ document: JSONObject, path: String) throws(CLIError) {
        let name = FileName.last(path)
        let stem = name.hasSuffix(".json") ? String(name.dropLast(5)) : name
        let read = try DeviceDocument.read(document, usualName: stem.isEmpty ? "device" : stem)
        device = read.device
        source = read.source ?? "the file \(name)"
    }

    /// What a configuration's hash knows of it.
    var fingerprint: String {
        JSON.object(DeviceDocument.facts(device, source: "").map { ($0.key, $0.value) }).compact + device.name
    }
}
