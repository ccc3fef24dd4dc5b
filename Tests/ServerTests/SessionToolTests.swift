import JSON
import MCP
import Model
import Sessions
import TestSupport
import Testing

@testable import Server

@Suite("Session tools", .timeLimit(.minutes(5)))
struct SessionToolTests {
    @Test("A session is opened with what a model needs to go on")
    func open() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        let answer = await office.answer("open_session", ["title": "Checkout", "window": "now", "labels": ["a": "b"]])
        #expect(answer["title"] == "Checkout")
        #expect(answer["status"] == "open")
        #expect(answer["sources"]?.arrayValue?.count == 3)
        #expect(answer["workflows"] == ["quick"])
        #expect(answer["window"]?["end"]?.stringValue == office.world.clock.now.description)
        let id = try #require(SessionID(answer["session"]?.stringValue ?? ""))
        let state = await (try office.world.manager.session(id)).state
        #expect(state.owner == Office.agent)
        #expect(state.labels == ["a": "b"])
    }

    @Test("A window that is none is refused, and no session comes into being")
    func badWindow() async throws {
        let office = try Office()
        #expect(await office.failure("open_session", ["title": "x", "window": "yesterday"]) == "validation")
        #expect(await office.answer("list_sessions")["sessions"] == [])
    }

    @Test("Sessions are listed in pages, the newest updated first")
    func list() async throws {
        let office = try Office()
        for number in 1...3 {
            office.world.clock.advance(milliseconds: 1000)
            _ = await office.session("Session \(number)")
        }
        let first = await office.answer("list_sessions", ["limit": 2])
        #expect(first["sessions"]?.arrayValue?.compactMap { $0["title"]?.stringValue } == ["Session 3", "Session 2"])
        let second = await office.answer("list_sessions", ["limit": 2, "cursor": first["nextCursor"] ?? .null])
        #expect(second["sessions"]?[0]?["title"] == "Session 1")
        #expect(second["nextCursor"] == nil)
        #expect(await office.failure("list_sessions", ["cursor": "nonsense"]) == "badCursor")
    }

    @Test("A session is found by the beginning of its identifier, as other clients see it")
    func get() async throws {
        let office = try Office()
        let session = await office.session()
        _ = await office.answer("add_note", ["session": .string(session), "text": "it was not DNS"])
        let other = try Office(office.world)
        let answer = await other.answer("get_session", ["session": .string(String(session.prefix(12)))])
        #expect(answer["session"]?.stringValue == session)
        #expect(answer["notes"]?[0]?["text"] == "it was not DNS")
        #expect(answer["notes"]?[0]?["author"] == "agent")
        #expect(answer["next"]?.stringValue?.isEmpty == false)
    }

    @Test("A session closes once, and not while a run has not ended")
    func close() async throws {
        let office = try Office(workflows: ["gated": Flows.gated()])
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        let session = run["session"] ?? .null
        #expect(await office.failure("close_session", ["session": session]) == "validation")
        _ = await office.answer("cancel_run", ["session": session])
        #expect(await office.answer("close_session", ["session": session])["status"] == "closed")
        #expect(await office.failure("close_session", ["session": session]) == "closed")
        #expect(await office.failure("run_workflow", ["workflow": "gated", "session": session]) == "closed")
    }

    @Test("A fork has what was learnt before, and is the client's own")
    func fork() async throws {
        let office = try Office()
        let session = await office.session("Checkout")
        _ = await office.answer("add_note", ["session": .string(session), "text": "before"])
        let fork = await office.answer("fork_session", ["session": .string(session), "title": "Another idea"])
        let id = fork["session"] ?? .null
        #expect(fork["title"] == "Another idea" && fork["status"] == "open")
        #expect(fork["forkedFrom"] == ["session": .string(session), "sequence": 3])
        _ = await office.answer("add_note", ["session": .string(session), "text": "after"])
        let answer = await office.answer("get_session", ["session": id])
        #expect(answer["notes"]?.arrayValue?.map { $0["text"] } == ["before"])
        #expect(answer["forkedFrom"] == fork["forkedFrom"] && answer["owner"] == "agent")
        let early = await office.answer("fork_session", ["session": .string(session), "at": 2])
        #expect(await office.answer("get_session", ["session": early["session"] ?? .null])["notes"] == nil)
        #expect(await office.failure("fork_session", ["session": .string(session), "at": 99]) == "validation")
        #expect(await office.failure("fork_session", ["session": "ses_none"]) == "notFound")
        #expect(await office.answer("list_sessions")["sessions"]?.arrayValue?.count == 3)
    }

    @Test("What a caller writes is redacted before it is kept")
    func redacted() async throws {
        let office = try Office()
        let secret = "AKIAIOSFODNN7EXAMPLQ"
        let session = await office.session("key \(secret)")
        _ = await office.answer("add_note", ["session": .string(session), "text": .string("key \(secret)")])
        _ = await office.answer(
            "record_finding",
            [
                "session": .string(session), "statement": .string("key \(secret)"), "severity": "low",
                "confidence": 1, "citations": [],
            ])
        let text = await office.answer("get_session", ["session": .string(session)]).serialized()
        #expect(!text.contains(secret))
        #expect(text.contains("«"))
    }
}
