import WattlineText

/// The points of a sweep: every combination of the axes' values, the last axis fastest, or with `--zip` the first
/// values together, then the second ones.
struct SweepGrid: Sendable {
    let axes: [SweepAxis]
    let isZipped: Bool
    let count: Int

    /// - Throws: `CLIError` for axes of different lengths under `--zip`, and for more than `limit` points.
    init(_ axes: [SweepAxis], isZipped: Bool, limit: Int) throws(CLIError) {
        self.axes = axes
        self.isZipped = isZipped
        if isZipped {
            count = axes.first?.values.count ?? 1
            if let other = axes.first(where: { $0.values.count != axes[0].values.count }) {
                throw CLIError.usage(
                    "--zip needs lists of one length: \(axes[0].spelling) has \(axes[0].values.count) values, "
                        + "\(other.spelling) has \(other.values.count)")
            }
        } else {
            var product = 1
            for axis in axes {
                let (next, overflows) = product.multipliedReportingOverflow(by: axis.values.count)
                product = overflows ? Int.max : next
                if overflows { break }
            }
            count = product
        }
        guard count <= limit else {
            let number = count == Int.max ? "more than 9e18" : String(count)
            let sizes = axes.map { "\($0.spelling) \($0.values.count)" }.joined(separator: " x ")
            throw CLIError.usage(
                "this sweep has \(number) points (\(sizes)), more than \(limit). Narrow it, or raise --max-points"
            )
        }
    }

    /// Which value of each axis a point has. O(axes).
    func choices(_ point: Int) -> [Int] {
        if isZipped { return axes.map { _ in point } }
        var rest = point
        var choices: [Int] = []
        for axis in axes.reversed() {
            choices.append(rest % axis.values.count)
            rest /= axis.values.count
        }
        return choices.reversed()
    }
}
