import JSON
import Model

/// Writes a session's journal by hand, with identifiers that are the same in each run.
struct SnapshotBuilder {
    private final class Counter: IdentifierSource {
        let value: UInt64
        init(_ value: UInt64) { self.value = value }
        func next() -> (high: UInt64, low: UInt64) {
            (value &* 0x9e37_79b9_7f4a_7c15, value &* 0xbf58_476d_1ce4_e5b9)
        }
    }

    let session: SessionID
    private(set) var entries: [Entry] = []
    private(set) var evidence: [EvidenceID: Evidence] = [:]
    var now: Timestamp
    private var count: UInt64 = 1
    let person = Principal(name: "local:ada", kind: .person)

    init(start: String = "2026-11-22T19:40:00Z") {
        session = SessionID(from: Counter(7))
        now = Self.time(start)
    }

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(nanoseconds: 0) }

    mutating func identifier<Subject>(_ type: Subject.Type = Subject.self) -> Identifier<Subject> {
        count += 1
        return Identifier(from: Counter(count))
    }

    mutating func wait(milliseconds: Int64) { now = now.advanced(byNanoseconds: milliseconds * 1_000_000) }

    mutating func add(_ event: Event, principal: String = "local:ada") {
        entries.append(
            Entry(
                EntryDraft(event, principal: principal, time: now), session: session,
                after: entries.last?.head ?? .empty))
    }

    /// A call that took a while, with its evidence.
    mutating func call(
        _ tool: String, output: JSONValue, summary: String, coverage: [Coverage] = [], arguments: JSONValue = [:],
        window: Window? = nil, step: StepReference? = nil, milliseconds: Int64 = 120, body: [UInt8]? = nil
    ) -> EvidenceID {
        let started = now
        wait(milliseconds: milliseconds)
        let evidence = Evidence(
            id: identifier(), tool: tool, version: 1, arguments: arguments, window: window,
            sources: coverage.map(\.source), coverage: coverage, started: started, finished: now, output: output,
            body: body.map { BodyReference(describing: $0) }, summary: summary)
        self.evidence[evidence.id] = evidence
        add(.callFinished(CallFinished(call: identifier(), evidence: evidence, cached: false, step: step)))
        return evidence.id
    }

    mutating func find(
        _ statement: String, _ severity: Severity, _ confidence: Double, _ citations: [Citation],
        verdict: Verdict = .cited, by author: Principal? = nil, step: StepReference? = nil
    ) {
        let finding = Finding(
            id: identifier(), statement: statement, severity: severity, confidence: confidence,
            author: author ?? person, citations: citations, verdict: verdict, step: step)
        add(.findingRecorded(FindingRecorded(finding)))
    }

    var snapshot: SessionSnapshot {
        SessionSnapshot(state: SessionState(id: session, folding: entries), entries: entries, evidence: evidence)
    }
}
