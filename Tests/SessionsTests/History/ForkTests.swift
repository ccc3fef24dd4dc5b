import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct ForkTests {
    static let bob = Principal(name: "local:bob", kind: .person)

    static func note(_ text: String) -> Batch {
        let note = NoteAdded(text: text, author: World.ada)
        return Batch([EntryDraft(.noteAdded(note), principal: World.ada.name, time: Timestamp(milliseconds: 1))])
    }

    @Test func beginsWithWhatStandsBeforeAndGoesItsOwnWay() async throws {
        let world = try World()
        let parent = try await world.session("Outage")
        try await parent.append(Self.note("both"))
        let fork = try await world.manager.fork(parent, title: "Another idea", by: Self.bob)
        try await parent.append(Self.note("the session alone"))
        try await fork.append(Self.note("the fork alone"))
        // As another process reads them.
        let other = try World(store: world.store, seed: 7).manager
        let (mine, theirs) = (
            try await other.session(fork.id).state, try await other.session(parent.id).state
        )
        #expect(mine.notes.map(\.text) == ["both", "the fork alone"])
        #expect(theirs.notes.map(\.text) == ["both", "the session alone"])
        #expect(mine.title == "Another idea" && theirs.title == "Outage" && mine.window == theirs.window)
        #expect(mine.owner == Self.bob && mine.head.sequence == 3)
        #expect(mine.summary == (await fork.state.summary))
        let kinds = try await journal(of: fork.id, in: world.store).map(\.kind)
        #expect(kinds == ["session.forked", "session.edited", "session.note"])
        #expect(try await world.store.sessions(limit: 9, cursor: nil).sessions.count == 2)
    }

    @Test func beginsAtAnyEntry() async throws {
        let world = try World()
        let parent = try await world.session()
        for text in ["one", "two", "three"] { try await parent.append(Self.note(text)) }
        for (place, count) in [(1, 0), (2, 0), (3, 1), (5, 3)] {
            let fork = try await world.manager.fork(parent, at: place, by: Self.bob)
            #expect(await fork.state.notes.count == count)
            #expect(await fork.state.origin?.sequence == place)
        }
        for place in [Int.min, -1, 0, 6, .max] {
            let error = await #expect(throws: SessionsError.self) {
                try await world.manager.fork(parent, at: place, by: Self.bob)
            }
            #expect(error?.kind == .validation)
        }
    }

    @Test func readsTheEvidenceOfItsParent() async throws {
        let world = try World()
        let parent = try await world.session()
        let before = try await world.executor.call(.look("old"), in: world.scope(parent)).evidence
        let fork = try await world.manager.fork(parent, by: Self.bob)
        let later = try await world.executor.call(.look("new"), in: world.scope(parent)).evidence
        #expect(try await fork.evidence(before.id) == before)
        #expect(try await fork.evidence(later.id) == nil)
        // What was read before the fork is used again in it, and what was read later is not.
        let old = try await world.executor.call(.look("old"), in: world.scope(fork))
        #expect(old.isCached && old.evidence.id == before.id)
        let new = try await world.executor.call(.look("new"), in: world.scope(fork))
        #expect(!new.isCached && new.evidence.id != later.id)
        #expect(try await world.executor.call(.look("new"), in: world.scope(fork)).isCached)
        #expect(await fork.state.place(of: new.evidence.id)?.session == fork.id)
        let key = try await world.store.redactionKey(of: parent.id)
        #expect(try await world.store.redactionKey(of: fork.id) == key)
    }

    @Test func aSnapshotIsWhole() async throws {
        let world = try World()
        let parent = try await world.session()
        let evidence = try await world.executor.call(.look(), in: world.scope(parent)).evidence
        let child = try await world.manager.fork(parent, by: Self.bob)
        try await child.append(Self.note("child"))
        let fork = try await world.manager.fork(child, by: Self.bob)
        let snapshot = try await world.manager.snapshot(of: fork)
        #expect(snapshot.entries.map(\.sequence) == [1, 2, 3, 1, 2, 1])
        #expect(
            snapshot.entries.map(\.session) == Array(repeating: parent.id, count: 3) + [child.id, child.id, fork.id])
        #expect(snapshot.evidence == [evidence.id: evidence])
        #expect(snapshot.state.notes.map(\.text) == ["child"])
    }

    @Test func aClosedSessionCanBeForked() async throws {
        let world = try World()
        let parent = try await world.session()
        try await world.manager.close(parent, outcome: nil, by: World.ada)
        let fork = try await world.manager.fork(parent, by: Self.bob)
        #expect(await fork.state.status == .open)
        _ = try await world.executor.call(.look(), in: world.scope(fork))
    }

    @Test func anUnfinishedRunStaysWithItsSession() async throws {
        let world = try World()
        let gate =
            "- {id: one, uses: look@1, with: {text: one}}\n- {id: gate, approve: {message: go}}\n"
            + "- {id: two, uses: look@1, with: {text: two}}\n"
        let waiting = try await world.runner().start(
            try world.workflow(gate), inputs: [:], in: World.place, watch: { _ in })
        #expect(waiting.status == .waiting)
        let fork = try await world.manager.fork(waiting.session, by: Self.bob)
        #expect(await fork.state.run(waiting.run)?.status == .cancelled)
        #expect(try await world.runner().resume(fork, watch: { _ in }).isEmpty)
        #expect(try await world.manager.openWaits().map(\.session.id) == [waiting.session.id])
        // What the run had finished is taken over by one of the fork's own.
        let again = try await world.runner().rerun(waiting.run, of: fork, from: "gate", watch: { _ in })
        #expect(again.status == .waiting && world.calls.all == ["one"])
        let waits = try await world.manager.openWaits()
        #expect(Set(waits.map(\.session.id)) == [waiting.session.id, fork.id] && waits.count == 2)
        for wait in waits { try await world.manager.decide(wait, .approved, by: World.ada) }
        for session in [fork, waiting.session] {
            #expect(try await world.runner().resume(session, watch: { _ in }).map(\.status) == [.succeeded])
        }
    }

    @Test func beginsInTheMiddleOfARun() async throws {
        let world = try RunTests.world()
        let ended = try await RunTests.run(world)
        let last = await ended.session.state.head.sequence
        for place in 1...last {
            let fork = try await world.manager.fork(ended.session, at: place, by: Self.bob)
            let state = await fork.state
            #expect(state.status == .open && state.runs.allSatisfy(\.status.isFinal))
            // Whoever reads it from its journals sees the same.
            let read = try await World(store: world.store, seed: 7).manager.session(fork.id).state
            #expect(read.summary == state.summary && read.findings.count == state.findings.count)
            for call in state.calls { #expect(try await fork.evidence(call.evidence) != nil) }
        }
    }

    @Test func refusesMoreForksOfForksThanCanBeReadQuickly() async throws {
        let world = try World()
        var last = try await world.session()
        for _ in 0..<SessionForked.maximumDepth { last = try await world.manager.fork(last, by: Self.bob) }
        let error = await #expect(throws: SessionsError.self) { try await world.manager.fork(last, by: Self.bob) }
        #expect(error?.kind == .validation)
    }

    @Test func tellsAParentThatWasChanged() async throws {
        let store = FaultStore(lie: .skips)
        let world = try World(store: store)
        let parent = try await world.session()
        try await parent.append(Self.note("one"))
        let error = await #expect(throws: (any Error).self) { try await world.manager.fork(parent, by: Self.bob) }
        #expect((error as? any CodedError)?.code == "corrupt")
    }
}
