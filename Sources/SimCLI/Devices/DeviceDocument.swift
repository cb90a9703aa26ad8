import HardwareModels
import SimCore

/// A device as JSON: what `wattline show GPU --json` prints and `--gpu FILE.json` reads.
///
/// Rates are dense peaks in FLOP/s and bytes/s (links: one direction), sizes bytes, powers watts. Four keys must be
/// there; what is left out besides is taken from an H100 SXM, powers in proportion to the rating.
enum DeviceDocument {
    static let required = [
        "bf16_flop_per_second", "memory_bytes_per_second", "memory_bytes", "max_power_w",
    ]

    /// Every figure by its key, with what stands after it in text.
    static func facts(_ device: DeviceSpec, source: String) -> [CatalogEntry.Fact] {
        typealias Fact = CatalogEntry.Fact
        func rate(_ key: String, _ value: Double?) -> Fact {
            Fact(key, value.map { FlagValue.json($0) } ?? .null, "FLOP/s, dense")
        }
        return [
            rate("bf16_flop_per_second", device.bf16FlopPerSecond),
            Fact("computes_bf16", .bool(device.computesBF16)),
            rate("fp32_flop_per_second", device.fp32FlopPerSecond),
            rate("tf32_flop_per_second", device.tf32FlopPerSecond),
            rate("fp8_flop_per_second", device.fp8FlopPerSecond),
            rate("int8_flop_per_second", device.int8FlopPerSecond),
            Fact("memory_bytes_per_second", device.memoryBytesPerSecond, "bytes/s"),
            Fact("ridge_point", device.bf16FlopPerSecond / device.memoryBytesPerSecond, "FLOP/byte"),
            Fact("memory_bytes", Int(device.memoryBytes), "bytes"),
            Fact("marketed_bytes", Int(device.marketedBytes), "bytes as sold"),
            Fact("context_bytes", Int(device.contextBytes), "bytes"),
            Fact("cache_bytes", Int(device.cacheBytes), "bytes that repeating kernels keep"),
            Fact("multiprocessors", device.multiprocessors),
            Fact("link_bytes_per_second", device.linkBytesPerSecond, "bytes/s each way"),
            Fact("host_link_bytes_per_second", device.hostLinkBytesPerSecond, "bytes/s each way"),
            Fact("clock_mhz", device.clockMegahertz, "MHz at most"),
            Fact("bare_idle_power_w", device.bareIdlePower.watts, "W with no context"),
            Fact("idle_power_w", device.idlePower.watts, "W with a context loaded"),
            Fact("active_floor_power_w", device.activeFloorPower.watts, "W before any FLOP or byte"),
            Fact("cap_power_w", device.capPower.watts, "W sustained"),
            Fact("max_power_w", device.maxPower.watts, "W rated"),
            Fact("picojoules_per_flop", device.picojoulesPerFlop, "pJ/FLOP at 16 bits"),
            Fact("picojoules_per_byte", device.picojoulesPerByte, "pJ/byte"),
            Fact("voltage_knee", device.voltage.knee, "of the highest clock: the voltage is level up to it"),
            Fact("voltage_bend", device.voltage.bend, "of the highest clock"),
            Fact("voltage_at_bend", device.voltage.bendVoltage, "times the lowest"),
            Fact("voltage_at_top", device.voltage.topVoltage, "times the lowest, at the highest clock"),
            Fact("energy_provenance", device.provenance.rawValue),
            Fact("energy_provenance_meaning", device.provenance.meaning),
            Fact("note", device.note.isEmpty ? .null : .text(device.note)),
            Fact("source", source),
        ]
    }

    static let keys =
        ["name"] + facts(DeviceCatalog.textbook, source: "").map(\.key) + ["kind", "summary"]

    static let longestName = 64

    /// What a rate may be, in its unit.
    private static let rates = 1e6...1e18
    private static let watts = 0.0...1e6
    private static let bytes = 0...1_000_000_000_000_000

    /// The keys that hold numbers, and within which limits.
    static let limits: [String: ClosedRange<Double>] = [
        "bf16_flop_per_second": rates, "fp32_flop_per_second": rates, "tf32_flop_per_second": rates,
        "fp8_flop_per_second": rates, "int8_flop_per_second": rates, "memory_bytes_per_second": rates,
        "link_bytes_per_second": rates, "host_link_bytes_per_second": rates, "clock_mhz": 1...100_000,
        "bare_idle_power_w": watts, "idle_power_w": watts, "active_floor_power_w": watts,
        "cap_power_w": watts, "max_power_w": watts, "picojoules_per_flop": 0...1e6,
        "picojoules_per_byte": 0...1e6, "voltage_knee": 0.001...1, "voltage_bend": 0.001...1,
        "voltage_at_bend": 1...10, "voltage_at_top": 1...10,
    ]

    /// The keys that hold whole numbers, and within which limits.
    static let wholeLimits: [String: ClosedRange<Int>] = [
        "memory_bytes": bytes, "marketed_bytes": 1...1_000_000_000_000_000, "context_bytes": bytes,
        "cache_bytes": bytes, "multiprocessors": 1...1_000_000,
    ]

