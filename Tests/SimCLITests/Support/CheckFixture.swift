/// Files of checks that need a few milliseconds.
package enum CheckFixture {
    /// Ten requests on an imaginary machine.
    package static let defaults =
        "\"defaults\": {\"num-prompts\": 10, \"model\": \"textbook-7b\", \"gpu\": \"textbook-gpu\", \"engine\": \"ideal\"}"

    package static func file(_ checks: String) -> String { "{\(defaults),\n\"checks\": [\n\(checks)\n]}\n" }
}
