import JSON
import MCP
import Model
import Sessions
import Store
import TestSupport
import Testing

@testable import Server

@Suite("Resources, completion and prompts", .timeLimit(.minutes(5)))
struct ResourceTests {
    @Test("Sessions and workflows are listed, and templates name the rest")
    func lists() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        let session = await office.session()
        let list = await office.ask("resources/list", [:])["resources"]?.arrayValue ?? []
        #expect(
            list.compactMap { $0["uri"]?.stringValue } == [
                "casebook://sessions/\(session)", "casebook://workflows/quick",
            ])
        let templates = await office.ask("resources/templates/list", [:])["resourceTemplates"]?.arrayValue ?? []
        #expect(templates.count == 5)
    }

    @Test("Everything of a session can be read")
    func read() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        let session = await office.session()
        let looked = await office.answer("look", ["source": "app", "text": "hello", "session": .string(session)])
        let evidence = looked["evidence"]?.stringValue ?? ""
        let base = "casebook://sessions/\(session)"
        #expect(try await office.json(base)["evidence"]?[0]?["evidence"]?.stringValue == evidence)
        let timeline = try await office.json(base + "/timeline")
        #expect(
            timeline["entries"]?.arrayValue?.compactMap { $0["kind"]?.stringValue } == [
                "session.opened", "session.window", "call.finished",
            ])
        #expect(try await office.json(base + "/timeline?after=2")["entries"]?.arrayValue?.count == 1)
        #expect(try await office.json(base + "/evidence/\(evidence)")["output"]?["text"] == "hello")
        #expect(await office.read(base + "/report")["text"]?.stringValue?.contains("Checkout fails") == true)
        #expect(await office.read("casebook://workflows/quick")["text"]?.stringValue == Flows.quick)
    }

    @Test(
        "What is not there is not found",
        arguments: [
            "casebook://sessions/ses_00000000000000000000000000", "casebook://sessions/ses_0", "casebook://sessions/",
            "casebook://sessions/ses_11111111111111111111111111/report", "casebook://workflows/../quick",
            "casebook://workflows/nothing", "file:///etc/passwd", "casebook://", "casebook://sessions/x/y/z/a",
        ])
    func unknown(_ uri: String) async throws {
        let office = try Office()
        #expect(await office.ask("resources/read", ["uri": .string(uri)])["code"] == -32602)
    }

    @Test("Evidence of one session is not found in another")
    func foreignEvidence() async throws {
        let office = try Office()
        let (first, second) = (await office.session(), await office.session())
        let looked = await office.answer("look", ["source": "app", "session": .string(first)])
        let uri = "casebook://sessions/\(second)/evidence/\(looked["evidence"]?.stringValue ?? "")"
        #expect(await office.ask("resources/read", ["uri": .string(uri)])["code"] == -32602)
    }

    @Test("Nothing is promised of the list of sessions, which other processes change too")
    func list() async throws {
        let office = try Office()
        #expect(await office.ask("server/discover", [:])["capabilities"]?["resources"] == ["subscribe": true])
        office.client.modern(
            .integer(5), "subscriptions/listen",
            ["notifications": ["resourcesListChanged": true, "toolsListChanged": true]])
        #expect(await office.client.next()["params"]?["notifications"] == ["toolsListChanged": true])
        _ = await office.session()
        office.client.expectSilence()
    }

    @Test("A subscription tells of entries that another process writes")
    func subscription() async throws {
        let office = try Office()
        let session = await office.session()
        let uri = "casebook://sessions/\(session)/timeline"
        office.client.modern(
            .integer(5), "subscriptions/listen",
            ["notifications": ["resourceSubscriptions": [.string(uri), "casebook://sessions/nothing"]]])
        let acknowledged = await office.client.next()
        #expect(acknowledged["params"]?["notifications"] == ["resourceSubscriptions": [.string(uri)]])
        let other = try World(store: office.world.store, seed: 99)
        let id = try #require(SessionID(session))
        for _ in 1...2 {
            let written = try await other.manager.session(id)
            let draft = EntryDraft(
                .noteAdded(NoteAdded(text: "x", author: World.ada)), principal: "local:ada", time: other.clock.now)
            try await written.append(Batch([draft]))
            let told = await office.client.next()
            #expect(told["method"] == "notifications/resources/updated")
            #expect(told["params"]?["uri"]?.stringValue == uri)
        }
    }

    @Test("Sessions, workflows and sources are completed")
    func completion() async throws {
        let office = try Office(workflows: ["quick": Flows.quick, "gated": Flows.gated()])
        let session = await office.session()
        let prompt: JSONValue = ["type": "ref/prompt", "name": "investigate"]
        #expect(await office.completed(prompt, "workflow", "qu") == ["quick"])
        #expect(await office.completed(prompt, "source", "w") == ["web"])
        let resume: JSONValue = ["type": "ref/prompt", "name": "resume"]
        #expect(await office.completed(resume, "session", "") == [session])
        #expect(await office.completed(resume, "session", String(session.prefix(10))) == [session])
        #expect(await office.completed(resume, "session", "ses_nothing") == [])
        let template: JSONValue = ["type": "ref/resource", "uri": "casebook://sessions/{id}"]
        #expect(await office.completed(template, "id", String(session.dropFirst(4).prefix(6))) == [session])
    }

    @Test("Prompts name the tools that there are", arguments: ["investigate", "resume", "postmortem"])
    func prompts(_ name: String) async throws {
        let office = try Office()
        let arguments: JSONValue = ["session": "ses_x", "symptom": "it fails"]
        let prompt = await office.ask("prompts/get", ["name": .string(name), "arguments": arguments])
        let text = prompt["messages"]?[0]?["content"]?["text"]?.stringValue ?? ""
        let list = await office.ask("tools/list", [:])["tools"]?.arrayValue ?? []
        let tools = list.compactMap { $0["name"]?.stringValue }
        let words = text.split { !($0.isLetter || $0 == "_") }.map(String.init)
        let named = words.filter { $0.contains("_") && $0 != "ses_x" && $0 != "ev_" }
        #expect(!named.isEmpty)
        #expect(named.allSatisfy { tools.contains($0) }, "\(named)")
    }

    @Test("A large answer is cut, and the places of what is left stay")
    func shaped() {
        let long = JSONValue.string(String(repeating: "ü", count: 5000))
        let rows = JSONValue.array((0..<5000).map { ["row": JSONValue($0), "text": long] })
        let (value, isCut) = AnswerShaper.shaped(["rows": rows])
        #expect(isCut)
        #expect(value.bytes().count <= AnswerShaper.limit)
        #expect(value["rows"]?[1]?["row"] == 1)
        #expect(value["rows"]?[0]?["text"]?.stringValue?.hasSuffix("ü…") == true)
        #expect(AnswerShaper.shaped(["a": 1]).isCut == false)
    }
}

extension Office {
    func read(_ uri: String) async -> JSONValue {
        await ask("resources/read", ["uri": .string(uri)])["contents"]?[0] ?? .null
    }

    func json(_ uri: String) async throws -> JSONValue {
        try JSONValue(parsing: await read(uri)["text"]?.stringValue ?? "")
    }

    fileprivate func completed(_ reference: JSONValue, _ name: String, _ value: String) async -> [String] {
        let answer = await ask(
            "completion/complete",
            ["ref": reference, "argument": ["name": .string(name), "value": .string(value)]])
        return answer["completion"]?["values"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
