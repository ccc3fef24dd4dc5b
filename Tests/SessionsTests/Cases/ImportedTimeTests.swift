import CaseFiles
import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing

/// Sessions from installations whose clocks, pins and bounds are others.
@Suite struct ImportedTimeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A case whose entries are dated so many milliseconds after everybody else's, pinned where it was made.
    private func foreign(ahead milliseconds: Int64) async throws -> (session: SessionID, file: [UInt8]) {
        let here = try RunTests.world()
        here.clock.advance(milliseconds: milliseconds)
        let session = try await here.session("Elsewhere")
        try await here.manager.edit(session, SessionManager.Edit(pinned: true), by: World.ada)
        return (session.id, try await here.export(session.id))
    }

    @Test(arguments: CaseStore.allCases)
    func standsInListsWhereItCameIn(_ kind: CaseStore) async throws {
        let there = try RunTests.world(try await kind.make(in: folder, "there"), seed: 2)
        let old = try await there.session("Old")
        there.clock.advance(milliseconds: 10_000)
        let (session, file) = try await foreign(ahead: 4_000_000_000)
        try await there.take(file)
        let came = there.clock.now
        there.clock.advance(milliseconds: 10_000)
        let new = try await there.session("New")
        func list() async throws -> [SessionSummary] { try await there.store.sessions(limit: 9, cursor: nil).sessions }
        #expect(try await list().map(\.id) == [new.id, session, old.id])
        #expect(try await list()[1].updated == came)
        #expect(try await list().map(\.pinned) == [false, false, false], "pins from elsewhere keep nothing")
        // The entries say what they say.
        let known = try await there.manager.session(session)
        #expect(await known.state.updated > there.clock.now)
        #expect(await !known.state.pinned)
        there.clock.advance(milliseconds: 10_000)
        try await there.note("Seen here too", in: known)
        #expect(try await list().map(\.id) == [session, new.id, old.id])
        #expect(try await list()[0].updated == there.clock.now)
        #expect(await known.state.updated == there.clock.now)
        try await there.manager.edit(known, SessionManager.Edit(pinned: true), by: World.ada)
        #expect(try await list()[0].pinned)
        try await there.store.close()
    }

    @Test func housekeepingDoesNotBringADateFromElsewhereBack() async throws {
        let store = InMemoryStore()
        let there = try RunTests.world(store, seed: 2)
        let (session, file) = try await foreign(ahead: 4_000_000_000)
        try await there.take(file)
        there.clock.advance(milliseconds: 1000)
        let keeper = Housekeeper(manager: there.manager, store: store)
        let known = try await there.manager.session(session)
        _ = try await keeper.scrub(known, .entries([2]), reason: nil, by: World.ada)
        let listed = try await store.sessions(limit: 1, cursor: nil).sessions.first
        #expect(listed?.updated == there.clock.now)
    }

    /// Payloads of which a text is longer, or are more labels, than can be written here.
    private static let unheardOf: [(kind: String, payload: JSONValue)] = {
        func x(_ count: Int) -> JSONValue { .string(String(repeating: "é", count: count)) }
        let author: JSONValue = ["kind": "person", "name": "a"]
        let labels = (0..<33).map { ("\($0)", JSONValue.string("")) }
        let hypothesis = JSONValue.string(HypothesisID(from: SeededIdentifierSource()).rawValue)
        return [
            (SessionOpened.kind, ["labels": [:], "owner": author, "title": x(201)]),
            (SessionEdited.kind, ["title": x(201)]), (SessionEdited.kind, ["labels": ["a": x(513)]]),
            (SessionEdited.kind, ["labels": .object(JSONObject(labels) { first, _ in first })]),
            (NoteAdded.kind, ["author": author, "text": x(32_769)]),
            (HypothesisOpened.kind, ["author": author, "id": hypothesis, "statement": x(2049)]),
            (
                HypothesisWeighed.kind,
                ["author": author, "id": hypothesis, "finding": nil, "status": nil, "note": x(2049)]
            ),
        ]
    }()

    @Test(arguments: unheardOf.indices)
    func refusesTextsThatNobodyHereCouldWrite(_ number: Int) async throws {
        let (kind, payload) = Self.unheardOf[number]
        let here = try RunTests.world(seed: 3)
        let session = try await here.session("Elsewhere")
        let state = await session.state
        let entry = Entry(
            session: session.id, sequence: 3, time: here.clock.now, principal: "local:ada", kind: kind,
            payload: payload.canonicalBytes(), previousHash: state.head.hash)
        let append = Append(session: session.id, expecting: 2, entries: [entry], summary: state.summary)
        #expect(try await here.store.append(append) == .appended)
        let file = try await here.export(session.id)
        let there = try RunTests.world(seed: 2)
        let error = await #expect(throws: CaseError.self) { try await there.take(file) }
        #expect(error?.kind == .tooLarge && error?.message.contains("entry 3 of \(session.id)") == true)
        #expect(try await there.store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
    }
}
