import WattlineText
import Workloads

extension ArrivalPattern {
    /// `Poisson 4 requests/s`.
    var summary: String {
        switch self {
        case .constant(let rate): "equal gaps, \(Figures.plain(rate)) requests/s"
        case .poisson(let rate): "Poisson \(Figures.plain(rate)) requests/s"
        case .gamma(let rate, let burstiness):
            "gamma \(Figures.plain(rate)) requests/s (burstiness \(Figures.plain(burstiness)))"
        case .uniformGaps: "uniform gaps, \(Figures.short(requestsPerSecond)) requests/s"
        case .together: "all at once"
        }
    }
}
