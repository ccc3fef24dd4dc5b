import CaseFiles
import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing

/// Cases of sessions from which something was removed.
@Suite struct RemovedCaseTests {
    private static let secret = "hunter2hunter2"

    private let store = InMemoryStore()
    private let world: World
    private let keeper: Housekeeper

    init() throws {
        world = try World(store: store) { input, _ in
            .found(input.text ?? "", body: "body of \(input.text ?? "")\n")
        }
        keeper = Housekeeper(manager: world.manager, store: store)
    }

    private func look(_ text: String, in session: Session) async throws -> Evidence {
        try await world.executor.call(.look(text), in: world.scope(session)).evidence
    }

    private func requireSound(_ session: SessionID, in world: World) async throws -> CaseReport {
        let report = try await SessionCase(of: session, in: world.store, at: world.clock.now).verify()
        #expect(report.isSound, "\(report.faults)")
        return report
    }

    /// An entry of a call whose payload alone holds the secret.
    private func addCall(to session: Session) async throws -> (sequence: Int, evidence: Evidence) {
        let known = try await look("known", in: session)
        let evidence = Evidence(
            id: EvidenceID(from: world.manager.identifiers), tool: "look", version: 1, arguments: [:], window: nil,
            sources: known.sources, coverage: known.coverage, started: known.started, finished: known.finished,
            output: ["text": "harmless"], body: known.body, summary: "found")
        let step = StepReference(run: RunID(from: world.manager.identifiers), path: Self.secret)
        let call = CallFinished(
            call: CallID(from: world.manager.identifiers), evidence: evidence, cached: false, step: step)
        var batch = Batch([EntryDraft(.callFinished(call), principal: World.ada.name, time: world.clock.now)])
        let body = try await world.store.blob(try #require(known.body).sha256, range: 0..<(known.body?.length ?? 0))
        batch.evidence = [EvidenceRecord(evidence: evidence, key: nil, body: body)]
        let entry = try #require(try await session.append(batch).first)
        return (entry.sequence, evidence)
    }

    @Test func thePayloadOfACallTakesWhatItVouchesFor() async throws {
        let session = try await world.session()
        let (sequence, evidence) = try await addCall(to: session)
        let scrubbed = try await keeper.scrub(session, .secret(Secret(Self.secret)), reason: nil, by: World.ada)
        let item = try #require(scrubbed.parts.first?.items.first)
        #expect(scrubbed.parts.count == 1 && item.sequence == sequence)
        #expect(item.parts == [.payload, .evidence, .body])
        #expect(try await store.evidenceRecord(in: session.id, at: sequence) == nil)
        // The same bytes were found by another call, and hold no secret.
        #expect(try await store.blob(try #require(evidence.body).sha256, range: 0..<1) != nil)
        #expect(try await requireSound(session.id, in: world).counts.count(of: .entry, .removed) == 1)
    }

    /// What an entry without its payload had is not shown, and nobody can put something in its place.
    @Test func nothingCanBePutBehindARemovedPayload() async throws {
        let session = try await world.session()
        _ = try await look("one", in: session)
        let sequence = await session.state.head.sequence
        let told = EntryScrubbed(
            items: [EntryScrubbed.Item(sequence: sequence, parts: [.payload])], reason: nil, author: World.ada)
        try await session.remove(
            [Removal(sequence: sequence, parts: [.payload])], telling: .entryScrubbed(told), by: World.ada.name,
            at: world.clock.now)
        _ = try await requireSound(session.id, in: world)
        let file = try await world.export(session.id)
        #expect(!String(decoding: file, as: UTF8.self).contains("\"record\""))

        var lines = file.split(separator: UInt8(ascii: "\n")).dropLast().map { Array($0) }
        let forged = try await look("forged", in: try await world.session())
        let line = CaseItem.evidence(
            CaseEvidence(session: session.id, sequence: sequence, record: forged.record))
        lines.insert(try line.line(), at: sequence + 1)
        let bytes: [UInt8] = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
        let end = CaseItem.end(CaseEnd(entries: sequence + 1, sha256: Digest(of: bytes)))
        let attack = MemoryInput(bytes: bytes + (try end.line()) + [UInt8(ascii: "\n")])
        let report = try await CaseCheck(attack, trusted: World.key().publicKey).report()
        #expect(report.first?.subject == .evidence && report.first?.sequence == sequence)
        let there = try RunTests.world(seed: 2)
        let error = await #expect(throws: CaseError.self) { _ = try await there.take(attack) }
        #expect(error?.kind == .broken)
    }

    /// Tombstones name entries by places that are others in the one session that is made of a lineage.
    @Test func aForkOfALineageTellsOfWhatIsGoneAndOfNothingElse() async throws {
        let parent = try await world.session("Parent")
        let early = try await look("early", in: parent)
        let gone = try await look("gone", in: parent)
        _ = try await keeper.scrub(parent, .evidence(gone.id), reason: nil, by: World.ada)
        let fork = try await world.manager.fork(parent, by: ForkTests.bob)
        let kept = try await look("kept", in: fork)
        let lost = try await look("lost", in: fork)
        let cleared = try await look("cleared", in: fork)
        _ = try await keeper.scrub(fork, .evidence(lost.id), reason: nil, by: World.ada)
        let body = try #require(cleared.body)
        let place = try #require(await fork.state.place(of: cleared.id))
        let told = BodiesRemoved(
            bodies: [BodiesRemoved.Item(sequence: place.sequence, sha256: body.sha256, length: body.length)],
            author: World.ada)
        try await fork.remove(
            [Removal(sequence: place.sequence, parts: [.body])], telling: .bodiesRemoved(told), by: World.ada.name,
            at: world.clock.now)

        let there = try RunTests.world(seed: 2)
        let done = try await there.take(try await world.export(fork.id), asFork: true)
        let report = try await requireSound(done.session, in: there)
        #expect(report.faults.allSatisfy { $0.by?.hasPrefix("entry") == true }, "\(report.faults)")
        let state = try await there.manager.session(done.session).state
        for evidence in [early, kept, cleared] { #expect(state.tombstone(of: evidence.id) == nil) }
        for evidence in [gone, lost] {
            let place = try #require(state.place(of: evidence.id))
            let tombstone = try #require(state.tombstone(of: evidence.id))
            #expect(tombstone > place.sequence)
            let entry = try #require(
                try await there.store.entries(of: done.session, after: tombstone - 1, limit: 1).first)
            #expect(entry.kind == EntryScrubbed.kind)
        }
        let places = Set([gone, lost, cleared].compactMap { state.place(of: $0.id) })
        #expect(Set(state.removals.keys) == places)
        // It goes on from there as it is.
        let third = try RunTests.world(seed: 3)
        _ = try await third.take(try await there.export(done.session))
        _ = try await requireSound(done.session, in: third)
    }

    /// What the journal tells of needs nothing beside it; what redaction kept out is told apart from what was gone.
    @Test func tellsWhatWasKeptOutFromWhatWasGone() async throws {
        let session = try await world.session()
        try await world.note("E1234567 called", in: session)
        let noted = await session.state.head.sequence
        _ = try await look("one", in: session)
        world.clock.advance(milliseconds: 1_000_000)
        #expect(try await keeper.clear(before: world.clock.now, by: World.ada).count == 1)
        try await world.note("gone", in: session)
        let last = await session.state.head.sequence
        _ = try await keeper.scrub(session, .entries([last]), reason: nil, by: World.ada)
        let file = try await world.export(session.id)
        let hiding = ["employee": "E[0-9]{7}"]
        for asFork in [false, true] {
            let there = try RunTests.world(seed: 2)
            let done = try await there.take(file, asFork: asFork, hiding: hiding)
            let journal = try #require(done.journals.first)
            #expect(journal.hidden == [noted: .payload])
            #expect(journal.withheld[noted] == .payload)
            #expect(journal.withheld.values.allSatisfy { !$0.contains(.body) }, "\(journal.withheld)")
            _ = try await requireSound(done.session, in: there)
        }
    }
}
