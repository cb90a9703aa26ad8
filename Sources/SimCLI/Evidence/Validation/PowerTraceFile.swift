import SimCore
import WattlineLab
import WattlineText

/// A power trace: watts of each GPU at moments, as `t_s,gpu,power_w`.
struct PowerTraceFile {
    static let columns = ForeignFile.powerTraceColumns

    /// Sums over GPUs and means over intervals of at least `interval` seconds.
    struct Bin: Equatable {
        let start: Double
        let end: Double
        let watts: Double
    }

    /// One GPU's samples in the order of time.
    private let samples: [(gpu: String, points: [(time: Double, watts: Double)])]

    /// - Throws: `CLIError` for cells that are no numbers and for time that goes back.
    init(_ table: DataTable) throws(CLIError) {
        var table = table
        let (time, gpu, power) = (
            try table.column("t_s"), try table.column("gpu"), try table.column("power_w")
        )
        var samples: [(gpu: String, points: [(time: Double, watts: Double)])] = []
        while try table.next() {
            let name = table.text(gpu)
            let point = (
                time: try table.number(time, in: 0...1e9), watts: try table.number(power, in: 0...1e7)
            )
            guard let index = samples.firstIndex(where: { $0.gpu == name }) else {
                samples.append((name, [point]))
                continue
            }
            guard let last = samples[index].points.last, point.time >= last.time else {
                throw table.refusal(time, expected: "a time not before the one above of GPU \(name)")
            }
            samples[index].points.append(point)
        }
        self.samples = samples
    }

    var gpus: Int { samples.count }

    /// Means over equal intervals between the first and last moment at which every GPU is known, at most `count`, each
    /// `shortest` seconds or longer. Power is taken as linear between samples.
    func bins(_ count: Int, shortest: Double) -> [Bin] {
        let start = samples.map { $0.points[0].time }.max() ?? 0
        let end = samples.map { $0.points[$0.points.count - 1].time }.min() ?? 0
        guard end > start else { return [] }
        let number = max(1, min(count, Int((end - start) / shortest)))
        let width = (end - start) / Double(number)
        return (0..<number).map { index in
            let from = start + Double(index) * width
            let joules = samples.reduce(0) {
                $0 + PowerTraceFile.energy($1.points, from: from, to: from + width)
            }
            return Bin(start: from, end: from + width, watts: joules / width)
        }
    }

    private static func energy(_ points: [(time: Double, watts: Double)], from: Double, to: Double) -> Double
    {
        var joules = 0.0
        for (left, right) in zip(points, points.dropFirst()) where right.time > from && left.time < to {
            let (start, end) = (max(left.time, from), min(right.time, to))
            guard right.time > left.time, end > start else { continue }
            func watts(_ time: Double) -> Double {
                left.watts + (time - left.time) / (right.time - left.time) * (right.watts - left.watts)
            }
            joules += (watts(start) + watts(end)) / 2 * (end - start)
        }
        return joules
    }
}
