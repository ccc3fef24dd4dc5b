import JSON
import MCP
import Model
import Sessions
import Store
import Testing

@testable import Server

@Suite("Runs", .timeLimit(.minutes(5)))
struct RunToolTests {
    private static let inputs: JSONObject = ["service": "checkout", "logs": "app"]

    @Test("A run that ends soon is answered with its findings")
    func quick() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        let answer = await office.answer(
            "run_workflow", ["workflow": "quick", "inputs": .object(Self.inputs), "wait": 20])
        #expect(answer["status"] == "succeeded")
        #expect(answer["findings"]?[0]?["statement"] == "Seen: checkout")
        #expect(answer["findings"]?[0]?["verdict"] == "cited")
        #expect(answer["outputs"] == ["seen": "checkout"])
        #expect(answer["coverage"]?["app"] == ["complete"])
    }

    @Test("A workflow has a tool with its typed inputs; what the operator decides need not be given")
    func ownTool() async throws {
        let office = try Office(workflows: ["quick": Flows.quick], defaults: ["service": "payments"])
        let tools = await office.ask("tools/list", [:])["tools"]?.arrayValue ?? []
        let schema = tools.first { $0["name"] == "workflow_quick" }?["inputSchema"]
        #expect(schema?["properties"]?["service"]?["pattern"] == "^[a-z]+$")
        #expect(schema?["properties"]?["logs"]?["enum"] == ["app", "web"])
        #expect(schema?["required"] == ["logs"])
        let answer = await office.answer("workflow_quick", ["logs": "app", "wait": 20])
        #expect(answer["outputs"] == ["seen": "payments"])
        let wrong = await office.call("workflow_quick", ["logs": "nowhere"])
        #expect(wrong["isError"] == true)
    }

    @Test("Inputs that do not fit are refused before a session is opened")
    func badInputs() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        #expect(await office.failure("run_workflow", ["workflow": "quick"]) == "validation")
        #expect(await office.failure("run_workflow", ["workflow": "nothing"]) == "notFound")
        #expect(await office.failure("run_workflow", ["workflow": "../quick.yaml"]) == "notFound")
        #expect(await office.answer("list_sessions")["sessions"] == [])
    }

    @Test("A long run answers at once and is followed by its identifier")
    func long() async throws {
        let gate = Barrier()
        let office = try Office(
            World { input, context in
                await gate.wait()
                return .found(input.text ?? "", context)
            }, workflows: ["quick": Flows.quick])
        let begun = await office.answer(
            "run_workflow", ["workflow": "quick", "inputs": .object(Self.inputs), "wait": 0])
        #expect(begun["status"] == "running")
        #expect(begun["driven"] == true)
        gate.open()
        let place: JSONObject = ["session": begun["session"] ?? .null, "run": begun["run"] ?? .null, "wait": 20]
        let ended = await office.answer("get_run", place)
        #expect(ended["status"] == "succeeded")
        #expect(ended["findings"]?.arrayValue?.count == 1)
    }

    @Test("A run is cancelled, and what it finished stays")
    func cancel() async throws {
        let office = try Office(workflows: ["gated": Flows.gated()])
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        let ended = await office.answer("cancel_run", ["session": run["session"] ?? .null, "reason": "wrong host"])
        #expect(ended["status"] == "cancelled")
        #expect(await office.failure("cancel_run", ["session": run["session"] ?? .null]) == "ended")
    }

    @Test("An approval is a person's: the answer says the command, and the run goes on once they have agreed")
    func approval() async throws {
        let office = try Office(workflows: ["gated": Flows.gated()])
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        #expect(run["status"] == "waiting")
        let wait = run["waits"]?[0]
        let id = wait?["id"]?.stringValue ?? ""
        #expect(wait?["approve"]?.stringValue == "casebook approve \(id) --database /tmp/x.db")
        #expect(wait?["by"] == nil)
        let session = run["session"] ?? .null
        // Resuming neither approves nor asks the client, whatever it can do.
        let again = await office.call(
            "resume_run", ["session": session], capabilities: Dialogue.fullCapabilities)
        #expect(again["structuredContent"]?["status"] == "waiting")
        #expect(office.world.calls.all.isEmpty)
        let open = try await office.world.manager.openWait(id)
        try await office.world.manager.decide(open, .approved, by: World.ada)
        let ended = await office.answer("resume_run", ["session": session, "wait": 20])
        #expect(ended["status"] == "succeeded")
        #expect(office.world.calls.all == ["approved"])
    }

    @Test("Following a run that waits ends when the person has answered")
    func answered() async throws {
        let office = try Office(workflows: ["gated": Flows.gated()])
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        let open = try await office.world.manager.openWait(run["waits"]?[0]?["id"]?.stringValue ?? "")
        async let followed = office.answer("get_run", ["session": run["session"] ?? .null, "wait": 20])
        try await office.world.manager.decide(open, .denied, by: World.ada)
        let answer = await followed
        #expect(answer["status"] == "waiting")
        #expect(answer["waits"] == nil)
        #expect(answer["next"]?.stringValue?.contains("resume_run") == true)
    }

    @Test("Where the step takes the client's word, its user is asked: 2026-07-28", arguments: [true, false])
    func clientApproval(_ isAgreed: Bool) async throws {
        let office = try Office(workflows: ["gated": Flows.client])
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        let wait = run["waits"]?[0]
        #expect(wait?["by"] == "client")
        let id = wait?["id"]?.stringValue ?? ""
        let arguments: JSONValue = ["session": run["session"] ?? .null, "wait": 20]
        let asked = await office.ask(
            "tools/call", ["name": "resume_run", "arguments": arguments], Dialogue.fullCapabilities)
        #expect(asked["resultType"] == "input_required")
        let text = asked["inputRequests"]?[id]?["params"]?["message"]?.stringValue ?? ""
        #expect(text.contains("Read it?"))
        #expect(text.contains("look"))
        var retry: JSONObject = [
            "name": "resume_run", "arguments": arguments,
            "inputResponses": .object([id: ["action": "accept", "content": ["approve": .bool(isAgreed)]]]),
        ]
        if let state = asked["requestState"] { retry["requestState"] = state }
        let ended = await office.ask("tools/call", retry, Dialogue.fullCapabilities)
        #expect(ended["structuredContent"]?["status"]?.stringValue != "waiting")
        #expect(office.world.calls.all == (isAgreed ? ["approved"] : []))
    }

    @Test("The word of a client with a token of its own opens nothing that this token asked for")
    func noWordOfABearer() async throws {
        let office = try Office(workflows: ["gated": Flows.client], isBearer: true)
        let run = await office.answer("run_workflow", ["workflow": "gated", "wait": 20])
        #expect(run["status"] == "waiting" && run["waits"]?[0]?["by"] == nil)
        let resumed = await office.ask(
            "tools/call", ["name": "resume_run", "arguments": ["session": run["session"] ?? .null, "wait": 1]],
            Dialogue.fullCapabilities)
        #expect(resumed["resultType"] != "input_required")
        #expect(office.world.calls.all.isEmpty)
    }

    @Test("Where the step takes the client's word, its user is asked: 2025-11-25")
    func legacyApproval() async throws {
        let office = try Office(workflows: ["gated": Flows.client])
        _ = await office.client.initialize("2025-11-25", capabilities: ["elicitation": ["form": [:]]])
        let call: @Sendable (Int64, String, JSONObject) -> Void = { id, name, arguments in
            office.client.request(
                .integer(id), "tools/call", ["name": .string(name), "arguments": .object(arguments)])
        }
        call(1, "run_workflow", ["workflow": "gated", "wait": 20])
        let run = await office.next(answering: 1)
        call(2, "resume_run", ["session": run["structuredContent"]?["session"] ?? .null, "wait": 20])
        var asked = await office.client.next()
        while asked["method"] != "elicitation/create" { asked = await office.client.next() }
        office.client.send(
            JSONValue.object([
                "jsonrpc": "2.0", "id": asked["id"] ?? .null,
                "result": ["action": "accept", "content": ["approve": true]],
            ]).serialized())
        let ended = await office.next(answering: 2)
        #expect(ended["structuredContent"]?["status"] == "succeeded")
        #expect(office.world.calls.all == ["approved"])
    }

    @Test("A client that knows tasks gets one, which ends with the run's answer")
    func task() async throws {
        let gate = Barrier()
        let office = try Office(
            World { input, context in
                await gate.wait()
                return .found(input.text ?? "", context)
            }, workflows: ["quick": Flows.quick])
        let created = await office.call(
            "run_workflow", ["workflow": "quick", "inputs": .object(Self.inputs), "wait": 0],
            capabilities: Dialogue.fullCapabilities)
        #expect(created["resultType"] == "task")
        let id = created["taskId"] ?? .null
        gate.open()
        var task = await office.ask("tasks/get", ["taskId": id], Dialogue.fullCapabilities)
        while task["status"] == "working" {
            task = await office.ask("tasks/get", ["taskId": id], Dialogue.fullCapabilities)
        }
        #expect(task["status"] == "completed")
        #expect(task["result"]?["structuredContent"]?["status"] == "succeeded")
    }

    @Test("A run that another process left is resumed at its step, by the session's identifier alone")
    func resume() async throws {
        let store = InMemoryStore()
        let first = try Office(try World(store: store, seed: 1), workflows: ["gated": Flows.gated()])
        let run = await first.answer("run_workflow", ["workflow": "gated", "wait": 20])
        await first.server.close()
        let second = try Office(try World(store: store, seed: 2), workflows: [:])
        let session = run["session"] ?? .null
        let known = await second.answer("get_run", ["session": session])
        #expect(known["run"] == run["run"])
        let open = try await second.world.manager.openWait(known["waits"]?[0]?["id"]?.stringValue ?? "")
        try await second.world.manager.decide(open, .approved, by: World.ada)
        #expect(await second.answer("resume_run", ["session": session, "wait": 20])["status"] == "succeeded")
    }
}
