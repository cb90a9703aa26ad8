import SimCore
import Testing
import Workloads

@testable import SimCLI

@Suite("Arrival shapes")
struct ShapeSpecTests {
    @Test("The three forms, and how they are written again")
    func forms() throws {
        let fixed = try ShapeSpec(parsing: "spacing:50ms")
        #expect(fixed.spacing == .fixed(.milliseconds(50)))
        let range = try ShapeSpec(parsing: "spacing:0-50ms")
        #expect(range.spacing == .uniform(shortest: .zero, longest: .milliseconds(50)))
        let window = try ShapeSpec(parsing: "window:1s")
        #expect(window.spacing == .windows(.seconds(1)))
        #expect(try ShapeSpec(parsing: "spacing:300").spacing == .fixed(.milliseconds(300)))
        #expect(
            try ShapeSpec(parsing: "spacing:10-50us").spacing
                == .uniform(shortest: .microseconds(10), longest: .microseconds(50)))
        #expect(try ShapeSpec(parsing: "window:1e6s").spacing == .windows(.seconds(1_000_000)))
        #expect(
            try ShapeSpec(parsing: "spacing:1e-3-2.5e1ms").spacing
                == .uniform(shortest: .microseconds(1), longest: .milliseconds(25)))
        #expect(try ShapeSpec(parsing: "spacing:1e-3s").spacing == .fixed(.milliseconds(1)))
        for shape in [fixed, range, window] {
            #expect(try ShapeSpec(parsing: shape.description) == shape)
        }
        #expect(fixed.description == "spacing:50ms")
    }

    @Test(
        "Shaping changes the run, and is said", arguments: ["spacing:0-900ms", "window:2s", "spacing:500ms"])
    func effect(shape: String) {
        let plain = Invocation("run --num-prompts 20")
        let shaped = Invocation("run --num-prompts 20 --shape \(shape)")
        #expect(shaped.code == 0)
        #expect(shaped.output.contains("shape "))
        #expect(shaped.output != plain.output)
    }
}
