package import JSON
package import Model

/// A session as JSON, for other programs.
///
/// Texts stand as they are: JSON needs no more escaping than its own.
package struct JSONReport: Sendable {
    /// The whole report.
    package let value: JSONValue

    package init(_ snapshot: SessionSnapshot) {
        let content = ReportContent(snapshot)
        value = [
            "session": .string(content.state.id.rawValue),
            "title": .string(content.state.title),
            "status": .string(content.state.status.rawValue),
            "owner": Self.encoded(content.state.owner),
            "labels": Self.encoded(content.state.labels),
            "created": .string(content.state.created.description),
            "updated": .string(content.state.updated.description),
            "forkedFrom": content.state.origin.map { Self.origin($0) } ?? .null,
            "window": content.state.window.map { Self.encoded($0) } ?? .null,
            "onset": content.onset.map { .string($0.time.description) } ?? .null,
            "findings": .array(content.state.rankedRecords.map { Self.finding($0.finding, from: $0.from) }),
            "hypotheses": .array(LedgerLine.lines(of: content.state).map { Self.hypothesis($0) }),
            "happenings": .array(content.happenings.map { Self.happening($0) }),
            "timeline": .array(content.journal.map { Self.line($0) }),
            "runs": .array(content.state.runs.map { Self.run($0) }),
            "coverage": .array(content.coverage.map { Self.coverage($0) }),
            "windowCoverage": .array(content.windowCoverage.map { Self.encoded($0) }),
            "clocks": .array(content.clocks.map { Self.encoded($0) }),
            "failures": .array(content.state.failedCalls.map { Self.failure($0) }),
            "evidence": .array(content.evidence.map { Self.evidence($0) }),
            "head": Self.encoded(content.head),
        ]
    }

    private static func encoded(_ value: some Encodable) -> JSONValue { (try? JSONValue(encoding: value)) ?? .null }

    private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    private static func origin(_ forked: SessionForked) -> JSONValue {
        [
            "session": .string(forked.parent.rawValue), "sequence": JSONValue(forked.sequence),
            "hash": .string(forked.hash.hex),
        ]
    }

    private static func finding(_ finding: Finding, from place: EntryPlace?) -> JSONValue {
        [
            "id": .string(finding.id.rawValue), "statement": .string(finding.statement),
            "severity": .string(finding.severity.rawValue), "confidence": JSONValue(finding.confidence) ?? .null,
            "verdict": .string(finding.verdict.rawValue), "author": encoded(finding.author),
            "citations": .array(finding.citations.map { encoded($0) }),
            "from": place.map { encoded($0) } ?? .null,
        ]
    }

    private static func hypothesis(_ line: LedgerLine) -> JSONValue {
        [
            "id": .string(line.hypothesis.id.rawValue), "statement": .string(line.hypothesis.statement),
            "status": .string(line.hypothesis.status.rawValue), "author": encoded(line.hypothesis.author),
            "opened": .string(line.hypothesis.opened.description),
            "for": .array(line.supporting.map { .string($0.id.rawValue) }),
            "against": .array(line.opposing.map { .string($0.id.rawValue) }),
            "history": .array(
                line.hypothesis.history.map { step in
                    [
                        "time": .string(step.time.description), "author": encoded(step.weighed.author),
                        "finding": text(step.weighed.finding?.rawValue), "stance": text(step.weighed.stance?.rawValue),
                        "status": text(step.weighed.status?.rawValue), "note": text(step.weighed.note),
                    ]
                }),
        ]
    }

    private static func happening(_ happening: Happening) -> JSONValue {
        [
            "time": .string(happening.time.description), "kind": .string(happening.kind.rawValue),
            "text": .string(happening.text), "evidence": .string(happening.evidence.rawValue),
        ]
    }

    private static func line(_ line: JournalLine) -> JSONValue {
        [
            "session": .string(line.session.rawValue), "sequence": JSONValue(line.sequence),
            "time": .string(line.time.description),
            "principal": .string(line.principal), "kind": .string(line.kind), "text": .string(line.words),
            "data": .string(line.data), "evidence": text(line.evidence?.rawValue),
        ]
    }

    private static func run(_ run: RunState) -> JSONValue {
        [
            "id": .string(run.id.rawValue), "workflow": .string(run.workflow), "version": .string(run.version),
            "status": .string(run.status.rawValue), "started": .string(run.started.description),
            "finished": text(run.finished?.description), "inputs": .object(run.inputs), "outputs": .object(run.outputs),
            "error": run.error.map { encoded($0) } ?? .null, "steps": .array(run.attempts.map { step($0) }),
        ]
    }

    private static func step(_ step: StepAttempt) -> JSONValue {
        [
            "path": .string(step.step.path), "iteration": step.step.iteration.map { JSONValue($0) } ?? .null,
            "attempt": JSONValue(step.step.attempt), "status": .string(step.status.rawValue),
            "started": .string(step.started.description), "finished": text(step.finished?.description),
            "evidence": text(step.evidence?.rawValue), "reason": text(step.reason),
            "error": step.error.map { encoded($0) } ?? .null,
        ]
    }

    private static func coverage(_ row: CoverageRow) -> JSONValue {
        [
            "source": .string(row.coverage.source), "value": .string(row.coverage.value.rawValue),
            "searched": encoded(row.coverage.searched), "omitted": encoded(row.coverage.omitted),
            "tool": .string(row.tool), "evidence": .string(row.evidence.rawValue),
        ]
    }

    private static func failure(_ call: CallFailed) -> JSONValue {
        ["call": .string(call.call.rawValue), "tool": .string(call.tool), "error": encoded(call.error)]
    }

    private static func evidence(_ evidence: Evidence) -> JSONValue {
        [
            "id": .string(evidence.id.rawValue), "tool": .string(evidence.tool), "version": JSONValue(evidence.version),
            "arguments": evidence.arguments, "started": .string(evidence.started.description),
            "finished": .string(evidence.finished.description), "summary": .string(evidence.summary),
            "hash": .string(evidence.hash.hex), "body": evidence.body.map { encoded($0) } ?? .null,
        ]
    }
}
