import JSON
import MCP
import Model
import Sessions
import TestSupport
import Testing

@testable import Server

@Suite("Evidence tools", .timeLimit(.minutes(5)))
struct EvidenceToolTests {
    @Test("A call without a session is complete in itself")
    func withoutSession() async throws {
        let office = try Office()
        let answer = await office.answer("look", ["source": "app", "text": "hello"])
        #expect(answer["output"]?["text"] == "hello")
        #expect(answer["coverage"]?[0]?["value"] == "complete")
        #expect(EvidenceID(answer["evidence"]?.stringValue ?? "") != nil)
    }

    @Test("A call in a session is kept there as evidence, and answered from it the second time")
    func withSession() async throws {
        let office = try Office()
        let session = await office.session()
        let arguments: JSONObject = ["source": "app", "text": "hello", "session": .string(session)]
        let first = await office.answer("look", arguments)
        office.world.clock.advance(milliseconds: 3_600_000)
        let second = await office.answer("look", arguments)
        let third = await office.answer("look", arguments)
        #expect(second["observedAt"] != nil || third["observedAt"] != nil)
        let state = await office.answer("get_session", ["session": .string(session)])
        #expect(state["evidence"]?[0]?["evidence"] == first["evidence"])
        #expect(state["evidence"]?[0]?["summary"] == "found hello")
        let different = Set([first, second, third].compactMap { $0["evidence"]?.stringValue })
        #expect(state["evidence"]?.arrayValue?.count == different.count, "each piece of evidence is listed once")
    }

    @Test(
        "Failures are typed and say what to do",
        arguments: [
            (["source": "nowhere"], "notPermitted"), (["source": "plan"], "validation"),
            (["source": "app", "session": "ses_0"], "notFound"), (["source": "app", "session": ""], "notFound"),
        ] as [(JSONObject, String)])
    func failures(_ arguments: JSONObject, _ code: String) async throws {
        let office = try Office()
        let result = await office.call("look", arguments)
        #expect(result["isError"] == true)
        let error = result["structuredContent"]?["error"]
        #expect(error?["code"]?.stringValue == code)
        #expect(error?["message"]?.stringValue?.isEmpty == false)
        #expect(result["content"]?[0]?["text"]?.stringValue?.hasPrefix("\(code): ") == true)
    }

    @Test("Arguments that break the schema are refused before anything is read")
    func wrongArguments() async throws {
        let office = try Office()
        let result = await office.call("look", ["colour": "red"])
        #expect(result["isError"] == true)
        #expect(office.world.calls.all.isEmpty)
    }

    @Test("A fault that has no code tells the client nothing of itself")
    func foreignFault() async throws {
        struct Secret: Error {}
        let office = try Office(World { _, _ in throw Secret() })
        #expect(await office.failure("look", ["source": "app"]) == "internal")
    }

    @Test("A closed session takes no more evidence")
    func closed() async throws {
        let office = try Office()
        let session = await office.session()
        _ = await office.answer("close_session", ["session": .string(session), "outcome": "fixed"])
        #expect(await office.failure("look", ["source": "app", "session": .string(session)]) == "closed")
        #expect(office.world.calls.all.isEmpty)
    }

    @Test("Every tool that changes nothing says so, and names and descriptions are there")
    func hints() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        let tools = await office.ask("tools/list", [:])["tools"]?.arrayValue ?? []
        let reading = tools.filter { $0["annotations"]?["readOnlyHint"] == true }.compactMap { $0["name"]?.stringValue }
        #expect(
            reading == ["export_report", "get_run", "get_session", "glance", "list_sessions", "look"])
        let writing = tools.filter { $0["annotations"]?["readOnlyHint"] != true }
        #expect(writing.allSatisfy { $0["annotations"]?["destructiveHint"] == false })
        #expect(tools.allSatisfy { ($0["description"]?.stringValue ?? "").count > 10 })
        #expect(tools.contains { $0["name"] == "workflow_quick" })
    }

    @Test("Only the chosen sets are offered")
    func sets() async throws {
        let office = try Office(sets: try ToolSet.chosen("sessions, reports"))
        let names = await office.ask("tools/list", [:])["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
        #expect(
            names == [
                "close_session", "export_report", "fork_session", "get_session", "list_sessions", "open_session",
                "share_session",
            ])
        #expect(throws: ServerError.self) { try ToolSet.chosen("sessions,nothing") }
        #expect(throws: ServerError.self) { try ToolSet.chosen(",") }
    }
}
