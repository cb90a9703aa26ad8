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
            "timestamp", "emissions", "emissions_rate", "cpu_energy", "os", "country_name", "longitude",
        ] {
            #expect(cells[name] == "", "\(name)")
        }
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
