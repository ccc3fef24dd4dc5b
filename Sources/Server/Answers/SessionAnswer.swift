import JSON
import Model
import Sessions

/// What a client is told of a session.
struct SessionAnswer {
    let state: SessionState
    let desk: Desk

    /// The newest entries of lists that are shown.
    private static let shown = 30

    /// The longest summary and quote that are shown; the evidence has the whole of them.
    private static let longest = 240

    /// A line of a list.
    static func line(_ summary: SessionSummary) -> JSONValue {
        [
            "session": .string(summary.id.rawValue), "title": .string(summary.title),
            "status": .string(summary.status.rawValue), "owner": .string(summary.owner),
            "created": .string(summary.created.description), "updated": .string(summary.updated.description),
        ]
    }

    /// What every answer about a session begins with.
    var head: JSONObject {
        var object: JSONObject = [
            "session": .string(state.id.rawValue), "title": .string(state.title),
            "status": .string(state.status.rawValue),
        ]
        object["window"] = state.window.map { .encoded($0) } ?? .null
        return object
    }

    /// All that a model needs to go on after it has forgotten everything.
    func whole() async -> JSONObject {
        var object = head
        object["owner"] = .string(state.owner.name)
        if let origin = state.origin { object["forkedFrom"] = .encoded(origin.place) }
        if !state.labels.isEmpty { object["labels"] = .encoded(state.labels) }
        object["updated"] = .string(state.updated.description)
        object["entries"] = JSONValue(state.head.sequence)
        var runs: [JSONValue] = []
        for run in state.runs.suffix(10) { runs.append(.object(await RunAnswer(run, in: state, desk: desk).line())) }
        object["runs"] = .array(runs)
        object["findings"] = .array(state.rankedFindings.prefix(Self.shown).map { Self.finding($0) })
        object.add("hypotheses", state.hypotheses.suffix(Self.shown).map { Self.hypothesis($0) })
        object.add("uncovered", uncovered)
        let evidence = evidence
        object["evidence"] = .array(evidence.suffix(Self.shown).map { call($0) })
        object.add("failures", state.failedCalls.suffix(10).map { Self.failure($0) })
        object.add(
            "notes",
            state.notes.suffix(Self.shown).map {
                [
                    "text": .string($0.text), "author": .string($0.author.name),
                    "authorKind": .string($0.author.kind.rawValue),
                ]
            })
        if let omitted = omitted(evidence.count) { object["omitted"] = omitted }
        object["next"] = .string(next)
        return object
    }

    /// The newest call of each piece of evidence, in order.
    private var evidence: [CallFinished] {
        var seen: Set<EvidenceID> = []
        return state.calls.reversed().filter { seen.insert($0.evidence).inserted }.reversed()
    }

    /// The sources of which not the whole window was seen, with what was missed of it.
    private var uncovered: [JSONValue] {
        guard let window = state.window?.span else { return [] }
        let known = Set(desk.sources.map(\.name))
        let coverage = SessionCoverage(
            of: window, calls: state.calls, failed: state.failedCalls, sources: known.sorted())
        return coverage.rows.filter { !$0.uncovered.isEmpty || !$0.partial.isEmpty || $0.skew != nil }.prefix(
            Self.shown
        )
        .map { row in
            var object: JSONObject = ["source": .string(row.source)]
            object.add("unseen", row.uncovered.prefix(5).map { .encoded($0) })
            object.add("inPart", row.partial.prefix(5).map { .encoded($0) })
            object.add("failures", row.failures.map { .string($0) })
            object.add("failed", SessionCoverage.union(row.failed.flatMap(\.spans)).prefix(5).map { .encoded($0) })
            if let skew = row.skew { object["clockAheadMilliseconds"] = JSONValue(skew) }
            return .object(object)
        }
    }

    /// What the lists leave out.
    private func omitted(_ evidence: Int) -> JSONValue? {
        var counts: JSONObject = [:]
        for (name, count, shown) in [
            ("runs", state.runs.count, 10), ("findings", state.findings.count, Self.shown),
            ("evidence", evidence, Self.shown), ("notes", state.notes.count, Self.shown),
        ] where count > shown { counts[name] = JSONValue(count - shown) }
        guard !counts.isEmpty else { return nil }
        counts["read"] = .string("export_report")
        return .object(counts)
    }

    private var next: String {
        if state.isClosed { return "The session is closed. export_report gives its report." }
        if state.status == .waiting { return "A run waits for a person: get_run says what it waits for." }
        if state.status == .running {
            return "A run has not ended. get_run follows it; where driven is false its process ended: call resume_run."
        }
        return "Call tools with this session to add evidence, record_finding with citations, or run_workflow."
    }

    /// A finding with its verdict.
    static func finding(_ finding: Finding) -> JSONValue {
        [
            "id": .string(finding.id.rawValue), "statement": .string(finding.statement),
            "severity": .string(finding.severity.rawValue), "confidence": JSONValue(finding.confidence) ?? .null,
            "verdict": .string(finding.verdict.rawValue), "author": .string(finding.author.name),
            "authorKind": .string(finding.author.kind.rawValue),
            "citations": .array(finding.citations.map { Self.citation($0, in: finding) }),
        ]
    }

    /// A hypothesis with what speaks for and against it.
    static func hypothesis(_ hypothesis: Hypothesis) -> JSONValue {
        var object: JSONObject = [
            "id": .string(hypothesis.id.rawValue), "statement": .string(hypothesis.statement),
            "status": .string(hypothesis.status.rawValue), "author": .string(hypothesis.author.name),
            "authorKind": .string(hypothesis.author.kind.rawValue),
        ]
        object.add("for", hypothesis.findings(.supports).map { .string($0.rawValue) })
        object.add("against", hypothesis.findings(.against).map { .string($0.rawValue) })
        return .object(object)
    }

    /// A citation; a quote that is the statement itself is not told twice.
    private static func citation(_ citation: Citation, in finding: Finding) -> JSONValue {
        var object = JSONValue.encoded(citation).objectValue ?? [:]
        let isRepeated = citation.quote == finding.statement
        object["quote"] = isRepeated ? nil : .string(AnswerShaper.cut(citation.quote, to: longest))
        return .object(object)
    }

    private func call(_ call: CallFinished) -> JSONValue {
        var object: JSONObject = [
            "evidence": .string(call.evidence.rawValue), "tool": .string(call.tool),
            "summary": .string(AnswerShaper.cut(call.summary, to: Self.longest)),
            "authorKind": .string(state.author(of: call.evidence).rawValue),
        ]
        // There is nothing to be read or cited any more; the entry of that sequence says why.
        if let tombstone = state.tombstone(of: call.evidence) { object["removedBy"] = JSONValue(tombstone) }
        object.add("step", call.step?.path)
        let gaps = call.coverage.filter { $0.value != .complete && $0.value != .emptyComplete }
        object.add("gaps", gaps.map { ["source": .string($0.source), "value": .string($0.value.rawValue)] })
        return .object(object)
    }

    private static func failure(_ call: CallFailed) -> JSONValue {
        [
            "tool": .string(call.tool), "code": .string(call.error.code), "message": .string(call.error.message),
        ]
    }
}
