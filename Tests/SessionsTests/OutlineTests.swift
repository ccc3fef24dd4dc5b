import JSON
import Model
import Policy
import Store
import Synchronization
import TestSupport
import Testing
import Workflows

@testable import Sessions

/// Sessions that are gone on with from the outlines of their journals.
@Suite struct OutlineTests {
    private let store = InMemoryStore()
    private let calls = CallLog()

    private func world(seed: UInt64 = 1, page: Int = 6) throws -> World {
        try World(store: store, seed: seed, calls: calls, outlinePage: page)
    }

    /// A run of ten steps that waits before its last, which says again what the second found, or reads nothing.
    private func waiting(
        _ world: World, reading: Bool = true, head: String = ""
    ) async throws -> (session: SessionID, run: RunID) {
        var steps = (1...10).map { "  - {id: s\($0), uses: look@1, with: {source: app, text: \"t\($0)\"}}\n" }
        steps += ["  - {id: gate, approve: {message: Go on?}}\n"]
        let text = reading ? "again ${{ steps.s2.output.text }}" : "again"
        steps += ["  - {id: last, uses: look@1, with: {source: app, text: \"\(text)\"}}\n"]
        let workflow = try world.workflow(steps.joined(), head: head)
        let ended = try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        #expect(ended.status == .waiting)
        return (ended.session.id, ended.run)
    }

    private func approve(_ session: SessionID, _ world: World) async throws {
        let wait = try #require(try await world.manager.openWaits().first)
        try await wait.session.append { _ in
            Batch([
                EntryDraft(
                    .waitDecided(WaitDecided(id: wait.wait.request.id, decision: .approved, author: World.ada)),
                    principal: World.ada.name, time: world.clock.now)
            ])
        }
        #expect(wait.session.id == session)
    }

    @Test func aRunGoesOnFromItsOutline() async throws {
        let first = try world()
        let (id, run) = try await waiting(first)
        try await approve(id, first)
        let count = try await journal(of: id, in: store).count
        #expect(try await store.outline(of: id).count == (count - 1) / 6)
        let made = calls.all.count
        let second = try world(seed: 2)
        let session = try await second.manager.session(id, briefly: true)
        #expect(await session.state.isBrief)
        #expect(await session.state.calls.count < 10)
        let ended = try await second.runner().resume(session, watch: { _ in })
        #expect(ended.map(\.status) == [.succeeded])
        #expect(calls.all.count == made + 1)
        let state = try await session.refresh()
        #expect(!state.isBrief && state.calls.count == 11 && state.callCount == 11)
        let whole = SessionState(id: id, folding: try await journal(of: id, in: store))
        #expect(state.summary == whole.summary && state.head == whole.head)
        let last = try #require(state.run(run)?.attempts.last { $0.step.path == "last" }?.evidence)
        #expect(try await session.evidence(last)?.output["text"] == "again t2")
    }

    /// What it has used stands in the outline, so the journal is not read first, and no step more is allowed.
    @Test func aRunWithABudgetGoesOnFromItsOutline() async throws {
        let budget = "budget: {calls: 10}\n"
        let first = try world()
        let (id, run) = try await waiting(first, reading: false, head: budget)
        try await approve(id, first)
        let made = calls.all.count
        let second = try world(seed: 2)
        let session = try await second.manager.session(id, briefly: true)
        let ended = try await second.runner().resume(session, watch: { _ in })
        #expect(ended.map(\.status) == [.failed])
        #expect(await session.state.isBrief)
        #expect(calls.all.count == made)
        let brief = try #require(await session.state.run(run))
        let whole = try #require(try await session.refresh().run(run))
        #expect(BudgetUse(of: brief) == BudgetUse(of: whole) && brief.callingCount == 11)
        #expect(brief.sums.answer > 0)
    }

