import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// The other recordings, with the same workflow.
    @Suite("Other recorded outages") struct OtherOutageTests {
        @Test("a quiet hour is left alone")
        func quietHour() async throws {
            let outage = try RecordedOutage("quiet-hour")
            let conclusion = try await Investigation(of: outage).conclusion()
            #expect(conclusion.status == "succeeded")
            #expect(conclusion.onset == nil)
            #expect(
                !conclusion.findings.contains { ["critical", "high"].contains($0.severity) }, "\(conclusion.statements)"
            )
            expectNoBlame(conclusion, of: outage)
        }

        @Test("a bad deploy is blamed by its ref")
        func badDeploy() async throws {
            let outage = try RecordedOutage("bad-deploy")
            let conclusion = try await Investigation(of: outage).conclusion()
            let top = try #require(conclusion.top)
            let cause = try outage.truth.requireCause()
            #expect(top.statement.contains(cause), "\(conclusion.statements)")
            #expect(top.severity == "critical")
            try expectOnset(conclusion, of: outage)
            for other in outage.suspects where other != cause { #expect(!conclusion.statements.contains(other)) }
        }

        @Test(
            "a failure that no change explains is told by its message",
            arguments: [
                ("disk-full", "No space left on device"), ("expired-certificate", "certificate has expired"),
            ])
        func unexplained(_ name: String, _ message: String) async throws {
            let outage = try RecordedOutage(name)
            let conclusion = try await Investigation(of: outage).conclusion()
            let top = try #require(conclusion.top)
            let cause = try outage.truth.requireCause()
            #expect(top.statement.contains(message) || top.statement.contains(cause), "\(top)")
            #expect(["high", "critical"].contains(top.severity))
            #expect(top.verdict == "cited")
            try expectOnset(conclusion, of: outage)
            expectNoBlame(conclusion, of: outage)
        }

        private func expectOnset(
            _ conclusion: Conclusion, of outage: RecordedOutage, location: SourceLocation = #_sourceLocation
        ) throws {
            let onset = try #require(conclusion.onset, sourceLocation: location)
            let distance = abs(onset.seconds - (try outage.truth.requireOnset().seconds))
            #expect(distance <= 10, "onset \(onset)", sourceLocation: location)
        }

        private func expectNoBlame(
            _ conclusion: Conclusion, of outage: RecordedOutage, location: SourceLocation = #_sourceLocation
        ) {
            #expect(conclusion.outputs["cause"]?.isNull != false, sourceLocation: location)
            for suspect in outage.suspects {
                #expect(!conclusion.statements.contains(suspect), "\(suspect) is blamed", sourceLocation: location)
            }
        }
    }
}
