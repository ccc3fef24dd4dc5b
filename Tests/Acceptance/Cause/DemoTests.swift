import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// The recorded outage, investigated by one command.
    @Suite("The demo") struct DemoTests {
        let folder: TemporaryFolder
        let casebook: Casebook
        let outage: RecordedOutage

        init() throws {
            folder = try TemporaryFolder()
            outage = try RecordedOutage()
            try outage.write(to: folder)
            casebook = try Casebook(in: folder.path)
        }

        @Test("names the true cause, with quotes that really stand in the evidence")
        func namesTheCause() async throws {
            let conclusion = try Conclusion(try await casebook.json("run", "service-outage"))
            #expect(conclusion.status == "succeeded")
            let top = try #require(conclusion.top)
            #expect(top.statement.contains(try outage.truth.requireCause()), "\(top)")
            #expect(top.severity == "critical")
            #expect(conclusion.findings.allSatisfy { $0.verdict == "cited" }, "\(conclusion.findings)")
            let onset = try #require(conclusion.onset)
            #expect(abs(onset.seconds - (try outage.truth.requireOnset().seconds)) <= 10)
            #expect(conclusion.citations.count >= conclusion.findings.count)
            let database = DatabaseFile(path: casebook.database)
            for citation in conclusion.citations {
                let output = try database.output(of: citation.evidence)
                let place = output[try JSONPointer(citation.pointer)]
                #expect(place?.stringValue == citation.quote, "\(citation)")
            }
            // The message that explains it is one of the recorded lines.
            let lines = outage.logs.flatMap(\.lines)
            let quotes = conclusion.citations.map(\.quote)
            #expect(
                quotes.contains { quote in quote.contains("too many connections") && lines.contains(Array(quote.utf8)) }
            )
        }

        @Test("tells its end by the exit code")
        func exitCodes() async throws {
            try await casebook.run("run", "service-outage", "--fail-on", "critical").expect(4)
            let resumed = try await casebook.run("resume", "--fail-on", "critical", "--json").expect(4)
            #expect(try Conclusion(resumed.json()).top?.severity == "critical")
            try await casebook.run("resume").expect(0)
        }

        @Test("is shown as plain lines in a pipe")
        func plainLines() async throws {
            let answer = try await casebook.run("run", "service-outage").expect(0)
            let cause = try outage.truth.requireCause()
            #expect(answer.text.contains("CRITICAL"))
            #expect(answer.text.contains(cause))
            #expect(answer.text.contains("step patterns succeeded"))
            #expect(!answer.text.contains("\u{1B}"))
            #expect(answer.errors.isEmpty, "\(answer.errors)")
        }

        @Test("ends in reports that say the same")
        func reports() async throws {
            let session = try Conclusion(try await casebook.json("run", "service-outage")).session
            let cause = try outage.truth.requireCause()
            let markdown = try await casebook.run("export", session, "--format", "md").expect(0).text
            #expect(markdown.contains(cause) || markdown.contains(cause.split(separator: "_").joined(separator: "\\_")))
            let file = casebook.home.path("report.html")
            try await casebook.run("export", session, "--format", "html", "--output", file).expect(0)
            let html = String(decoding: try casebook.home.read("report.html"), as: UTF8.self)
            #expect(html.contains(cause))
            #expect(html.contains("too many connections for role"))
            #expect(html.contains("<svg"))
            for foreign in ["<script", "src=\"http", "href=\"http", "src=\"//", "href=\"//", "@import", "url(http"] {
                #expect(!html.lowercased().contains(foreign), "\(foreign)")
            }
            let report = try await casebook.run("export", session, "--format", "json").expect(0).json()
            #expect(report["session"]?.stringValue == session)
            let statements = report["findings"]?.arrayValue?.compactMap { $0["statement"]?.stringValue } ?? []
            #expect(statements.first?.contains(cause) == true, "\(statements)")
        }
    }
}
