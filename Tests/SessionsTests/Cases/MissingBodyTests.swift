import CaseFiles
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing

/// Bodies that are not there any more, or were not let in, in sessions that are whole otherwise.
@Suite struct MissingBodyTests {
    private static let hiding = ["employee": "E[0-9]{7}"]
    private static let secret = "hunter2hunter2"

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func place(_ kind: CaseStore) async throws -> World {
        try RunTests.world(try await kind.make(in: folder, "there"), seed: 2)
    }

    private func requireSound(_ session: SessionID, in world: World) async throws {
        let report = try await SessionCase(of: session, in: world.store, at: world.clock.now).verify()
        #expect(report.isSound, "\(report.faults)")
        let file = try await world.export(session)
        #expect(try await CaseCheck(MemoryInput(bytes: file)).report().isSound)
    }

    /// A body that redaction hides is missing in every piece of evidence that names it.
    @Test(arguments: CaseStore.allCases, [["one", "two"], ["E1111111", "two", "three"]])
    func isWithheldFromAllThatShareIt(_ kind: CaseStore, _ texts: [String]) async throws {
        let here = try World { input, _ in .found(input.text ?? "", body: "line\nE1234567 in the body\n") }
        let session = try await here.session("Shared")
        for text in texts { _ = try await here.executor.call(.look(text), in: here.scope(session)) }
        let there = try await place(kind)
        let done = try await there.take(try await here.export(session.id), hiding: Self.hiding)
        let withheld = try #require(done.journals.first?.withheld)
        #expect(withheld.values.filter { $0.contains(.body) }.count == texts.count, "\(withheld)")
        try await requireSound(session.id, in: there)
        // Whoever takes it from there is told as well.
        let third = try RunTests.world(seed: 3)
        _ = try await third.take(try await there.export(session.id))
        try await requireSound(session.id, in: third)
        try await there.store.close()
    }

    /// The same where what withheld it is the record of the first, and the body itself hides nothing.
    @Test(arguments: CaseStore.allCases)
    func isWithheldWithTheRecordThatBroughtIt(_ kind: CaseStore) async throws {
        let here = try World { input, _ in .found(input.text ?? "", body: "a body\n") }
        let session = try await here.session("Shared")
        for text in ["E1111111", "two"] { _ = try await here.executor.call(.look(text), in: here.scope(session)) }
        let there = try await place(kind)
        _ = try await there.take(try await here.export(session.id), hiding: Self.hiding)
        try await requireSound(session.id, in: there)
        try await there.store.close()
    }

    /// A body that was not let in with what is here stays out with what comes later.
    @Test(arguments: CaseStore.allCases)
    func staysWithheldWhenTheSessionGoesOn(_ kind: CaseStore) async throws {
        let here = try World { input, _ in .found(input.text ?? "", body: "line\nE1234567 in the body\n") }
        let session = try await here.session("Shared")
        let there = try await place(kind)
        for text in ["one", "two", "three"] {
            _ = try await here.executor.call(.look(text), in: here.scope(session))
            let done = try await there.take(try await here.export(session.id), hiding: Self.hiding)
            #expect(done.journals.first?.withheld.values.map { $0 } == [.body], "\(text)")
            try await requireSound(session.id, in: there)
        }
        try await there.store.close()
    }

    /// Tombstones of a lineage name entries by sequences that are others in the one session that is made of it.
    @Test(arguments: CaseStore.allCases)
    func isKnownToBeGoneInAForkOfALineage(_ kind: CaseStore) async throws {
        let store = InMemoryStore()
        let here = try World(store: store) { input, _ in
            .found(input.text ?? "", body: input.text == "bad" ? "it is \(Self.secret)\n" : "fine\n")
        }
        let parent = try await here.session("Parent")
        _ = try await here.executor.call(.look("good"), in: here.scope(parent))
        let fork = try await here.manager.fork(parent, by: ForkTests.bob)
        _ = try await here.executor.call(.look("bad"), in: here.scope(fork))
        let keeper = Housekeeper(manager: here.manager, store: store)
        let scrubbed = try await keeper.scrub(fork, .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        #expect(scrubbed.parts.flatMap { $0.items.map(\.parts) } == [[.body]])
        let file = try await here.export(fork.id)
        let there = try await place(kind)
        let done = try await there.take(file, asFork: true)
        try await requireSound(done.session, in: there)
        try await there.store.close()
    }
}
