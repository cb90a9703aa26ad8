/// A value that `show` tells: its key in JSON, the value, and what stands after it in text.
struct CatalogFact {
    let key: String
    let value: JSON
    /// After the value, in text.
    let unit: String

    init(_ key: String, _ value: JSON, _ unit: String = "") {
        self.key = key
        self.value = value
        self.unit = unit
    }

    init(_ key: String, _ value: Int, _ unit: String = "") { self.init(key, .whole(value), unit) }

    init(_ key: String, _ value: Double, _ unit: String = "") {
        self.init(key, JSON.plain(value), unit)
    }

    init(_ key: String, _ value: String) { self.init(key, .text(value)) }
}
