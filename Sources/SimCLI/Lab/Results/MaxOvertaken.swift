import WattlineText

/// A figure that checks have beside those of a result: how fair the policy was to single requests.
package enum MaxOvertaken {
    package static let key = "max_overtaken"

    /// What to say of that name where another figure is asked for; nil for any other name.
    package static func hint(for name: String) -> String? {
        NearMiss.folded(name) == NearMiss.folded(key)
            ? " Files of checks alone have it: see 'wattline help check'" : nil
    }
}
