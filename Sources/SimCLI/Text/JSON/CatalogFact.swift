/// A value that `show` tells: its key in JSON, the value, and what stands after it in text.
package struct CatalogFact {
    package let key: String
    package let value: JSON
    /// After the value, in text.
    package let unit: String

    package init(_ key: String, _ value: JSON, _ unit: String = "") {
        self.key = key
        self.value = value
        self.unit = unit
    }

    package init(_ key: String, _ value: Int, _ unit: String = "") { self.init(key, .whole(value), unit) }

    package init(_ key: String, _ value: Double, _ unit: String = "") {
        self.init(key, JSON.plain(value), unit)
    }

    package init(_ key: String, _ value: String) { self.init(key, .text(value)) }
}