    /// A journal that does not hold is found when a call looks for earlier evidence; then nothing more is written, not even
    /// that the call failed.
    @Test func aCallThatFindsABrokenJournalIsNotJournalled() async throws {
        let first = try world()
        let (id, _) = try await waiting(first)
        let isBroken = Atomic(false)
        let faulty = FaultStore(
            store,
            beforeEntries: { place in
                guard place == 0, isBroken.load(ordering: .relaxed) else { return }
                throw SessionsError(.corrupt, "the chain does not hold")
            })
        let world = try World(store: faulty, seed: 2, outlinePage: 6) { _, _ in .found("x") }
        let session = try await world.manager.session(id, briefly: true)
        #expect(await session.state.isBrief)
        let before = try await journal(of: id, in: store).count
        isBroken.store(true, ordering: .relaxed)
        let error = await #expect(throws: SessionsError.self) {
            try await world.executor.call(.look("t1"), in: world.scope(session))
        }
        #expect(error?.kind == .corrupt)
        isBroken.store(false, ordering: .relaxed)
        let note = EntryDraft(
            .noteAdded(NoteAdded(text: "n", author: World.ada)), principal: "a", time: first.clock.now)
        await #expect(throws: SessionsError.self) { try await session.append(Batch([note])) }
        #expect(try await journal(of: id, in: store).count == before)
        // Once it has been read whole, and holds, it is written to again.
        try await session.refresh()
        try await session.append(Batch([note]))
        #expect(try await journal(of: id, in: store).count == before + 1)
    }

    @Test func whoAsksForMoreIsToldAll() async throws {
        let (id, _) = try await waiting(try world())
        let other = try world(seed: 2)
        let session = try await other.manager.session(id, briefly: true)
        let evidence = try #require(await session.state.runs.first?.attempts.first?.evidence)
        #expect(await session.state.call(for: evidence) == nil)
        #expect(try await session.evidence(evidence)?.id == evidence)
        #expect(await !session.state.isBrief)
        let same = try await other.manager.session(id, briefly: true)
        #expect(same === session)
        let third = try await world(seed: 3).manager
        let brief = try await third.session(id, briefly: true)
        #expect(await brief.state.isBrief)
        #expect(try await third.session(id) === brief)
        #expect(await !brief.state.isBrief)
        let fourth = try await world(seed: 4).manager.session(id, briefly: true)
        try await fourth.append { state in
            #expect(!state.isBrief)
            return Batch([])
        }
    }

    @Test func pagesGoOnFromWhereTheyEnd() async throws {
        let first = try world()
        let (id, _) = try await waiting(first)
        try await approve(id, first)
        let before = try await store.outline(of: id)
        let second = try world(seed: 2)
        let session = try await second.manager.session(id, briefly: true)
        _ = try await second.runner().resume(session, watch: { _ in })
        for number in 0..<12 {
            let note = NoteAdded(text: "\(number)", author: World.ada)
            try await session.append(
                Batch([EntryDraft(.noteAdded(note), principal: World.ada.name, time: second.clock.now)]))
        }
        let pages = try await store.outline(of: id)
        #expect(pages.count >= before.count + 2 && Array(pages.prefix(before.count)) == before)
        let writer = OutlineWriter(size: 6)
        for entry in try await journal(of: id, in: store) { writer.add(Event(entry), of: entry) }
        #expect(Array(writer.pages.prefix(pages.count)) == pages)
    }

    @Test func aJournalWithoutOutlineGetsOne() async throws {
        let (id, _) = try await waiting(try world(page: 1000))
        #expect(try await store.outline(of: id).isEmpty)
        let session = try await world(seed: 2).manager.session(id, briefly: true)
        #expect(await !session.state.isBrief)
        try await session.append(
            Batch([
                EntryDraft(
                    .noteAdded(NoteAdded(text: "n", author: World.ada)), principal: "a",
                    time: Timestamp(milliseconds: 1_772_366_400_000))
            ]))
        let count = try await session.refresh().head.sequence
        #expect(try await store.outline(of: id).count == (count - 1) / 6)
    }

    @Test func whatIsRemovedIsNotToldFromAnOutline() async throws {
        let first = try world()
        let (id, _) = try await waiting(first)
        let other = try await world(seed: 2).manager.session(id, briefly: true)
        let session = try await first.manager.session(id)
        let place = 5
        let item = EntryScrubbed.Item(sequence: place, parts: [.payload])
        try await session.remove(
            [Removal(sequence: place, parts: [.payload])],
            telling: .entryScrubbed(EntryScrubbed(items: [item], reason: nil, author: World.ada)),
            by: World.ada.name, at: first.clock.now)
        #expect(try await store.outline(of: id).isEmpty)
        // Who knew it before reads it anew, and writes no page of what it knew.
        let note = EntryDraft(
            .noteAdded(NoteAdded(text: "n", author: World.ada)), principal: "a", time: first.clock.now)
        for _ in 0..<14 {
            try await other.append(Batch([note]))
            try await session.append(Batch([note]))
        }
        #expect(await !other.state.isBrief)
        #expect(await !other.state.isWhole)
        #expect(try await store.outline(of: id).isEmpty)
    }

    @Test func forksAndTheServersJournalHaveNone() async throws {
        let first = try world(page: 1)
        let (id, _) = try await waiting(first)
        let head = try await first.manager.session(id).reading { $0.head.sequence }
        let fork = try await first.manager.fork(
            first.manager.session(id), at: head, title: "Another", by: World.ada)
        #expect(try await store.outline(of: fork.id).isEmpty)
        let known = try await world(seed: 2).manager.session(fork.id, briefly: true)
        #expect(await !known.state.isBrief)
        for number in 0..<9 {
            let note = EntryDraft(
                .noteAdded(NoteAdded(text: "\(number)", author: World.ada)), principal: "a", time: first.clock.now)
            try await fork.append(Batch([note]))
            try await first.manager.serverJournal().append(Batch([note]))
        }
        #expect(try await store.outline(of: fork.id).isEmpty)
        #expect(try await store.outline(of: .server).isEmpty)
    }

    /// A run that is gone on with from an outline and looks about while its last step is under way.
    private func resume(_ id: SessionID, _ store: FaultStore, whileHeld: @escaping @Sendable () -> Void) async throws {
        let gate = TestSupport.Gate()
        let world = try World(store: store, seed: 2, outlinePage: 6) { input, _ in
            if input.text == "again" { try await gate.pass() }
            return .found(input.text ?? "")
        }
        let session = try await world.manager.session(id, briefly: true)
        #expect(await session.state.isBrief)
        let runner = world.runner(pause: {
            await gate.arrival()
            whileHeld()
        })
        _ = try await runner.resume(session, watch: { _ in })
    }

    /// Nothing is written of the run, and it can be gone on with once the journal holds.
    private func expectRunning(_ run: RunID, of id: SessionID) async throws {
        let entries = try await journal(of: id, in: store)
        #expect(SessionState(id: id, folding: entries).run(run)?.status == .running)
        #expect(!entries.contains { $0.kind == RunFinished.kind })
    }

    @Test func aRunWhoseJournalCannotBeReadStopsWhereItIs() async throws {
        let first = try world()
        let (id, run) = try await waiting(first, reading: false)
        try await approve(id, first)
        let isBroken = Atomic(false)
        let faulty = FaultStore(
            store,
            beforeEntries: { place in
                guard place == 0, isBroken.load(ordering: .relaxed) else { return }
                throw StoreError(.corrupt, "a row cannot be read")
            })
        let error = await #expect(throws: StoreError.self) {
            try await resume(id, faulty) { isBroken.store(true, ordering: .relaxed) }
        }
        #expect(error?.kind == .corrupt)
        try await expectRunning(run, of: id)
    }

    @Test func aRunWhoseOutlineIsNotOfItsJournalStopsWhereItIs() async throws {
        let first = try world()
        let (id, run) = try await waiting(first, reading: false)
        try await approve(id, first)
        let entries = try await journal(of: id, in: store)
        let writer = OutlineWriter(size: 6)
        for entry in entries {
            var event = Event(entry)
            // Whole in itself, and not what the journal says.
            if case .stepFinished(let finished) = event, finished.step.path == "s2" {
                event = .stepFinished(StepFinished(finished.step, status: finished.status))
            }
            writer.add(event, of: entry)
        }
        let state = SessionState(id: id, folding: entries)
        let note = Entry(
            EntryDraft(.noteAdded(NoteAdded(text: "n", author: World.ada)), principal: "a", time: first.clock.now),
            session: id, after: state.head)
        let append = Append(
            session: id, expecting: state.head.sequence, entries: [note], summary: state.summary, outline: writer.pages)
        #expect(try await store.append(append) == .appended)
        let error = await #expect(throws: SessionsError.self) { try await resume(id, FaultStore(store)) {} }
        #expect(error?.kind == .corrupt)
        try await expectRunning(run, of: id)
    }
}
