package import Model
import Store

/// Two sessions beside each other, related or not: their windows, what they found, what they were told, how their runs
/// ended.
package struct SessionComparison: Sendable {
    package let before: SessionState
    package let after: SessionState
    /// The last entry that both have; nil when neither goes on from the other, nor both from a third.
    package let common: EntryPlace?
    package let findings: FindingChanges
    package let evidence: EvidenceChanges
    /// Evidence of either that was removed and cannot be compared.
    package let removed: [EvidenceID]
    /// The newest run of each workflow in either, in the order of the first session.
    package let runs: [Runs]

    /// The newest runs of one workflow; nil where a session has none.
    package struct Runs: Sendable {
        package let workflow: String
        package let before: RunState?
        package let after: RunState?
        /// Steps that ended otherwise; none unless both have a run.
        package let steps: [OutcomeDifference]
        /// Outputs that differ; none unless both have a run.
        package let outputs: [OutcomeDifference]

        /// Whether both have a run that ended alike.
        package var isSame: Bool {
            guard let before, let after else { return false }
            return before.status == after.status && steps.isEmpty && outputs.isEmpty
        }
    }

    package var hasSameWindow: Bool { before.window == after.window }
}

extension SessionManager {
    /// Compares two sessions as they are now.
    ///
    /// - Throws: `SessionsError` of code `corrupt` for evidence that is not what it was.
    package func compare(_ before: Session, with after: Session) async throws -> SessionComparison {
        let (old, new) = (try await before.refresh(), try await after.refresh())
        let (asked, askedAfter) = (
            try await AnswerBook(of: before, old), try await AnswerBook(of: after, new)
        )
        return SessionComparison(
            before: old, after: new,
            common: await before.lineage.commonEntry(
                endingAt: old.head.sequence, with: (await after.lineage, new.head.sequence)),
            findings: FindingChanges(from: old.statements, to: new.statements),
            evidence: EvidenceChanges(from: asked, to: askedAfter), removed: asked.removed + askedAfter.removed,
            runs: SessionComparison.runs(of: old, and: new))
    }
}

extension SessionComparison {
    fileprivate static func runs(of before: SessionState, and after: SessionState) -> [Runs] {
        var names: [String] = []
        for run in before.runs + after.runs where !names.contains(run.workflow) { names.append(run.workflow) }
        return names.map { name in
            let (old, new) = (before.newestRun(of: name), after.newestRun(of: name))
            guard let old, let new else {
                return Runs(workflow: name, before: old, after: new, steps: [], outputs: [])
            }
            let (expected, found) = (RunOutcome(of: old, in: before), RunOutcome(of: new, in: after))
            return Runs(
                workflow: name, before: old, after: new, steps: found.stepDifferences(from: expected),
                outputs: found.outputDifferences(from: expected))
        }
    }
}

extension SessionState {
    fileprivate func newestRun(of workflow: String) -> RunState? { runs.last { $0.workflow == workflow } }

    fileprivate var statements: [FoundStatement] {
        rankedFindings.map { finding in FoundStatement(finding) { call(for: $0)?.tool } }
    }
}
