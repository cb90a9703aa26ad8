/// Data of one kind, drawn in one colour.
package struct ChartSeries {
    package enum Kind: Equatable {
        case line
        case dashedLine
        case dots
        /// A line with a dot at every point.
        case dottedLine
        /// Between `low` and `high` of its points.
        case band
        /// Stacked on the areas before it in the panel; the points of all have the same x.
        case area
        /// Beside the other bars of the same x.
        case bar
        /// On top of the stacked bars before it of the same x.
        case stackedBar
        /// A bar that lies in the row `y`, from `low` to `high` of the horizontal axis.
        case span
    }

    package struct Point {
        package var x: Double
        package var y: Double
        /// Ends of an error bar or a band; of a span, along the horizontal axis.
        var low: Double?
        var high: Double?
        /// What a reader sees on pointing at the mark; its coordinates where nil.
        package var note: String?
        /// Written beside the mark.
        var label: String?

        package init(
            _ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, note: String? = nil,
            label: String? = nil
        ) {
            self.x = x
            self.y = y
            self.low = low
            self.high = high
            self.note = note
            self.label = label
        }
    }

    /// In the legend; empty for none.
    package var name: String
    var kind: Kind
    /// Number of the colour: see ``ChartPalette``.
    var colour: Int
    var shape: ChartShape
    package var points: [Point]

    /// `shape` follows the colour unless given.
    package init(_ name: String, _ kind: Kind, colour: Int, shape: ChartShape? = nil, _ points: [Point]) {
        self.name = name
        self.kind = kind
        self.colour = colour
        self.shape = shape ?? .number(colour)
        self.points = points
    }
}

/// A dashed line across a panel: a cap, an objective, a ridge.
package struct ChartLimit {
    package enum Direction { case horizontal, vertical }

    var direction: Direction
    var value: Double
    var label: String

    package init(_ direction: Direction, at value: Double, _ label: String) {
        self.direction = direction
        self.value = value
        self.label = label
    }
}
