import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing

@testable import Server

@Suite("What was removed", .timeLimit(.minutes(1)))
struct RemovalTests {
    @Test("A client is told in plain words, and a server that held it forgets it")
    func tells() async throws {
        let store = InMemoryStore()
        let office = try Office(World(store: store))
        let session = await office.session()
        let looked = await office.answer("look", ["source": "app", "text": "hunter2", "session": .string(session)])
        let evidence = looked["evidence"]?.stringValue ?? ""
        // Another process removes it while this one holds the session.
        let other = try World(store: store, seed: 2)
        let id = try #require(SessionID(session))
        let keeper = Housekeeper(manager: other.manager, store: store)
        let target = Housekeeper.ScrubTarget.entries([1, 3])
        _ = try await keeper.scrub(try await other.manager.session(id), target, reason: "pasted", by: World.ada)
        let answer = await office.answer("get_session", ["session": .string(session)])
        #expect(answer["title"] == "(title removed)")
        #expect(answer["evidence"] == [])
        let base = "casebook://sessions/\(session)"
        let timeline = try await office.json(base + "/timeline")["entries"]?.arrayValue
        #expect(timeline?.map { $0["payload"]?.isNull } == [true, false, true, false])
        #expect(timeline?.last?["kind"] == "entry.scrubbed")
        let report = await office.read(base + "/report")["text"]?.stringValue ?? ""
        #expect(report.contains("whose content was removed") && !report.contains("hunter2"), "\(report)")
        let cited = await office.call(
            "record_finding",
            [
                "session": .string(session), "statement": "It was", "severity": "low", "confidence": 0.5,
                "citations": [["evidence": .string(evidence), "pointer": "/text", "quote": "hunter2"]],
            ])
        #expect(cited["structuredContent"]?["verdict"] == "unavailable", "\(cited.serialized())")
    }

    @Test("Evidence alone that was removed is named with the entry that says so")
    func evidence() async throws {
        let store = InMemoryStore()
        let office = try Office(World(store: store))
        let session = await office.session()
        let looked = await office.answer("look", ["source": "app", "text": "hunter2", "session": .string(session)])
        let evidence = try #require(EvidenceID(looked["evidence"]?.stringValue ?? ""))
        let keeper = Housekeeper(manager: office.world.manager, store: store)
        let opened = try await office.world.manager.session(try #require(SessionID(session)))
        _ = try await keeper.scrub(opened, .evidence(evidence), reason: nil, by: World.ada)
        let answer = await office.answer("get_session", ["session": .string(session)])
        #expect(answer["evidence"]?[0]?["removedBy"] == 4)
        let report = await office.read("casebook://sessions/\(session)/report")["text"]?.stringValue ?? ""
        #expect(report.contains("was removed, see entry 4"), "\(report)")
    }
}
