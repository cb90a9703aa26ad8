import SimCore
import WattlineText

/// The roofline in characters, for a terminal: both axes logarithmic.
package struct RooflineSketch {
    let study: RooflineStudy
    static let columns = 64
    static let rows = 14

    package init(_ study: RooflineStudy) { self.study = study }

    package var text: String {
        let steps = study.steps.filter { $0.intensity > 0 && $0.rate > 0 }
        let peak = study.model.peakFlopPerSecond
        let bandwidth = study.model.device.memoryBytesPerSecond
        let all = steps.map(\.intensity) + [study.ridge / 5, study.ridge * 5]
        let low = (all.min() ?? 1) / 1.2
        let high = (all.max() ?? 1) * 1.2
        let bottom = min(steps.map(\.rate).min() ?? peak, min(peak, low * bandwidth)) / 1.2
        func place(_ value: Double, _ low: Double, _ high: Double, _ cells: Int) -> Int {
            let share = PortableMath.log(value / low) / PortableMath.log(high / low)
            return min(max(Int((share * Double(cells - 1)).rounded()), 0), cells - 1)
        }
        var grid = [[Character]](
            repeating: [Character](repeating: " ", count: RooflineSketch.columns), count: RooflineSketch.rows)
        func put(_ mark: Character, _ intensity: Double, _ rate: Double) {
            let row = RooflineSketch.rows - 1 - place(rate, bottom, peak * 1.2, RooflineSketch.rows)
            grid[row][place(intensity, low, high, RooflineSketch.columns)] = mark
        }
        for column in 0..<RooflineSketch.columns {
            let share = Double(column) / Double(RooflineSketch.columns - 1)
            let intensity = low * PortableMath.exp(PortableMath.log(high / low) * share)
            put(intensity < study.ridge ? "╱" : "─", intensity, min(peak, intensity * bandwidth))
        }
        put("┬", study.ridge, peak)
        for step in steps { put(step.phase == .decode ? "●" : "▲", step.intensity, step.rate) }
        var text = "TFLOP/s, to \(Figures.short(peak / 1e12))\n"
        for row in grid {
            var line = "│" + String(row)
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        let ends = "\(Figures.short(low)) FLOP/byte"
        let right = Figures.short(high)
        let gap = max(1, RooflineSketch.columns + 1 - ends.count - right.count)
        text += "└" + String(repeating: "─", count: RooflineSketch.columns) + "\n"
        text += ends + String(repeating: " ", count: gap) + right + "\n"
        return text + "● decode, by batch   ▲ prefill, by prompt tokens   ┬ ridge\n"
    }
}
