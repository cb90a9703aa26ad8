/// The process: its arguments, its streams, its exit code. Everything else is ``CommandLineTool``.
@main
struct Entry {
    static func main() {
        Interruption.install()
        keepFreedMemory()
        var terminal = Terminal.standard()
        let code = CommandLineTool.run(Array(CommandLine.arguments.dropFirst()), &terminal)
        exit(code.rawValue)
    }
}
