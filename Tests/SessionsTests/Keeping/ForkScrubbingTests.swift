import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing

/// A secret that forks have from the session in which it stands.
@Suite struct ForkScrubbingTests {
    private static let secret = "Tr0ub4dor-hunter2-Zq9"

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A parent whose title, labels and notes hold the secret, a fork, and a fork of that.
    private struct Family {
        let world: World
        let keeper: Housekeeper
        let parent: Session
        let forks: [Session]

        init(_ kind: CaseStore, in folder: TemporaryFolder) async throws {
            let made = try await kind.make(in: folder, "casebook")
            let store = try #require(made as? any KeepingStore)
            world = try World(store: store)
            keeper = Housekeeper(manager: world.manager, store: store)
            parent = try await world.session("Login with \(secret)")
            try await world.manager.edit(parent, .init(labels: ["password": secret, "team": "a"]), by: World.ada)
            try await world.note("it is \(secret)", in: parent)
            let fork = try await world.manager.fork(parent, by: ForkTests.bob)
            forks = [fork, try await world.manager.fork(fork, by: ForkTests.bob)]
            try await world.note("of the fork", in: forks[1])
        }

        func scrub(_ target: Housekeeper.ScrubTarget? = nil) async throws -> Housekeeper.Scrubbed {
            try await keeper.scrub(parent, try target ?? .secret(Secret(secret)), reason: nil, by: World.ada)
        }
    }

    private func requireClean(_ family: Family, _ other: World) async throws {
        let store = family.keeper.store
        let lines = try await store.sessions(limit: 9, cursor: nil).sessions
        #expect(lines.count == 3 && lines.allSatisfy { $0.title == "(title removed)" }, "\(lines)")
        #expect(lines.allSatisfy { !$0.labels.values.contains(Self.secret) })
        #expect(try await store.sessions(labelled: ["password": Self.secret], limit: 9, cursor: nil).sessions.isEmpty)
        for fork in family.forks {
            #expect(try await store.contains(Secret(Self.secret).text, in: fork.id) == false)
            // Whoever holds it in memory lets it go with the next look.
            for manager in [family.world.manager, other.manager] {
                let state = try await manager.session(fork.id).refresh()
                #expect(state.title == "(title removed)" && state.labels["password"] == nil)
                #expect(!state.notes.contains { $0.text.contains(Self.secret) })
            }
        }
    }

    @Test(arguments: CaseStore.allCases)
    func forksLoseItWithTheirParent(_ kind: CaseStore) async throws {
        let family = try await Family(kind, in: folder)
        let other = try World(store: family.world.store, seed: 9)
        for fork in family.forks { #expect(try await other.manager.session(fork.id).state.title.contains(Self.secret)) }
        let scrubbed = try await family.scrub()
        #expect(scrubbed.elsewhere.isEmpty)
        #expect(Set(scrubbed.parts.map(\.session)) == Set([family.parent.id] + family.forks.map(\.id)))
        try await requireClean(family, other)
        #expect(await family.forks[1].state.notes.map(\.text) == ["of the fork"])
        // Done is done.
        #expect(try await family.scrub().parts.isEmpty)
        try await family.world.store.close()
        let needle = Array(Self.secret.utf8)
        for suffix in ["", "-wal"] where kind == .sqlite && folder.size(of: "casebook.db" + suffix) ?? 0 > 0 {
            #expect(!(try folder.read("casebook.db" + suffix).contains(needle)), "\(suffix)")
        }
    }

    @Test func forksLoseWhatIsNamed() async throws {
        let family = try await Family(.memory, in: folder)
        let other = try World(store: family.world.store, seed: 9)
        for fork in family.forks { _ = try await other.manager.session(fork.id) }
        let entries = try await journal(of: family.parent.id, in: family.world.store)
        let holding = entries.filter { $0.payload?.contains(Array(Self.secret.utf8)) == true }.map(\.sequence)
        _ = try await family.scrub(.entries(Set(holding)))
        try await requireClean(family, other)
    }

    /// A fork that leaves its parent before the secret has nothing of it.
    @Test func leavesOtherForksAlone() async throws {
        let family = try await Family(.memory, in: folder)
        let late = try await family.world.session("Late")
        let early = try await family.world.manager.fork(late, by: ForkTests.bob)
        try await family.world.note("it is \(Self.secret)", in: late)
        let head = await early.state.head
        _ = try await family.keeper.scrub(late, .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        #expect(try await early.refresh().head == head)
    }

    /// A removal whose process ended before it came to the forks is completed by the next.
    @Test func completesWhatWasBegun() async throws {
        let family = try await Family(.memory, in: folder)
        let other = try World(store: family.world.store, seed: 9)
        let entries = try await journal(of: family.parent.id, in: family.world.store)
        let items = entries.filter { $0.payload?.contains(Array(Self.secret.utf8)) == true }
            .map { EntryScrubbed.Item(sequence: $0.sequence, parts: [.payload]) }
        let told = EntryScrubbed(items: items, reason: nil, author: World.ada)
        try await family.parent.remove(
            items.map { Removal(sequence: $0.sequence, parts: [.payload]) }, telling: .entryScrubbed(told),
            by: World.ada.name, at: family.world.clock.now)
        let scrubbed = try await family.scrub()
        #expect(Set(scrubbed.parts.map(\.session)) == Set(family.forks.map(\.id)))
        try await requireClean(family, other)
    }

    @Test func refusesWhileARunOfAForkIsDriven() async throws {
        let family = try await Family(.memory, in: folder)
        let run = RunID(from: SeededIdentifierSource(seed: 50))
        let started = RunStarted(run: run, workflow: "w", version: "1.0.0", text: "", inputs: [:], session: [:])
        try await family.forks[1].append(
            Batch([EntryDraft(.runStarted(started), principal: "p", time: family.world.clock.now)]))
        let lease = try await family.world.store.lease(run)
        let head = await family.parent.state.head
        let error = await #expect(throws: SessionsError.self) { _ = try await family.scrub() }
        #expect(error?.kind == .driven)
        #expect(try await family.parent.refresh().head == head)
        await lease?.release()
        #expect(try await !family.scrub().parts.isEmpty)
    }
}
