/// A plot with its two axes.
package struct ChartPanel {
    /// Above the plot; empty for none.
    package var title: String
    var x: ChartAxis
    var y: ChartAxis
    var series: [ChartSeries]
    var limits: [ChartLimit]
    /// Of the plot alone.
    var height: Double
    var hasLegend: Bool

    package init(
        title: String = "", x: ChartAxis, y: ChartAxis, series: [ChartSeries], limits: [ChartLimit] = [],
        height: Double = 260, hasLegend: Bool = true
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.limits = limits
        self.height = height
        self.hasLegend = hasLegend
    }

    /// The series with what has no place on the axes left out and stacks piled up: `low` and `high` of areas and stacked
    /// bars are then their edges.
    var placed: [ChartSeries] {
        var tops: [ChartSeries.Kind: [Double: Double]] = [:]
        return series.map { series in
            var series = series
            series.points.removeAll { point in
                if series.kind == .span {
                    return ![point.low ?? point.x, point.high ?? point.x].allSatisfy(x.holds)
                        || !y.holds(point.y)
                }
                return ![point.x].allSatisfy(x.holds)
                    || ![point.y, point.low ?? point.y, point.high ?? point.y]
                        .allSatisfy(y.holds)
            }
            guard series.kind == .area || series.kind == .stackedBar else { return series }
            for index in series.points.indices {
                let point = series.points[index]
                let base = tops[series.kind]?[point.x] ?? 0
                series.points[index].low = base
                series.points[index].high = base + point.y
                tops[series.kind, default: [:]][point.x] = base + point.y
            }
            return series
        }
    }

    /// The values that the horizontal axis must show.
    func xValues(_ placed: [ChartSeries]) -> [Double] {
        placed.flatMap { series in
            series.kind == .span
                ? series.points.flatMap { [$0.low ?? $0.x, $0.high ?? $0.x] } : series.points.map(\.x)
        } + limits.filter { $0.direction == .vertical }.map(\.value)
    }

    /// The values that the vertical axis must show; bars and areas stand on 0.
    func yValues(_ placed: [ChartSeries]) -> [Double] {
        var values = limits.filter { $0.direction == .horizontal }.map(\.value)
        for series in placed {
            switch series.kind {
            case .span: values += series.points.map(\.y)
            case .area, .stackedBar: values += series.points.flatMap { [$0.low ?? 0, $0.high ?? 0] }
            case .band: values += series.points.flatMap { [$0.low ?? $0.y, $0.high ?? $0.y] }
            default: values += series.points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }
            }
            let stands = [.bar, .area, .stackedBar].contains(series.kind)
            if stands, !series.points.isEmpty { values.append(0) }
        }
        return values
    }
}
