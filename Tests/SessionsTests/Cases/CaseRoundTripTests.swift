import CaseFiles
import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing
import Workflows

/// Sessions that are carried from one store to another.
@Suite struct CaseRoundTripTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: CaseStore.allCases, CaseStore.allCases)
    func comesBackAsItWent(_ from: CaseStore, _ to: CaseStore) async throws {
        let here = try RunTests.world(try await from.make(in: folder, "here"))
        let ended = try await RunTests.run(here)
        try await here.note("It began at noon", in: ended.session)
        let file = try await here.export(ended.session.id)
        #expect(try await CaseCheck(MemoryInput(bytes: file), trusted: World.key().publicKey).report().isSound)

        let there = try RunTests.world(try await to.make(in: folder, "there"), seed: 2)
        let done = try await there.take(file)
        #expect(done.session == ended.session.id)
        #expect(done.journals.map(\.outcome) == [.inserted])
        #expect(done.journals.map(\.withheld) == [[:]])
        #expect(done.runs.isEmpty)
        #expect(inner(try await there.export(done.session)) == inner(file))
        #expect(try await SessionCase(of: done.session, in: there.store, at: there.clock.now).verify().isSound)

        // Who acted elsewhere is nobody here, and quotes were looked up again.
        let state = try await there.manager.session(done.session).state
        #expect(state.owner == Principal(name: "imported:local:ada", kind: .imported))
        #expect(state.notes.map(\.author.name) == ["imported:local:ada"])
        let finding = try #require(state.rankedFindings.first)
        #expect(finding.verdict == .cited)
        #expect(finding.author.kind == .imported)
        let page = try await there.store.sessions(limit: 9, cursor: nil)
        #expect(page.sessions.map(\.owner) == ["imported:local:ada"])
        #expect(page.sessions.map(\.title) == ["Test"])

        // The server's own journal tells of it.
        let told = try await there.manager.serverJournal().id
        let entries = try await there.store.entries(of: told, after: 0, limit: 9)
        #expect(entries.map(\.kind) == ["session.imported"])
        try await here.store.close()
        try await there.store.close()
    }

    /// The whole way of a run that its process lost: exported, taken in, refused, accepted, and driven to its end.
    @Test(arguments: CaseStore.allCases)
    func anInterruptedRunGoesOnElsewhere(_ kind: CaseStore) async throws {
        let lost = FaultStore(failing: 6, .before)
        let calls = CallLog()
        let here = try RunTests.world(lost, calls)
        await #expect(throws: FaultStore.Lost.self) { _ = try await RunTests.run(here) }
        let known = try RunTests.world(lost.inner, calls)
        let session = try #require(try await lost.sessions(limit: 1, cursor: nil).sessions.first?.id)
        let file = try await known.export(session)
        let made = calls.all.count
        let before = try await known.manager.session(session).state
        let finished = before.calls.count + before.failedCalls.count

        let there = try RunTests.world(try await kind.make(in: folder, "there"), seed: 2, calls)
        let done = try await there.take(file)
        let run = try #require(done.runs.first)
        let taken = try await there.manager.session(done.session)
        let head = try await taken.refresh().head
        let refused = await #expect(throws: SessionsError.self) {
            _ = try await there.runner().resume(taken, watch: { _ in })
        }
        #expect(refused?.kind == .notAccepted)
        let rerun = await #expect(throws: SessionsError.self) {
            _ = try await there.runner().rerun(run, of: taken, from: "first", watch: { _ in })
        }
        #expect(rerun?.kind == .notAccepted)
        #expect(try await taken.refresh().head == head)

        let agent = Principal(name: "agent", kind: .model)
        let denied = await #expect(throws: SessionsError.self) { try await there.accept(run, of: taken, by: agent) }
        #expect(denied?.kind == .notPermitted)
        let other = await #expect(throws: SessionsError.self) {
            try await there.manager.accept(run, of: taken, text: .zero, by: World.ada)
        }
        #expect(other?.kind == .validation)
        try await there.accept(run, of: taken)
        let ended = try await there.runner().resume(taken, watch: { _ in })
        #expect(ended.map(\.status) == [.succeeded])
        let state = try await taken.refresh()
        #expect(state.rankedFindings.map(\.verdict) == [.cited])
        // What was finished elsewhere was not made again.
        #expect(calls.all.count - made == state.calls.count + state.failedCalls.count - finished)
        try await there.store.close()
    }

    /// Tokens of another store mean nothing here: who drives a run is told by the store that it is driven in.
    @Test func aRunThatWasTakenOftenElsewhereIsDrivenHere() async throws {
        let lost = FaultStore(failing: 6, .before)
        let here = try RunTests.world(lost)
        await #expect(throws: FaultStore.Lost.self) { _ = try await RunTests.run(here) }
        let known = try RunTests.world(lost.inner)
        let session = try #require(try await lost.sessions(limit: 1, cursor: nil).sessions.first?.id)
        let held = try await known.manager.session(session)
        let run = try #require(await held.state.runs.first?.id)
        let lease = try await lost.inner.takeOver(run)
        #expect(lease.token > 1)
        let taken = EntryDraft(.runTaken(RunTaken(run: run, token: lease.token)), principal: "p", time: known.clock.now)
        try await held.append(Batch([taken], fence: Fence(run: run, token: lease.token)))

        let gate = Gate()
        let there = try World(seed: 2) { look, context in
            await gate.pass()
            return .found(look.text ?? "nothing", context)
        }
        let done = try await there.take(try await known.export(session))
        let own = try await there.manager.session(done.session)
        try await there.accept(run, of: own)
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        let runner = there.runner {
            try Task.checkCancellation()
            look.yield()
            await Task.yield()
        }
        let resumed = Task { try await runner.resume(own, watch: { _ in }) }
        // The driver looks twice whether it was taken over, while a call is under way.
        var seen = looks.makeAsyncIterator()
        for _ in 0..<3 { await seen.next() }
        await gate.open()
        #expect(try await resumed.value.map(\.status) == [.succeeded])
    }

    @Test func linesOfListsShowLabelsAndNoPins() async throws {
        let here = try RunTests.world()
        let session = try await here.session("Shared")
        try await here.manager.edit(session, .init(labels: ["team": "db"], pinned: true), by: World.ada)
        let first = try await here.export(session.id)
        try await here.note("more", in: session)
        let there = try RunTests.world(seed: 2)
        for file in [first, try await here.export(session.id)] {
            try await there.take(file)
            let line = try #require(try await there.store.sessions(limit: 9, cursor: nil).sessions.first)
            #expect(line.labels == ["team": "db"] && !line.pinned)
            #expect(try await there.store.sessions(labelled: ["team": "db"], limit: 9, cursor: nil).sessions == [line])
        }
    }

    @Test(arguments: CaseStore.allCases)
    func followsWhatWentOn(_ kind: CaseStore) async throws {
        let here = try RunTests.world()
        let session = try await here.session("Shared")
        try await here.note("one", in: session)
        let first = try await here.export(session.id)
        try await here.note("two", in: session)
        let second = try await here.export(session.id)

        let there = try RunTests.world(try await kind.make(in: folder, "there"), seed: 2)
        #expect(try await there.take(first).journals.map(\.outcome) == [.inserted])
        #expect(try await there.take(second).journals.map(\.outcome) == [.forwarded])
        #expect(try await there.take(second).journals.map(\.outcome) == [.unchanged])
        #expect(try await there.take(first).journals.map(\.outcome) == [.unchanged])
        #expect(inner(try await there.export(session.id)) == inner(second))
        let taken = try await there.manager.session(session.id)
        #expect(await taken.state.notes.map(\.text) == ["one", "two"])

        // It goes on here, comes back, and only what was made elsewhere is marked so.
        try await there.note("three", in: taken)
        #expect(try await here.take(try await there.export(session.id)).journals.map(\.outcome) == [.forwarded])
        let authors = try await here.manager.session(session.id).state.notes.map(\.author.name)
        #expect(authors == ["local:ada", "local:ada", "imported:local:ada"])

        try await here.note("here", in: session)
        try await there.note("there", in: taken)
        let diverged = try await here.export(session.id)
        let conflict = await #expect(throws: SessionsError.self) { try await there.take(diverged) }
        #expect(conflict?.kind == .conflict)
        let fork = try await there.take(diverged, asFork: true)
        #expect(fork.session != session.id)
        let state = try await there.manager.session(fork.session).state
        #expect(state.notes.map(\.text) == ["one", "two", "three", "here"])
        #expect(state.notes.allSatisfy { $0.author.kind == .imported })
        #expect(try await SessionCase(of: fork.session, in: there.store, at: there.clock.now).verify().isSound)
        try await there.store.close()
    }

    /// A lineage of two journals, as a fork has it, comes in as two sessions.
    @Test(arguments: CaseStore.allCases)
    func carriesALineage(_ kind: CaseStore) async throws {
        let here = try RunTests.world()
        let parent = try await RunTests.run(here).session
        let head = await parent.state.head
        let ada = Principal(name: "local:ada", kind: .person)
        let fork = try await here.manager.fork(parent, at: head.sequence, title: "Fork", by: ada).id
        try await here.note("after", in: parent)
        let file = try await here.export(fork)

        let there = try RunTests.world(try await kind.make(in: folder, "there"), seed: 2)
        let done = try await there.take(file)
        #expect(done.session == fork)
        #expect(done.journals.map(\.session) == [parent.id, fork])
        #expect(try await there.store.head(of: parent.id) == head)
        #expect(inner(try await there.export(fork)) == inner(file))
        // What a list shows, and what a person sees who opens it.
        let taken = try await there.manager.session(fork)
        let (seen, original) = (await taken.state, await parent.state)
        #expect(seen.title == "Fork" && seen.findings.count == original.findings.count)
        let line = try await there.store.sessions(limit: 9, cursor: nil).sessions.first { $0.id == fork }
        #expect(line?.title == "Fork")
        #expect(try await there.store.forks(of: parent.id).map(\.session) == [fork])
        #expect(try await there.take(try await here.export(parent.id)).journals.map(\.outcome) == [.forwarded])
        #expect(try await there.take(file).journals.map(\.outcome) == [.unchanged, .unchanged])
        try await there.store.close()
    }
}
