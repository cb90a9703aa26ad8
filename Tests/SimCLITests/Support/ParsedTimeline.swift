import SimCore
import WattlineText

/// A timeline as a reader sees it: every number exactly, as it is written.
package struct ParsedTimeline {
    package struct Event {
        package let phase: String
        package let process: Int64
        package let thread: Int64?
        package let name: String
        /// Nanoseconds.
        package let start: Int64
        package let length: Int64
        /// `id2.local` of a request.
        package let request: String?
        package let arguments: [String: String]
    }

    package let events: [Event]
    package let about: [String: JSON]

    /// nil for what is no timeline.
    package init?(_ text: String) throws {
        guard case .object(let members) = try JSONReader.read(Array(text.utf8)).value,
            case .array(let nodes)? = members.first(where: { $0.key == "traceEvents" })?.node.value,
            case .object(let about)? = members.first(where: { $0.key == "otherData" })?.node.value
        else { return nil }
        self.about = Dictionary(uniqueKeysWithValues: about.map { ($0.key, JSON($0.node)) })
        var events: [Event] = []
        for node in nodes {
            guard case .object(let members) = node.value else { return nil }
            func text(_ key: String, in members: [JSONMember] = members) -> String? {
                switch members.first(where: { $0.key == key })?.node.value {
                case .string(let text)?, .number(let text)?: text
                default: nil
                }
            }
            func object(_ key: String) -> [JSONMember] {
                guard case .object(let inner)? = members.first(where: { $0.key == key })?.node.value else {
                    return []
                }
                return inner
            }
            guard let phase = text("ph"), let process = text("pid").flatMap(Int64.init),
                let name = text("name")
            else { return nil }
            let arguments = object("args").map { ($0.key, text($0.key, in: object("args")) ?? "") }
            events.append(
                Event(
                    phase: phase, process: process, thread: text("tid").flatMap(Int64.init), name: name,
                    start: text("ts").flatMap { Self.whole($0, decimals: 3) }.map(Int64.init) ?? 0,
                    length: text("dur").flatMap { Self.whole($0, decimals: 3) }.map(Int64.init) ?? 0,
                    request: text("local", in: object("id2")),
                    arguments: Dictionary(uniqueKeysWithValues: arguments)))
        }
        self.events = events
    }

    /// A decimal number x 10^`decimals`, which must be whole.
    package static func whole(_ text: String, decimals: Int) -> Int128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int128(parts[0]) else { return nil }
        let digits = parts.count == 2 ? String(parts[1]) : ""
        guard digits.utf8.count <= decimals, digits.allSatisfy(\.isNumber) else { return nil }
        var value = whole
        for _ in 0..<decimals { value *= 10 }
        let fraction = Int128(digits + String(repeating: "0", count: decimals - digits.utf8.count)) ?? 0
        return value + fraction
    }

    package var slices: [Event] { events.filter { $0.phase == "X" } }

    package func counters(_ name: String, process: Int64) -> [Event] {
        events.filter { $0.phase == "C" && $0.name == name && $0.process == process }
    }

    /// Energy of the slices.
    package var energy: Energy {
        Energy(
            femtojoules: slices.reduce(0) {
                $0 + (Self.whole($1.arguments["J"] ?? "", decimals: 15) ?? 0)
            })
    }

    /// What lies below the counters of power, in joules: each value holds until the next one.
    package func joulesBelowPower(replicas: Int) -> Double {
        var sum = 0.0
        for replica in 0..<replicas {
            let samples = counters("power", process: Int64(replica) + 2)
            for (now, next) in zip(samples, samples.dropFirst()) {
                sum += (Double(now.arguments["W"] ?? "") ?? .nan) * Double(next.start - now.start) / 1e9
            }
        }
        return sum
    }

    /// A sentence for the first slice that begins before the one before it on its thread has ended.
    package var overlap: String? {
        var ends: [[Int64]: Int64] = [:]
        for slice in slices {
            let track = [slice.process, slice.thread ?? -1]
            if slice.length < 0 { return "a slice at \(slice.start) ns lasts \(slice.length) ns" }
            if let end = ends[track], slice.start < end {
                return "a slice at \(slice.start) ns begins before \(end) ns"
            }
            ends[track] = slice.start + slice.length
        }
        return nil
    }

    /// A sentence for the first request whose begins and ends do not match.
    package var imbalance: String? {
        var open: [String: [Event]] = [:]
        for event in events where ["b", "n", "e"].contains(event.phase) {
            guard let id = event.request else { return "\(event.name) has no id" }
            let key = "\(event.process)/\(id)"
            switch event.phase {
            case "b":
                if let outer = open[key]?.last, event.start < outer.start {
                    return "\(key): \(event.name) is early"
                }
                open[key, default: []].append(event)
            case "e":
                guard let begin = open[key]?.popLast(), begin.name == event.name, begin.start <= event.start
                else { return "\(key): \(event.name) ends what did not begin" }
            default:
                if open[key, default: []].isEmpty { return "\(key): \(event.name) is outside of it" }
            }
        }
        return open.first { !$0.value.isEmpty }.map { "\($0.key) has no end" }
    }
}
