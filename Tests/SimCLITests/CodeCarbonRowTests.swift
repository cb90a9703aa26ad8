import Testing

@testable import SimCLI

@Suite("Results as CodeCarbon writes them")
struct CodeCarbonRowTests {
    private func cells(_ flags: String) throws -> [String: String] {
        let lines = CodeCarbonRow(try PictureFixture.outcome(flags)).text.split(separator: "\n")
        #expect(lines.count == 2)
        let names = lines[0].split(separator: ",").map(String.init)
        #expect(names == CodeCarbonRow.columns)
        let values = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        #expect(values.count == names.count)
        return Dictionary(uniqueKeysWithValues: zip(names, values))
    }

    @Test("Energies in kWh and emissions in kg, times the PUE")
    func units() throws {
        let flags = "--num-prompts 5 --grid 400 --pue 1.5"
        let outcome = try PictureFixture.outcome(flags)
        let cells = try cells(flags)
        func number(_ name: String) -> Double { cells[name].flatMap(Double.init) ?? .nan }
        let kilowattHours = outcome.joules / 3.6e6 * 1.5
        #expect(abs(number("gpu_energy") / kilowattHours - 1) < 1e-12)
        #expect(abs(number("energy_consumed") / kilowattHours - 1) < 1e-12)
        #expect(abs(number("emissions") / (kilowattHours * 0.4) - 1) < 1e-12)
        #expect(abs(number("emissions_rate") * outcome.seconds / number("emissions") - 1) < 1e-12)
        #expect(abs(number("gpu_power") * outcome.seconds / 3.6e6 / kilowattHours - 1) < 1e-12)
        #expect(cells["pue"] == "1.5" && cells["gpu_count"] == "1" && cells["gpu_model"] == "h100-sxm")
    }

    @Test("What a simulation does not know is empty")
    func unknown() throws {
        let cells = try cells("--num-prompts 5")
        for name in [
            "emissions", "emissions_rate", "os", "country_name", "longitude", "cpu_utilization_percent",
        ] {
            #expect(cells[name] == "", "\(name)")
        }
    }

    @Test("What is consumed is that of GPUs, host and memory together")
    func host() throws {
        for flags in ["", "--cpu-watts 80 --fan-factor 0.1 --psu-efficiency 0.9 --pue 1.3"] {
            let cells = try cells("--num-prompts 5 " + flags)
            func number(_ name: String) -> Double { cells[name].flatMap(Double.init) ?? .nan }
            let sum = number("cpu_energy") + number("gpu_energy") + number("ram_energy")
            #expect(abs(sum / number("energy_consumed") - 1) < 1e-12)
            #expect(number("cpu_energy") == 0 || !flags.isEmpty)
            #expect(abs(number("cpu_power") * number("duration") / 3.6e6 - number("cpu_energy")) < 1e-12)
        }
    }

    @Test("The time is that of a clock which began with the run")
    func timestamp() throws {
        let day = 86_400.0
        let times: [(Double, String)] = [
            (0, "01-01T00:00:00"), (49.68, "01-01T00:00:49"), (day - 0.1, "01-01T23:59:59"),
            (day, "01-02T00:00:00"), (31 * day, "02-01T00:00:00"), (59 * day, "03-01T00:00:00"),
            (104 * day + 3661, "04-15T01:01:01"),
        ]
        for (seconds, expected) in times { #expect(CodeCarbonRow.timestamp(seconds) == "1970-" + expected) }
        #expect(try cells("--num-prompts 5")["timestamp"]?.hasPrefix("1970-01-01T00:00:0") == true)
    }

    @Test("The file is written, and .csv alone stays a row a request")
    func files() {
        let folder = TemporaryFolder()
        let invocation = Invocation(
            "run --num-prompts 5 -q -o \(folder.file("a.codecarbon.csv")) -o \(folder.file("a.csv"))")
        #expect(invocation.code == 0)
        #expect(folder.text(of: "a.codecarbon.csv").hasPrefix("timestamp,project_name,"))
        #expect(folder.text(of: "a.csv").hasPrefix("id,replica,"))
    }
}
