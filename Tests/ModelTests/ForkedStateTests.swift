import JSON
import Model
import Store
import TestSupport
import Testing

@Suite struct ForkedStateTests {
    private let person = Principal(name: "local:ada", kind: .person)
    private let run = RunID(from: SeededIdentifierSource(seed: 2))

    /// A session in which a run has finished one step and waits in another.
    private func parent() -> JournalFixture {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        _ = journal.open(title: "T")
        journal.add(.sessionEdited(SessionEdited(labels: ["a": "b"], pinned: true)))
        journal.add(
            .runStarted(RunStarted(run: run, workflow: "w", version: "1", text: "x", inputs: [:], session: [:])))
        journal.add(.runTaken(RunTaken(run: run, token: 1)))
        for path in ["done", "gate"] { journal.add(.stepStarted(StepStarted(StepReference(run: run, path: path)))) }
        let evidence = JournalFixture.evidence(1).evidence
        let call = CallID(from: SeededIdentifierSource(seed: 9))
        journal.add(.callFinished(CallFinished(call: call, evidence: evidence, cached: false, step: nil)))
        journal.add(
            .stepFinished(
                StepFinished(StepReference(run: run, path: "done"), status: .succeeded, evidence: evidence.id)))
        journal.add(
            .waitRequested(
                WaitRequested(
                    id: WaitID(from: SeededIdentifierSource(seed: 4)), step: StepReference(run: run, path: "gate"),
                    purpose: .approval, message: "m", action: [:], groups: [], schema: .null, expires: nil)))
        journal.add(.runPaused(RunPaused(run: run)))
        return journal
    }

    private func fork(of parent: JournalFixture) -> (state: SessionState, own: JournalFixture) {
        var own = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 5)))
        _ = own.fork(parent.session, at: parent.head)
        return (SessionState(id: own.session, folding: parent.entries + own.entries), own)
    }

    @Test func hasWhatStandsBefore() {
        let parent = parent()
        let (state, own) = fork(of: parent)
        #expect(state.id == own.session && state.head == own.head && state.title == "T")
        #expect(state.labels == ["a": "b"] && !state.pinned)
        #expect(state.created == own.entries[0].time)
        #expect(state.origin?.place == EntryPlace(session: parent.session, sequence: parent.head.sequence))
        let place = state.place(of: JournalFixture.evidence(1).evidence.id)
        #expect(place == EntryPlace(session: parent.session, sequence: 7))
    }

    @Test func leavesOpenRunsBehind() {
        let parent = parent()
        let (state, _) = fork(of: parent)
        #expect(parent.state.status == .waiting && state.status == .open)
        let left = state.run(run)
        #expect(left?.status == .cancelled && left?.error?.kind == .cancelled && left?.finished != nil)
        #expect(left?.attempts.map(\.status) == [.succeeded, .cancelled])
        #expect(state.waits.isEmpty && !state.hasAnswer(for: run, at: state.updated))
    }

    @Test func goesOnAfterItsParentClosed() {
        var parent = parent()
        parent.add(.sessionClosed(SessionClosed()))
        #expect(!fork(of: parent).state.isClosed)
    }

    @Test func aForkOfAForkNamesTheNearest() {
        let parent = parent()
        let (_, child) = fork(of: parent)
        var own = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 6)))
        _ = own.fork(child.session, at: child.head)
        let state = SessionState(id: own.session, folding: parent.entries + child.entries + own.entries)
        #expect(state.origin?.parent == child.session && state.head == own.head)
        #expect(state.run(run)?.attempts.last?.reason == "left behind in \(parent.session)")
    }

    @Test func onlyAFirstEntryForks() {
        var journal = parent()
        journal.add(
            .sessionForked(SessionForked(parent: journal.session, at: journal.head, owner: person)))
        #expect(journal.state.origin == nil && journal.state.status == .waiting)
    }
}
