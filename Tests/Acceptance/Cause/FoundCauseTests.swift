import JSON
import Model
import TestSupport
import Testing

extension Acceptance {
    /// The cause is found in the recording, not known beforehand.
    @Suite("The cause is found, not known") struct FoundCauseTests {
        let outage: RecordedOutage

        init() throws { outage = try RecordedOutage() }

        @Test("without the plan nothing is blamed")
        func withoutPlan() async throws {
            try await expectNoBlame(outage.removingPlanSource())
        }

        @Test("without the culprit in the plan nothing is blamed")
        func withoutCulprit() async throws {
            try await expectNoBlame(try outage.removingCause())
        }

        @Test("an innocent change alone is not blamed", arguments: 0..<5)
        func innocentChange(_ number: Int) async throws {
            let cause = try outage.truth.requireCause()
            let innocent = outage.changes.filter { $0["address"]?.stringValue != cause }
            try #require(innocent.count == 5)
            try await expectNoBlame(outage.replacingChanges(by: [innocent[number]]))
        }

        @Test("before the onset nothing is blamed, and nothing has begun")
        func beforeOnset() async throws {
            let conclusion = try await expectNoBlame(try outage.endingBeforeOnset())
            #expect(conclusion.onset == nil)
        }

        @Test("with every name another one the finding follows", arguments: [1, 2, 3, 4] as [UInt64])
        func renamed(_ seed: UInt64) async throws {
            let copy = try outage.renaming(seed: seed)
            #expect(copy.truth.cause != outage.truth.cause)
            let conclusion = try await expectCause(in: copy)
            for old in ["database_role_limits", "connection_limit", "checkout"] {
                #expect(!conclusion.statements.contains(old), "\(old) was not renamed: \(conclusion.statements)")
            }
        }

        @Test(
            "with every time another one the finding follows",
            arguments: [37 * 86_400 + 5 * 3600 + 13 * 60, -401 * 86_400])
        func shifted(_ seconds: Int) async throws {
            let copy = try outage.shifted(bySeconds: seconds)
            let conclusion = try await expectCause(in: copy)
            #expect(!conclusion.statements.contains("2026-11-22"), "\(conclusion.statements)")
        }

        @Test("with the culprit elsewhere, at another time, under other names, the finding follows")
        func movedRenamedAndShifted() async throws {
            let moved = try outage.renaming(seed: 5)
                .movingCause(toModule: "platform", name: "role_caps", key: "eu-1")
                .shifted(bySeconds: 9 * 86_400 + 61)
            try await expectCause(in: moved)
            let cause = try moved.truth.requireCause()
            #expect(cause == "module.platform.terraform_data.role_caps[\"eu-1\"]")
        }

        /// Runs a copy and expects that it names the copy's own cause and onset.
        @discardableResult
        private func expectCause(
            in copy: RecordedOutage, location: SourceLocation = #_sourceLocation
        ) async throws -> Conclusion {
            let conclusion = try await Investigation(of: copy).conclusion()
            let cause = try copy.truth.requireCause()
            let top = try #require(conclusion.top, sourceLocation: location)
            #expect(
                top.statement.contains(cause), "\(cause) is not in: \(conclusion.statements)", sourceLocation: location)
            #expect(top.severity == "critical", "\(top)", sourceLocation: location)
            #expect(top.verdict == "cited", sourceLocation: location)
            let onset = try #require(conclusion.onset, sourceLocation: location)
            let distance = abs(onset.seconds - (try copy.truth.requireOnset().seconds))
            #expect(distance <= 10, "onset \(onset)", sourceLocation: location)
            for other in copy.suspects where other != cause {
                #expect(!conclusion.statements.contains(other), "\(other) is innocent", sourceLocation: location)
            }
            return conclusion
        }

        /// Runs a copy and expects that it blames no change.
        @discardableResult
        private func expectNoBlame(
            _ copy: RecordedOutage, location: SourceLocation = #_sourceLocation
        ) async throws -> Conclusion {
            let conclusion = try await Investigation(of: copy).conclusion()
            let statements = conclusion.statements
            #expect(conclusion.status == "succeeded", sourceLocation: location)
            #expect(
                !conclusion.findings.contains { $0.severity == "critical" }, "\(statements)", sourceLocation: location)
            #expect(conclusion.outputs["cause"]?.isNull != false, "\(conclusion.outputs)", sourceLocation: location)
            for suspect in outage.suspects {
                #expect(!statements.contains(suspect), "\(suspect) is blamed: \(statements)", sourceLocation: location)
            }
            return conclusion
        }
    }
}
