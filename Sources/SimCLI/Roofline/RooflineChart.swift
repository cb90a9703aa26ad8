import HardwareModels
import SimCore

/// The two pictures of a roofline: FLOP/s and FLOP/J against FLOP/byte, both with logarithmic axes.
struct RooflineChart {
    let study: RooflineStudy
    /// The mean steps of a run; with them the study's steps are lines without dots.
    let ran: [RooflineStep]

    init(_ study: RooflineStudy, ran: [RooflineStep] = []) {
        self.study = study
        self.ran = ran
    }

    var chart: Chart {
        Chart(
            title: "Roofline of \(study.title)",
            description: "\(study.ridgeLine) \(study.verdict)",
            panels: [speed, energy], footer: study.verdict)
    }

    private var model: RooflineModel { study.model }

    /// FLOP/byte that both panels show, at least a decade about the ridge.
    private var range: (low: Double, high: Double) {
        let all = (study.steps + ran).map(\.intensity).filter { $0 > 0 } + [study.ridge / 5, study.ridge * 5]
        return ((all.min() ?? 1) / 1.2, (all.max() ?? 1) * 1.2)
    }

    /// Equal steps on the axis, the ridge among them.
    private var intensities: [Double] {
        let (low, high) = range
        let width = PortableMath.log(high / low)
        let steps = (0...60).map { low * PortableMath.exp(width * Double($0) / 60) }
        return (steps + [study.ridge]).sorted()
    }

    private var axis: ChartAxis { ChartAxis("arithmetic intensity, FLOP per byte of device memory", .log) }

    private var ridge: ChartLimit {
        ChartLimit(.vertical, at: study.ridge, "ridge \(Figures.short(study.ridge)) FLOP/byte")
    }

    private var speed: ChartPanel {
        let bandwidth = model.device.memoryBytesPerSecond
        let peak = model.peakFlopPerSecond
        let roof = intensities.map { ChartSeries.Point($0, min(peak, $0 * bandwidth) / 1e12) }
        return ChartPanel(
            title: "Speed: how much of what the datasheet allows", x: axis,
            y: ChartAxis("speed of a GPU, TFLOP/s", .log),
            series: [
                ChartSeries(
                    "datasheet: \(Figures.short(peak / 1e12)) TFLOP/s \(model.mainUnit.rawValue) dense, "
                        + "\(Figures.short(bandwidth / 1e12)) TB/s", .line, colour: 6, roof)
            ] + dots { $0.rate / 1e12 }, limits: [ridge], height: 300)
    }

    /// The most FLOP a joule at an intensity: floor power over the roofline's time, and the energy of FLOP and bytes.
    private var energy: ChartPanel {
        let device = model.device
        // Of any step at this clock.
        let step = model.estimate(of: BatchShape())
        let perFlop = step.picojoulesPerFlop * 1e-12 * model.mainUnit.relativeEnergy
        let perByte = step.picojoulesPerByte * 1e-12
        let roof = intensities.map { intensity in
            let seconds = max(1 / model.peakFlopPerSecond, 1 / (intensity * device.memoryBytesPerSecond))
            let joules = step.awakeWatts * seconds + perFlop + perByte / intensity
            return ChartSeries.Point(intensity, 1 / joules / 1e9)
        }
        return ChartPanel(
            title: "Energy: work done for a joule", x: axis,
            y: ChartAxis("work of a GPU for a joule, GFLOP/J", .log),
            series: [
                ChartSeries("at the datasheet's speed, without a cap", .line, colour: 6, roof)
            ] + dots { $0.flopPerJoule / 1e9 }, limits: [ridge], height: 300)
    }

    private func dots(_ value: (RooflineStep) -> Double) -> [ChartSeries] {
        let all = [
            ("decode, by batch", study.decode, RunPicture.colours.decode),
            ("prefill, by prompt tokens", study.prefill, RunPicture.colours.prefill),
        ].map {
            (name, steps, colour) in
            ChartSeries(
                name, ran.isEmpty ? .dots : .line, colour: colour,
                steps.map { point($0, value, label: ran.isEmpty ? String($0.count) : nil) })
        }
        return all
            + ran.map { step in
                let isDecode = step.phase == .decode
                return ChartSeries(
                    isDecode ? "mean decode batch of this run" : "mean prompt tokens of a step of this run",
                    .dots,
                    colour: isDecode ? RunPicture.colours.decode : RunPicture.colours.prefill,
                    [point(step, value, label: String(step.count))])
            }
    }

    private func point(
        _ step: RooflineStep, _ value: (RooflineStep) -> Double, label: String?
    ) -> ChartSeries.Point {
        ChartSeries.Point(
            step.intensity, value(step),
            note:
                "\(step.phase.rawValue) \(step.count): \(Figures.short(step.intensity)) FLOP/byte, "
                + "\(Figures.short(step.rate / 1e12)) TFLOP/s, "
                + "\(Figures.percent(step.share, of: 1)) of the roofline, "
                + "\(Figures.short(step.joulesPerToken)) J/token, waits for \(step.bound.rawValue)",
            label: label)
    }
}
