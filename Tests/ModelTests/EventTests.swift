import JSON
import Model
import Store
import TestSupport
import Testing

@Suite struct EventTests {
    private static let run = RunID(from: SeededIdentifierSource(seed: 2))
    private static let step = StepReference(run: run, path: "outer/inner", iteration: 3, attempt: 2)
    private static let error = ToolError(.timeout, "too slow", hint: "ask for less")
    private static let person = Principal(name: "local:ada", kind: .person)

    private static var finding: Finding {
        let evidence = EvidenceID(from: SeededIdentifierSource(seed: 3))
        return Finding(
            id: FindingID(from: SeededIdentifierSource(seed: 4)), statement: "It began at 12:00", severity: .high,
            confidence: 0.75, author: Principal(name: "m", kind: .model),
            citations: [
                Citation(evidence: evidence, place: .pointer("/points/0"), quote: "1"),
                Citation(evidence: evidence, place: .lines(3...7), quote: "a\nb"),
            ], verdict: .cited, step: step)
    }

    static var all: [Event] {
        let call = CallID(from: SeededIdentifierSource(seed: 5))
        let time = TimeSpan(start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 1000))
        let evidence = JournalFixture.evidence(6, body: Array("a\nb".utf8)).evidence
        let place = EntryPlace(session: SessionID(from: SeededIdentifierSource(seed: 7)), sequence: 7)
        return [
            .sessionOpened(SessionOpened(title: "T", owner: person, labels: ["team": "web"])),
            .windowSet(WindowSet(window: Window(time), origin: "given")),
            .noteAdded(NoteAdded(text: "N\u{0}\u{1f600}", author: Principal(name: "o", kind: .operator_))),
            .sessionEdited(SessionEdited(title: "U", labels: nil, pinned: true)),
            .noteAdded(NoteAdded(text: "N", author: person, from: place)),
            .sessionClosed(SessionClosed(outcome: "found")), .sessionClosed(SessionClosed()),
            .callFinished(CallFinished(call: call, evidence: evidence, cached: true, step: step)),
            .callFinished(
                CallFinished(
                    call: call, evidence: evidence, cached: false, step: nil,
                    cost: CallCost(answer: 262_144, milliseconds: 0))),
            .callFinished(CallFinished(call: call, evidence: evidence, cached: false, step: nil).taken(from: place)),
            .callFinished(
                CallFinished(call: call, evidence: evidence, cached: false, step: nil)
                    .taken(from: place, isImported: true)),
            .callFailed(
                CallFailed(call: call, tool: "t", arguments: ["n": 9_007_199_254_740_993], error: error, step: nil)),
            .findingRecorded(FindingRecorded(finding)), .findingRecorded(FindingRecorded(finding, from: place)),
            .sessionForked(
                SessionForked(parent: place.session, at: JournalHead(sequence: 7, hash: .zero), owner: person)),
            .runStarted(
                RunStarted(
                    run: run, workflow: "w", version: "1.0.0", text: "schema: 1\n", inputs: ["a": [1, nil]],
                    session: ["b": true])),
            .runTaken(RunTaken(run: run, token: 4)),
            .runFinished(RunFinished(run: run, status: .failed, outputs: ["x": 1.5], error: error)),
            .stepStarted(StepStarted(step)),
            .stepFinished(
                StepFinished(
                    step, status: .skipped, evidence: evidence.id, output: ["y": "z"], error: error, reason: "none")),
            .stepFinished(StepFinished(StepReference(run: run, path: "a"), status: .succeeded)),
            .runChanged(RunChanged(run: run, version: "1.0.1", text: "x", children: ["c": "y"])),
            .cancelRequested(CancelRequested(run: run, reason: "late", author: person)),
            .sessionShared(SessionShared(member: "bob", author: person)),
            .sessionUnshared(SessionUnshared(member: "bob", author: person)),
            .accessRefused(AccessRefused(subject: "tool read_file")),
            .hypothesisOpened(
                HypothesisOpened(
                    id: HypothesisID(from: SeededIdentifierSource(seed: 8)), statement: "the pool is full",
                    author: person)),
            .hypothesisWeighed(
                HypothesisWeighed(
                    id: HypothesisID(from: SeededIdentifierSource(seed: 8)),
                    finding: FindingID(from: SeededIdentifierSource(seed: 9)), stance: .against,
                    note: "it was not", status: .refuted, author: person, from: place)),
            .tokenAdded(
                TokenAdded(
                    name: "bob", kind: .model, roles: ["investigator"], groups: ["oncall"], hash: .zero,
                    expires: Timestamp(milliseconds: 1000), author: person)),
            .tokenRevoked(TokenRevoked(name: "bob", author: person)),
            .unknown(kind: "future.thing", payload: ["deep": [1, 2, ["x": nil]]]),
        ]
    }

    @Test(arguments: all)
    func isReadAsItIsWritten(_ event: Event) {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        let entry = journal.add(event)
        let read = Event(entry)
        #expect(read.kind == event.kind)
        #expect(read.payload.canonicalBytes() == event.payload.canonicalBytes())
        #expect(event.payload != .null)
        if case .unknown = event { return }
        if case .unknown = read { Issue.record("\(event.kind) is not understood") }
    }

    @Test func kindsAreTold() {
        #expect(Set(Self.all.map(\.kind)).count == 24)
        #expect(!Self.all.contains { $0.kind.isEmpty })
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"title":1}"#, #"{"title":"x","owner":{"name":"a","kind":"alien"}}"#])
    func keepsWhatItDoesNotUnderstand(_ payload: String) {
        let entry = Entry(
            session: SessionID(from: SeededIdentifierSource()), sequence: 1, time: Timestamp(milliseconds: 0),
            principal: "p", kind: "session.opened", payload: Array(payload.utf8), previousHash: .zero)
        guard case .unknown("session.opened", _) = Event(entry) else {
            Issue.record("\(payload) is no opened session")
            return
        }
    }

    @Test func evidenceIsReadAsItIsWritten() throws {
        let evidence = JournalFixture.evidence(1, body: Array("a\nb\n".utf8)).evidence
        #expect(evidence.body?.lines == 2)
        #expect(try Evidence(record: evidence.record) == evidence)
        #expect(try Evidence(record: evidence.record).hash == evidence.hash)
        #expect(throws: (any Error).self) { try Evidence(record: Array("{}".utf8)) }
        #expect(BodyReference(describing: []).lines == 0)
        #expect(BodyReference(describing: Array("x".utf8)).lines == 1)
    }

    @Test(arguments: ["[1]", "[0,1]", "[3,2]", "[1,2,3]", "[-1,1]", "\"1\""])
    func refusesLines(_ lines: String) {
        let text = #"{"evidence":"ev_0123456789abcdefghjkmnpqrs","quote":"q","lines":\#(lines)}"#
        #expect(throws: DecodingError.self) { try JSONValue(parsing: text).decode(Citation.self) }
    }
}
