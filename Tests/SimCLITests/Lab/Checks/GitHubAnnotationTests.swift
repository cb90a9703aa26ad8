import SimCLITestSupport
import Testing

@testable import WattlineLab

@Suite("Annotations of GitHub Actions")
struct GitHubAnnotationTests {
    @Test("A failure is one line with its place")
    func line() throws {
        let outcome = try CheckFixture.outcomes("{\"name\": \"a, b: 5%\", \"expect\": {\"completed\": 11}}")[
            0]
        #expect(
            GitHubAnnotation.error(outcome.failures[0], of: outcome.check)
                == "::error file=ci/a.json,line=3,col=46,title=a%2C b%3A 5%25::completed: expected 11, got 10, 1 (9.1 %25) "
                + "too low\n")
    }

    @Test("What would end a property or a command is escaped")
    func escapes() {
        #expect(GitHubAnnotation.data("100 %: a, b\r\n::error::c") == "100 %25: a, b%0D%0A::error::c")
        #expect(GitHubAnnotation.property("100 %: a, b\r\n") == "100 %25%3A a%2C b%0D%0A")
    }
}
