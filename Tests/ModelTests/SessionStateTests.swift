import JSON
import Model
import Store
import TestSupport
import Testing

@Suite struct SessionStateTests {
    private let person = Principal(name: "local:ada", kind: .person)
    private let run = RunID(from: SeededIdentifierSource(seed: 2))

    private func journal() -> JournalFixture {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        _ = journal.open(title: "T")
        return journal
    }

    private func finding(_ seed: UInt64, _ severity: Severity, _ confidence: Double) -> Event {
        .findingRecorded(
            FindingRecorded(
                Finding(
                    id: FindingID(from: SeededIdentifierSource(seed: seed)), statement: "s", severity: severity,
                    confidence: confidence, author: person, citations: [], verdict: .uncited, step: nil)))
    }

    @Test func foldsInAnyPortions() {
        var journal = journal()
        for event in EventTests.all { journal.add(event) }
        let whole = SessionState(id: journal.session, folding: journal.entries)
        var parts = SessionState(id: journal.session, folding: journal.entries.prefix(7))
        for entry in journal.entries.dropFirst(7) { parts.apply(entry) }
        #expect(whole.head == journal.head)
        #expect(parts.summary == whole.summary)
        #expect(parts.head == whole.head)
    }

    @Test func holdsWhatWasSaid() {
        var journal = journal()
        let opened = journal.state.created
        journal.add(.sessionEdited(SessionEdited(title: "U")))
        journal.add(.sessionEdited(SessionEdited(labels: ["a": "b"], pinned: true)))
        journal.add(.noteAdded(NoteAdded(text: "n", author: person)))
        let state = journal.state
        #expect(state.title == "U")
        #expect(state.labels == ["a": "b"])
        #expect(state.pinned)
        #expect(state.notes.map(\.text) == ["n"])
        #expect(state.owner.name == "local:ada")
        #expect(state.created == opened)
        #expect(state.updated > opened)
        #expect(state.status == .open)
        journal.add(.sessionClosed(SessionClosed()))
        #expect(journal.state.status == .closed)
    }

    @Test func membersThatWereMadeElsewhereCountForNothing() {
        var journal = journal()
        journal.add(.sessionShared(SessionShared(member: "ann", author: person)))
        journal.add(.sessionShared(SessionShared(member: "bob", author: person)))
        journal.add(.sessionUnshared(SessionUnshared(member: "ann", author: person)))
        #expect(journal.state.members == ["bob"])
        #expect(SessionState(id: journal.session, folding: journal.entries.map(\.imported)).members == [])
        var state = SessionState(id: journal.session, folding: journal.entries.prefix(3))
        state.apply(journal.entries[3].imported)
        #expect(state.members == ["ann", "bob"])
    }

    @Test func ranksFindings() {
        var journal = journal()
        journal.add(finding(1, .low, 1))
        journal.add(finding(2, .critical, 0.5))
        journal.add(finding(3, .critical, 0.9))
        journal.add(finding(4, .low, 1))
        let expected = [3, 2, 1, 4].map { FindingID(from: SeededIdentifierSource(seed: $0)) }
        #expect(journal.state.rankedFindings.map(\.id) == expected)
        #expect(Severity.allCases.sorted() == [.info, .low, .medium, .high, .critical])
    }

    @Test func followsARun() throws {
        var journal = journal()
        journal.add(
            .runStarted(RunStarted(run: run, workflow: "w", version: "1", text: "t", inputs: [:], session: [:])))
        #expect(journal.state.status == .running)
        journal.add(.runTaken(RunTaken(run: run, token: 2)))
        journal.add(.runTaken(RunTaken(run: run, token: 1)))
        let step = StepReference(run: run, path: "a")
        journal.add(.stepStarted(StepStarted(step)))
        let first = try #require(journal.state.run(run)?.attempts.first?.started)
        // A process that took over starts the step anew under the same reference.
        journal.add(.stepStarted(StepStarted(step)))
        journal.add(.stepFinished(StepFinished(step, status: .succeeded, output: 1)))
        let again = StepReference(run: run, path: "a", attempt: 2)
        journal.add(.stepFinished(StepFinished(again, status: .failed)))
        let state = try #require(journal.state.run(run))
        #expect(state.attempts.map(\.status) == [.succeeded, .failed])
        #expect(state.attempts[0].started > first)
        #expect(state.attempts[0].output == 1)
        journal.add(.runFinished(RunFinished(run: run, status: .succeeded, outputs: ["x": 1])))
        #expect(journal.state.run(run)?.status == .succeeded)
        #expect(journal.state.run(run)?.outputs == ["x": 1])
        #expect(journal.state.status == .open)
    }

    /// Whatever a later entry says, an identifier means what was first recorded under it.
    @Test(arguments: [false, true]) func theFirstRecordOfAnIdentifierStays(_ isCached: Bool) {
        var journal = journal()
        let (own, foreign) = (JournalFixture.evidence(7), JournalFixture.evidence(7, summary: "nothing was found"))
        let call = CallID(from: SeededIdentifierSource(seed: 8))
        let first = journal.add(
            .callFinished(CallFinished(call: call, evidence: own.evidence, cached: false, step: nil)))
        journal.add(.callFinished(CallFinished(call: call, evidence: own.evidence, cached: true, step: nil)))
        journal.add(.callFinished(CallFinished(call: call, evidence: foreign.evidence, cached: isCached, step: nil)))
        #expect(journal.state.place(of: own.evidence.id) == first.place)
        #expect(journal.state.call(for: own.evidence.id)?.evidenceHash == own.hash)
        #expect(journal.state.calls.count == 3)
    }

    /// An answer that was given elsewhere to a question of this place lets nothing go on before somebody here agrees.
    @Test func aForeignAnswerWantsAcceptance() throws {
        var journal = journal()
        journal.add(
            .runStarted(RunStarted(run: run, workflow: "w", version: "1", text: "", inputs: [:], session: [:])))
        let wait = WaitRequested(
            id: WaitID(from: SeededIdentifierSource(seed: 9)), step: StepReference(run: run, path: "ask"),
            purpose: .question, message: "m", action: [:], groups: [], schema: .null, expires: nil)
        journal.add(.waitRequested(wait))
        var state = journal.state
        #expect(state.run(run)?.needsAcceptance == false)
        let answer = WaitDecided(id: wait.id, decision: .answered, answer: "yes", author: person)
        state.apply(journal.add(.waitDecided(answer)).imported)
        #expect(state.run(run)?.needsAcceptance == true)
    }

    @Test func passesOverWhatItDoesNotKnow() {
        var journal = journal()
        let stranger = RunID(from: SeededIdentifierSource(seed: 77))
        journal.add(.runTaken(RunTaken(run: stranger, token: 1)))
        journal.add(.unknown(kind: "future.thing", payload: 1))
        #expect(journal.state.head.sequence == 3)
        #expect(journal.state.runs.isEmpty)
    }
}
