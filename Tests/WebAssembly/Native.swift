/// The native build: prints what run.mjs prints of the WebAssembly build.
@main struct Native {
    static func main() {
        for index in GoldenRun.all.indices { print(Harness.text(index), terminator: "") }
    }
}
