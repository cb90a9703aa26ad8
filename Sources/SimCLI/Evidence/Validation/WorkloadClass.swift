/// The classes whose errors differ so much that one figure for all would mislead.
package enum WorkloadClass: String, CaseIterable {
    case dense
    case mixture = "moe"
    case fp8Mixture = "moe-fp8"
}

/// Why a row cannot be compared.
struct Unmodelled: Error, Equatable {
    let why: String
}
