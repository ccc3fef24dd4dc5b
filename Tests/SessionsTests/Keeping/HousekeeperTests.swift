import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct HousekeeperTests {
    private static let secret = "Tr0ub4dor\"3\\x"

    private let store = InMemoryStore()
    private let world: World
    private let keeper: Housekeeper

    init() throws {
        world = try World(store: store) { input, _ in
            .found(input.text ?? "nothing", body: "body of \(input.text ?? "")")
        }
        keeper = Housekeeper(manager: world.manager, store: store)
    }

    private func look(_ text: String, in session: Session) async throws -> Evidence {
        try await world.executor.call(.look(text), in: world.scope(session)).evidence
    }

    // MARK: Scrubbing

    @Test func removesASecretFromEverythingThatHoldsIt() async throws {
        let session = try await world.session("Login with \(Self.secret)")
        try await world.manager.note("nothing of it", in: session, by: World.ada)
        try await world.manager.note("it is \(Self.secret)!", in: session, by: World.ada)
        let evidence = try await look("quoted: \(Self.secret)", in: session)
        let kept = try await look("something else", in: session)
        let before = try await journal(of: session.id, in: store)
        let scrubbed = try await keeper.scrub(
            session, .secret(Secret(Self.secret)), reason: "it was pasted", by: World.ada)
        let after = try await journal(of: session.id, in: store)
        #expect(after.dropLast().map(\.hash) == before.map(\.hash))
        #expect(after.filter { $0.payload == nil }.map(\.sequence) == [1, 4, 5])
        #expect(scrubbed.parts.map(\.tombstone) == [after.count])
        let items = try #require(scrubbed.parts.first).items
        #expect(items.map(\.sequence) == [1, 4, 5])
        #expect(items.last?.parts == [.payload, .evidence, .body])
        #expect(scrubbed.elsewhere.isEmpty)
        let state = await session.state
        #expect(state.title == "(title removed)" && state.owner == World.ada)
        #expect(state.notes.map(\.text) == ["nothing of it"])
        #expect(state.calls.map(\.evidence) == [kept.id])
        #expect(try await store.sessions(limit: 1, cursor: nil).sessions.map(\.title) == ["(title removed)"])
        #expect(try await session.evidence(evidence.id) == nil)
        #expect(try await store.contains(Secret(Self.secret).text, in: session.id) == false)
        // Another process that folds the journal sees the same.
        let fresh = SessionState(id: session.id, folding: after)
        #expect(fresh.summary == state.summary && fresh.removals == state.removals)
        #expect(fresh.removals[EntryPlace(session: fresh.id, sequence: 5)]?.tombstone == after.count)
    }

    @Test func tellsWhereElseItStands() async throws {
        let sessions = [try await world.session(), try await world.session(), try await world.session()]
        for session in sessions.dropLast() { _ = try await look(Self.secret, in: session) }
        let scrubbed = try await keeper.scrub(sessions[0], .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        #expect(scrubbed.elsewhere == [sessions[1].id])
        // The body was the same, so it is gone from both, each with an entry that says so.
        #expect(Set(scrubbed.parts.map(\.session)) == Set(sessions.prefix(2).map(\.id)))
        #expect(try await store.bodies(of: sessions[1].id).isEmpty)
        let state = await sessions[1].state
        #expect(state.removals.values.map(\.parts) == [[.body]])
        let second = try await keeper.scrub(sessions[1], .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        #expect(second.elsewhere.isEmpty && second.parts.count == 1)
        let nothing = try await keeper.scrub(sessions[1], .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        #expect(nothing.parts.isEmpty)
    }

    @Test func removesWhatIsNamed() async throws {
        let session = try await world.session()
        let evidence = try await look("one", in: session)
        let other = try await look("two", in: session)
        let scrubbed = try await keeper.scrub(session, .evidence(evidence.id), reason: nil, by: World.ada)
        #expect(scrubbed.parts.first?.items.map(\.parts) == [[.evidence, .body]])
        let lent = SessionEvidence(session: session, store: store, access: .all)
        let error = await #expect(throws: ToolError.self) { try await lent.evidence(evidence.id) }
        #expect(error?.kind == .notFound && error?.message.contains("removed") == true)
        #expect(try await lent.evidence(other.id) == other)
        // What was removed is looked up anew, and not found under the old key.
        let again = try await look("one", in: session)
        #expect(again.id != evidence.id)
        _ = try await keeper.scrub(session, .entries([1]), reason: nil, by: World.ada)
        #expect(try await journal(of: session.id, in: store)[0].payload == nil)
        let tombstone = await session.state.head.sequence
        let refused = await #expect(throws: SessionsError.self) {
            try await keeper.scrub(session, .entries([tombstone]), reason: nil, by: World.ada)
        }
        #expect(refused?.kind == .validation)
    }

    @Test func whatTakesARightStays() async throws {
        let session = try await world.session()
        try await world.manager.share(session, with: "bob", by: World.ada, isOperator: false)
        try await world.manager.unshare(session, with: "bob", by: World.ada, isOperator: false)
        let token = TokenAdded(
            name: "bob", kind: .model, roles: ["investigator"], hash: .zero, expires: nil, author: World.ada)
        try await world.manager.add(token)
        try await world.manager.revokeToken("bob", by: World.ada)
        let server = try await world.manager.serverJournal()
        for (journal, entries) in [(session, [4]), (server, [1]), (server, [2])] {
            let refused = await #expect(throws: SessionsError.self) {
                try await keeper.scrub(journal, .entries(Set(entries)), reason: nil, by: World.ada)
            }
            #expect(refused?.kind == .validation)
        }
        // That it was shared may go: nobody gains by it.
        _ = try await keeper.scrub(session, .entries([3]), reason: nil, by: World.ada)
        #expect(await session.state.members.isEmpty)
        #expect(try await world.manager.tokens().isEmpty)
    }

    /// A fork that has lost what it goes on from could never be read again, nor its parent be cleared.
    @Test func whatOthersRelyOnStays() async throws {
        let parent = try await world.session()
        let fork = try await world.manager.fork(parent, by: World.ada)
        let gone = try await world.session("gone")
        _ = try await keeper.delete(gone, reason: nil, by: World.ada)
        let server = try await world.manager.serverJournal()
        let deleted = try #require(
            try await journal(of: .server, in: store).first { $0.kind == SessionDeleted.kind }?.sequence)
        for (journal, entry) in [(fork, 1), (server, deleted)] {
            let refused = await #expect(throws: SessionsError.self) {
                try await keeper.scrub(journal, .entries([entry]), reason: nil, by: World.ada)
            }
            #expect(refused?.kind == .validation)
        }
        try await world.note("it goes on", in: fork)
        #expect(try await fork.refresh().notes.count == 1)
    }

    /// Programs escape more than JSON demands; the last line break of a file is no part of a secret.
    @Test(arguments: [
        #"a\/b<c>ü"#, #"a\u002fb<c>ü"#, #"a\u002Fb<c>ü"#, #"a/b\u003cc\u003eü"#, #"a/b\u003Cc\u003Eü"#,
        #"a/b<c>\u00fc"#, #"a/b<c>\u00FC"#, #"a\/b<c>\u00fc"#, "a/b<c>ü", #"a\/b\u003cc>\u00FC"#, "a%2Fb%3Cc%3E%C3%BC",
    ])
    func findsASecretAsProgramsWriteIt(_ form: String) throws {
        let secret = try Secret("a/b<c>ü")
        #expect(secret.stands(in: Array(#"{"key":"\#(form)"}"#.utf8)))
        let twice = String(JSONValue.string(form).canonicalText().dropFirst().dropLast())
        #expect(secret.stands(in: Array(twice.utf8)))
    }

    /// What was decided stays decided, and a question that is gone ends its step.
    @Test func scrubbingUndoesNoDecision() async throws {
        let session = try await world.session()
        let identifiers = SeededIdentifierSource(seed: 70)
        let (run, other) = (RunID(from: identifiers), RunID(from: identifiers))
        let waits = [run, other].map { run in
            WaitRequested(
                id: WaitID(from: identifiers), step: StepReference(run: run, path: "gate", attempt: 1),
                purpose: .approval, message: "Go on?", action: ["tool": "look"], groups: [], schema: .null,
                expires: nil)
        }
        let events: [Event] = [
            .runStarted(RunStarted(run: run, workflow: "w", version: "1", text: "", inputs: [:], session: [:])),
            .runStarted(RunStarted(run: other, workflow: "w", version: "1", text: "", inputs: [:], session: [:])),
            .waitRequested(waits[0]), .waitRequested(waits[1]),
            .waitDecided(WaitDecided(id: waits[0].id, decision: .denied, reason: "no", author: ForkTests.bob)),
        ]
        let before = await session.state.head.sequence
        try await session.append(
            Batch(events.map { EntryDraft($0, principal: World.ada.name, time: world.clock.now) }))
        _ = try await keeper.scrub(
            session, .entries([before + 4, before + 5]), reason: nil, by: World.ada)
        let state = SessionState(id: session.id, folding: try await journal(of: session.id, in: store))
        #expect(state.waits.map(\.request.id) == [waits[0].id])
        #expect(state.waits.first?.decision?.decision == .denied)
        #expect(state.waits.first?.decision?.author == ForkTests.bob, "not whoever removed the words")
        #expect(state.run(other)?.attempt(waits[1].step)?.status == .failed)
        #expect(state.run(run)?.attempt(waits[0].step)?.status == .waiting)
    }

    @Test func refusesWhatCannotBeMeant() async throws {
        let session = try await world.session()
        #expect(throws: SessionsError.self) { try Secret("short") }
        #expect(throws: SessionsError.self) { try Secret(String(repeating: "x", count: 1 << 20)) }
        for (secret, reason) in [("secret-in-reason", "it was secret-in-reason"), (World.ada.name, nil)] {
            let error = await #expect(throws: SessionsError.self) {
                try await keeper.scrub(session, .secret(Secret(secret)), reason: reason, by: World.ada)
            }
            #expect(error?.kind == .validation)
        }
        let unknown = EvidenceID(from: SeededIdentifierSource(seed: 99))
        for target in [Housekeeper.ScrubTarget.entries([1, 3]), .entries([0]), .evidence(unknown)] {
            let error = await #expect(throws: SessionsError.self) {
                try await keeper.scrub(session, target, reason: nil, by: World.ada)
            }
            #expect(error?.kind == .notFound)
        }
        #expect(try await journal(of: session.id, in: store).count == 2)
    }

    @Test func aRunThatNeedsWhatIsGoneSaysSo() async throws {
        let workflow = try world.workflow(
            """
              - {id: one, uses: look@1, with: {source: app, text: one}}
              - {id: ask, approve: {message: 'Go on?'}}
              - {id: two, needs: [one, ask], uses: look@1, with: {source: app, text: '${{ steps.one.output.text }}'}}

            """)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(ended.status == .waiting)
        let session = ended.session
        let evidence = try #require(await session.state.calls.first?.evidence)
        _ = try await keeper.scrub(session, .evidence(evidence), reason: nil, by: World.ada)
        let wait = try #require(try await world.manager.openWaits().first)
        try await world.manager.decide(wait, .approved, by: World.ada)
        let error = await #expect(throws: SessionsError.self) {
            try await world.runner().resume(session, watch: { _ in })
        }
        #expect(error?.kind == .removed && error?.hint?.contains("rerun") == true)
    }

    @Test func aFinishedRunStaysFinished() async throws {
        let workflow = try world.workflow("  - {id: one, uses: look@1, with: {source: app, text: one}}\n")
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let session = ended.session
        let entries = try await journal(of: session.id, in: store)
        let ends = entries.filter { $0.kind == RunFinished.kind || $0.kind == StepFinished.kind }.map(\.sequence)
        _ = try await keeper.scrub(session, .entries(Set(ends)), reason: nil, by: World.ada)
        let run = try #require(await session.state.run(ended.run))
        #expect(run.status == .succeeded)
        #expect(run.attempts.map(\.status) == [.succeeded])
        #expect(await session.state.status == .open)
        #expect(try await world.runner().resume(session, watch: { _ in }).isEmpty)
    }

    // MARK: Deleting

    @Test func deletesASessionAndNotesIt() async throws {
        let session = try await world.session()
        _ = try await look("one", in: session)
        let head = try await session.refresh().head
        #expect(try await keeper.delete(session, reason: "by mistake", by: World.ada) == head)
        let error = await #expect(throws: SessionsError.self) { try await world.manager.session(session.id) }
        #expect(error?.kind == .notFound)
        let note = try #require(try await journal(of: .server, in: store).last)
        guard case .sessionDeleted(let deleted) = Event(note) else {
            Issue.record("\(note.kind)")
            return
        }
        #expect(deleted.session == session.id && deleted.sequence == head.sequence && deleted.hash == head.hash)
        // Whoever still holds it is told, and does not make it again.
        let late = await #expect(throws: SessionsError.self) {
            try await world.manager.note("late", in: session, by: World.ada)
        }
        #expect(late?.kind == .notFound)
        #expect(try await store.head(of: session.id) == nil)
    }

    @Test func doesNotDeleteWhatIsDriven() async throws {
        let session = try await world.session()
        let run = RunID(from: SeededIdentifierSource(seed: 50))
        let started = RunStarted(run: run, workflow: "w", version: "1.0.0", text: "", inputs: [:], session: [:])
        try await session.append(Batch([EntryDraft(.runStarted(started), principal: "p", time: world.clock.now)]))
        let lease = try await store.lease(run)
        let error = await #expect(throws: SessionsError.self) {
            try await keeper.delete(session, reason: nil, by: World.ada)
        }
        #expect(error?.kind == .driven)
        await lease?.release()
        _ = try await keeper.delete(session, reason: nil, by: World.ada)
        #expect(try await store.isDriven(run) == false)
    }

    @Test func aDeletionTakesNoTokenFromRunsOfTheParent() async throws {
        let session = try await world.session()
        let run = RunID(from: SeededIdentifierSource(seed: 51))
        let started = RunStarted(run: run, workflow: "w", version: "1.0.0", text: "", inputs: [:], session: [:])
        try await session.append(Batch([EntryDraft(.runStarted(started), principal: "p", time: world.clock.now)]))
        let lease = try #require(try await store.lease(run))
        let head = try await session.refresh().head
        let fork = try await world.manager.fork(session, at: head.sequence, title: "Fork", by: World.ada)
        _ = try await keeper.delete(fork, reason: nil, by: World.ada)
        let taken = EntryDraft(
            .runTaken(RunTaken(run: run, token: lease.token)), principal: "p", time: world.clock.now)
        try await session.append(Batch([taken], fence: Fence(run: run, token: lease.token)))
        await lease.release()
        #expect(try await store.lease(run)?.token == 2)
    }

    /// A server that remembers a session is told of its end, and tells nobody of what it remembers.
    @Test func whatAnotherProcessDeletedIsUnknown() async throws {
        let session = try await world.session()
        let other = try World(store: store, seed: 2)
        let known = try await other.manager.session(session.id)
        _ = try await keeper.delete(session, reason: nil, by: World.ada)
        let gone = await #expect(throws: SessionsError.self) { try await other.manager.session(session.id) }
        let never = await #expect(throws: SessionsError.self) {
            try await other.manager.session(SessionID(from: SeededIdentifierSource(seed: 99)))
        }
        #expect(gone?.kind == .notFound && gone?.hint == never?.hint)
        // A removal from it ends too, instead of being decided again for ever.
        let late = await #expect(throws: SessionsError.self) {
            let note = Event.noteAdded(NoteAdded(text: "late", author: World.ada))
            let draft = EntryDraft(note, principal: "p", time: world.clock.now)
            try await known.append(Batch([draft], removals: [Removal(sequence: 1, parts: [.payload])]))
        }
        #expect(late?.kind == .notFound)
    }

    // MARK: Retention

    @Test func clearsWhatNothingNeeds() async throws {
        let sessions = [
            try await world.session("plain"), try await world.session("pinned"), try await world.session("cited"),
        ]
        var evidence: [Evidence] = []
        for (index, session) in sessions.enumerated() { evidence.append(try await look("\(index)", in: session)) }
        try await world.manager.edit(sessions[1], .init(pinned: true), by: World.ada)
        let finding = Finding(
            id: FindingID(from: SeededIdentifierSource(seed: 60)), statement: "s", severity: .low, confidence: 1,
            author: World.ada, citations: [Citation(evidence: evidence[2].id, place: .lines(1...1), quote: "q")],
            verdict: .cited, step: nil)
        let draft = EntryDraft(.findingRecorded(FindingRecorded(finding)), principal: "p", time: world.clock.now)
        try await sessions[2].append(Batch([draft]))
        let young = try await keeper.clear(before: World.window.span.start, by: World.ada)
        #expect(young.isEmpty)
        world.clock.advance(milliseconds: 1_000_000)
        let listed = try await store.sessions(limit: 9, cursor: nil).sessions
        let trial = try await keeper.clear(before: world.clock.now, by: World.ada, trial: true)
        #expect(trial.map(\.session) == [sessions[0].id] && trial[0].tombstone == nil)
        let cleared = try await keeper.clear(before: world.clock.now, by: World.ada)
        #expect(cleared.map(\.session) == [sessions[0].id])
        #expect(cleared[0].bodies == trial[0].bodies)
        let body = try #require(evidence[0].body)
        #expect(cleared[0].bodies.map(\.sha256) == [body.sha256])
        #expect(try await store.blob(body.sha256, range: 0..<1) == nil)
        #expect(try await sessions[0].evidence(evidence[0].id) == evidence[0])
        #expect(try await keeper.clear(before: world.clock.now, by: World.ada).isEmpty)
        // Housekeeping moves nothing in the list.
        #expect(try await store.sessions(limit: 9, cursor: nil).sessions == listed)
        let state = try await sessions[0].refresh()
        #expect(state.removals.values.map(\.parts) == [[.body]])
    }

    /// A body that two calls share stays for both while one of them is cited.
    @Test func keepsABodyThatSharesItsBytesWithACitedOne() async throws {
        let session = try await world.session()
        let first = try await look("same", in: session)
        let again = try await world.executor.call(
            .look("same", cache: .refresh), in: world.scope(session)
        ).evidence
        #expect(first.body == again.body && first.id != again.id)
        let finding = Finding(
            id: FindingID(from: SeededIdentifierSource(seed: 61)), statement: "s", severity: .low, confidence: 1,
            author: World.ada, citations: [Citation(evidence: again.id, place: .lines(1...1), quote: "q")],
            verdict: .cited, step: nil)
        let draft = EntryDraft(.findingRecorded(FindingRecorded(finding)), principal: "p", time: world.clock.now)
        try await session.append(Batch([draft]))
        world.clock.advance(milliseconds: 1_000_000)
        #expect(try await keeper.clear(before: world.clock.now, by: World.ada).isEmpty)
    }

    // MARK: Editing

    @Test func editsTitleLabelsAndPin() async throws {
        let session = try await world.session("old")
        let manager = world.manager
        try await manager.edit(
            session, .init(title: "new", labels: ["team": "a", "n": "1"], pinned: true), by: World.ada)
        try await manager.edit(session, .init(labels: ["n": "2"], withoutLabels: ["team", "none"]), by: World.ada)
        let summary = try #require(try await store.sessions(limit: 1, cursor: nil).sessions.first)
        #expect(summary.title == "new" && summary.labels == ["n": "2"] && summary.pinned)
        let head = await session.state.head
        try await manager.edit(session, .init(title: "new", labels: ["n": "2"], pinned: true), by: World.ada)
        #expect(await session.state.head == head)
        let bad: [SessionManager.Edit] = [
            .init(title: " "), .init(title: String(repeating: "x", count: 201)), .init(labels: ["Team": "x"]),
            .init(labels: ["": "x"]), .init(labels: ["a b": "x"]), .init(labels: ["a": "x\ny"]),
            .init(labels: ["a": String(repeating: "x", count: 300)]),
            .init(labels: Dictionary(uniqueKeysWithValues: (0...32).map { ("l\($0)", "x") })),
        ]
        for edit in bad {
            let error = await #expect(throws: SessionsError.self) {
                try await manager.edit(session, edit, by: World.ada)
            }
            #expect(error?.kind == .validation)
        }
        for text in ["", " \n", String(repeating: "x", count: 70_000)] {
            await #expect(throws: SessionsError.self) { try await manager.note(text, in: session, by: World.ada) }
        }
        #expect(await session.state.head == head)
    }
}
