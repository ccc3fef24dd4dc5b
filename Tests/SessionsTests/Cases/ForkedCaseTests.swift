import CaseFiles
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing

/// Cases of forks whose parents went on, or are many.
@Suite struct ForkedCaseTests {
    private let store = InMemoryStore()
    private let world: World
    private let keeper: Housekeeper

    init() throws {
        world = try World(store: store) { input, _ in
            .found(input.text ?? "", body: "body of \(input.text ?? "")\n")
        }
        keeper = Housekeeper(manager: world.manager, store: store)
    }

    /// The fork holds, in the store, in a file, and where that is taken in.
    private func requireSound(_ fork: SessionID) async throws -> CaseReport {
        let report = try await SessionCase(of: fork, in: store, at: world.clock.now).verify()
        #expect(report.isSound, "\(report.faults)")
        let file = try await world.export(fork)
        #expect(try await CaseCheck(MemoryInput(bytes: file)).report().isSound)
        let there = try RunTests.world(seed: 2)
        _ = try await there.take(file)
        let taken = try await SessionCase(of: fork, in: there.store, at: there.clock.now).verify()
        #expect(taken.isSound, "\(taken.faults)")
        return report
    }

    /// What was removed of the part that both have is told of behind the place where the fork leaves its parent.
    @Test func knowsWhatWasScrubbedBehindTheFork() async throws {
        let parent = try await world.session("Parent")
        try await world.note("it is hunter2hunter2", in: parent)
        _ = try await world.executor.call(.look("hunter2hunter2"), in: world.scope(parent))
        _ = try await world.executor.call(.look("fine"), in: world.scope(parent))
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        let deep = try await world.manager.fork(fork, by: ForkTests.bob)
        try await world.note("later hunter2hunter2", in: parent)
        _ = try await keeper.scrub(parent, .secret(Secret("hunter2hunter2")), reason: nil, by: World.ada)
        for session in [fork, deep] {
            let report = try await requireSound(session.id)
            #expect(report.counts.count(of: .entry, .removed) == 2)
        }
        // A fork of a later entry has the tombstone itself.
        let late = try await world.manager.fork(parent, by: ForkTests.bob)
        #expect(try await requireSound(late.id).counts.count(of: .entry, .removed) == 3)
    }

    @Test func knowsWhatWasClearedBehindTheFork() async throws {
        let parent = try await world.session("Parent")
        _ = try await world.executor.call(.look("one"), in: world.scope(parent))
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        world.clock.advance(milliseconds: 1_000_000)
        #expect(try await keeper.clear(before: world.clock.now, by: World.ada).count == 1)
        #expect(try await requireSound(fork.id).counts.count(of: .body, .removed) == 1)
    }

    /// What is missing, and told of nowhere, stays broken.
    @Test func believesNothingElse() async throws {
        let parent = try await world.session("Parent")
        try await world.note("one", in: parent)
        try await world.note("two", in: parent)
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        let told = EntryScrubbed(
            items: [EntryScrubbed.Item(sequence: 3, parts: [.payload])], reason: nil, author: World.ada)
        try await parent.remove(
            [Removal(sequence: 4, parts: [.payload])], telling: .entryScrubbed(told), by: World.ada.name,
            at: world.clock.now)
        let report = try await SessionCase(of: fork.id, in: store, at: world.clock.now).verify()
        #expect(report.first?.sequence == 4)
    }

    @Test func holdsAsManyJournalsAsThereCanBeForks() async throws {
        var last = try await world.session("First")
        for _ in 0..<SessionForked.maximumDepth { last = try await world.manager.fork(last, by: ForkTests.bob) }
        let report = try await SessionCase(of: last.id, in: store, at: world.clock.now).verify()
        #expect(report.isSound)
        let file = try await world.export(last.id)
        #expect(try await CaseCheck(MemoryInput(bytes: file)).report().isSound)
    }
}