    /// - Throws: `CLIError` with `file:line:column` for a key that is unknown or missing and for a value that is none.
    static func read(
        _ document: JSONObject, usualName: String
    ) throws(CLIError) -> (device: DeviceSpec, source: String?) {
        for member in document.members
        where !keys.contains(member.key) && member.key != SchemaDocument.keyword {
            let near = NearMiss.nearest(to: member.key, among: keys)
            throw document.refusal(
                at: member,
                "unknown key \(quoted(member.key)). "
                    + (near.map { "Did you mean \($0)?" }
                        ?? "'wattline show h100-sxm --json' prints every key"))
        }
        for key in required where !document.has(key) { throw document.missing(key) }
        if let kind = try document.text("kind"), kind != "gpu" {
            throw document.refusal("kind", "a device is of kind gpu, got \(quoted(kind))")
        }
        func real(_ key: String) throws(CLIError) -> Double? {
            try document.real(key, in: limits[key] ?? -Double.infinity...Double.infinity)
        }
        func whole(_ key: String) throws(CLIError) -> Int? {
            try document.whole(key, in: wholeLimits[key] ?? Int.min...Int.max)
        }
        func bytes(_ key: String) throws(CLIError) -> Int64? { try whole(key).map { Int64($0) } }
        let name = try document.text("name") ?? usualName
        guard !name.isEmpty, name.count <= longestName, name == CLIError.printable(name) else {
            throw document.refusal("name", "name must be 1 to 64 printable characters")
        }
        let usual = DeviceCatalog.h100SXM
        let memory = try bytes("memory_bytes") ?? 0
        let voltage = VoltageCurve(
            knee: try real("voltage_knee") ?? VoltageCurve.standard.knee,
            bend: try real("voltage_bend") ?? VoltageCurve.standard.bend,
            bendVoltage: try real("voltage_at_bend") ?? VoltageCurve.standard.bendVoltage,
            topVoltage: try real("voltage_at_top") ?? VoltageCurve.standard.topVoltage)
        let figures = (
            bf16: try real("bf16_flop_per_second") ?? 0, bandwidth: try real("memory_bytes_per_second") ?? 0,
            computesBF16: try document.flag("computes_bf16") ?? true, fp32: try real("fp32_flop_per_second"),
            tf32: try real("tf32_flop_per_second"), fp8: try real("fp8_flop_per_second"),
            int8: try real("int8_flop_per_second"),
            multiprocessors: try whole("multiprocessors") ?? usual.multiprocessors,
            cache: try bytes("cache_bytes") ?? usual.cacheBytes,
            context: try bytes("context_bytes") ?? 500_000_000,
            link: try real("link_bytes_per_second") ?? 32e9,
            hostLink: try real("host_link_bytes_per_second") ?? 32e9,
            clock: try real("clock_mhz") ?? usual.clockMegahertz
        )
        let powers = (
            most: try real("max_power_w") ?? 0, bareIdle: try real("bare_idle_power_w"),
            idle: try real("idle_power_w"), floor: try real("active_floor_power_w"),
            cap: try real("cap_power_w"), perFlop: try real("picojoules_per_flop"),
            perByte: try real("picojoules_per_byte")
        )
        var device: DeviceSpec
        do throws(HardwareError) {
            device = try DeviceSpec(
                name: name, bf16FlopPerSecond: figures.bf16, memoryBytesPerSecond: figures.bandwidth,
                memoryBytes: memory, maxWatts: powers.most, computesBF16: figures.computesBF16,
                fp32FlopPerSecond: figures.fp32, tf32FlopPerSecond: figures.tf32,
                fp8FlopPerSecond: figures.fp8, int8FlopPerSecond: figures.int8,
                multiprocessors: figures.multiprocessors, cacheBytes: figures.cache,
                contextBytes: figures.context, linkBytesPerSecond: figures.link,
                hostLinkBytesPerSecond: figures.hostLink, clockMegahertz: figures.clock,
                idleWatts: powers.idle, bareIdleWatts: powers.bareIdle, activeFloorWatts: powers.floor,
                capWatts: powers.cap, picojoulesPerFlop: powers.perFlop, picojoulesPerByte: powers.perByte,
                voltage: voltage)
        } catch {
            throw document.refusal("name", error.description)
        }
        device.marketedBytes = try bytes("marketed_bytes") ?? memory
        device.provenance = try provenance(document)
        device.note = try document.text("note") ?? ""
        return (device, try document.text("source"))
    }

    /// A datasheet's unless the file says otherwise.
    private static func provenance(_ document: JSONObject) throws(CLIError) -> Provenance {
        guard let text = try document.text("energy_provenance") else { return .datasheet }
        if let known = Provenance(rawValue: text) { return known }
        throw document.refusal(
            "energy_provenance",
            "energy_provenance must be calibrated, transferred, datasheet or defined, got \(quoted(text))")
    }
}
