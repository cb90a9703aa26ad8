/// Colours and shapes that tell series apart, also for colour-blind readers and in print.
///
/// Okabe and Ito, Color Universal Design (jfly.uni-koeln.de/color, 2008); the order puts those first that stand out on
/// white and on black.
enum ChartPalette {
    static let colours = [
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442",
    ]

    /// In the dark black turns white.
    static let darkColours = colours.map { $0 == "#000000" ? "#FFFFFF" : $0 }

    static func className(_ index: Int) -> String {
        "wl-c\((index % colours.count + colours.count) % colours.count)"
    }

    /// Style sheet of every chart; class names begin with wl- so that a page around the picture is left alone.
    static let styleSheet: String = {
        var text = """
            .wl-page{fill:#ffffff}.wl-text{fill:#1b1b1b}.wl-quiet{fill:#595959}.wl-grid{stroke:#e3e3e3}\
            .wl-axis{stroke:#595959}.wl-limit{stroke:#1b1b1b}.wl-halo{stroke:#ffffff}
            """
        text += colourRules(colours)
        text += "@media (prefers-color-scheme:dark){"
        text += """
            .wl-page{fill:#15171a}.wl-text{fill:#ececec}.wl-quiet{fill:#a9adb3}.wl-grid{stroke:#33373d}\
            .wl-axis{stroke:#a9adb3}.wl-limit{stroke:#ececec}.wl-halo{stroke:#15171a}
            """
        return text + colourRules(darkColours) + "}"
    }()

    private static func colourRules(_ colours: [String]) -> String {
        var text = ""
        for (index, colour) in colours.enumerated() {
            text += ".wl-c\(index){color:\(colour)}"
        }
        return text
    }
}

/// The shape of a dot.
package enum ChartShape: Int, CaseIterable {
    case circle, square, triangle, diamond, cross, inverted

    /// The shape of the series with this number.
    static func number(_ index: Int) -> ChartShape {
        allCases[(index % allCases.count + allCases.count) % allCases.count]
    }

    /// Path data of the shape around a point; about equally large to the eye.
    func path(x: Double, y: Double, radius: Double) -> String {
        func polygon(_ corners: [(Double, Double)]) -> String {
            var text = ""
            for (index, corner) in corners.enumerated() {
                text += index == 0 ? "M" : "L"
                text += SVGText.coordinate(x + corner.0 * radius) + ","
                text += SVGText.coordinate(y + corner.1 * radius)
            }
            return text + "Z"
        }
        switch self {
        case .circle:
            let r = SVGText.coordinate(radius)
            let left = SVGText.coordinate(x - radius)
            let right = SVGText.coordinate(x + radius)
            let middle = SVGText.coordinate(y)
            return "M\(left),\(middle)A\(r),\(r) 0 1 1 \(right),\(middle)A\(r),\(r) 0 1 1 \(left),\(middle)Z"
        case .square: return polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: return polygon([(0, -1.2), (1.15, 0.8), (-1.15, 0.8)])
        case .diamond: return polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
        case .inverted: return polygon([(0, 1.2), (-1.15, -0.8), (1.15, -0.8)])
        case .cross:
            let (a, b) = (0.4, 1.2)
            return polygon([
                (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a),
                (-b, -a),
                (-a, -a),
            ])
        }
    }
}
