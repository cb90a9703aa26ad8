import Testing

@testable import WattlineLab

@Suite("The command line that repeats a sweep")
struct SweepCommandLineTests {
    private func text(_ words: [String]) throws -> String {
        SweepCommandLine(try ArgumentParser(flags: SweepFlags.ofSweep, verb: "sweep").parse(words).given).text
    }

    @Test("As typed, without where results go")
    func typed() throws {
        #expect(
            try text([
                "--qps", "1:4:x2", "--zip", "--tp=1,2", "-o", "a.html", "-q", "--jobs", "3", "--filter",
                "duration<=3",
            ])
                == "wattline sweep --qps 1:4:x2 --zip --tp 1,2 --filter 'duration<=3'")
    }

    @Test("Files without folders, ids as they are")
    func folders() throws {
        #expect(
            try text([
                "-m", "meta-llama/Llama-3.1-8B,/data/x/config.json", "-g", "./my.json", "--trace", "/a/b.csv",
                "-c",
                "dir/c.json", "--set", "trace=/a/c.csv", "--set", "metadata.x=a/b",
            ])
                == "wattline sweep -m meta-llama/Llama-3.1-8B,config.json -g my.json --trace b.csv -c c.json --set "
                + "trace=c.csv --set metadata.x=a/b")
    }
}
