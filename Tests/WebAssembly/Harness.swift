import SimCore

/// What the WebAssembly build and the native build of the same sources both run, so that their results can be compared.
enum Harness {
    /// Golden run number `index` under its name; a fault is part of the text, as both builds must agree on it too.
    static func text(_ index: Int) -> String {
        let run = GoldenRun.all[index]
        do throws(GoldenFault) { return "# \(run.name)\n" + (try run.text()) } catch {
            return "# \(run.name)\nfault \(error.description)\n"
        }
    }
}

/// There is no environment to name a seed in: every scenario is run.
func environmentSeed() -> String? { nil }
