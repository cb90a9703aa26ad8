enum RunCommand { static func run(_ a: [String], _ t: inout Terminal) throws(CLIError) {
   let p = try ArgumentParser(flags: RunFlags.all, verb: "run").parse(a)
   if p.wantsHelp { t.output.write(HelpCommand.run); return }
   let s = try Settings(p.given)
   t.output.write(JSON.object(RunFlags.all.map { f in (f.name, s[f.key]?.json ?? .null) }).pretty)
} }
enum ListCommand { static func run(_ a: [String], _ t: inout Terminal) throws(CLIError) {} }
enum ShowCommand { static func run(_ a: [String], _ t: inout Terminal) throws(CLIError) {} }
