import JSON
import MCP
import Model
import Sessions
import Store
import Testing

@testable import Server

/// An approval that reaches the client's user through the task that follows its run.
@Suite("Input through tasks", .timeLimit(.minutes(5)))
struct TaskInputTests {
    /// A step that a test holds back, so that the run becomes a task, and one that the client's user has to approve.
    private static let flow = """
        schema: 1
        name: asked
        version: 1.0.0
        title: Look, then look after approval
        steps:
          - id: first
            uses: look@1
            with: {source: app, text: first}
          - id: second
            needs: [first]
            uses: look@1
            with: {source: app, text: approved}
            approve: {message: 'Read it?', by: client}
        """

    private let gate = Barrier()

    private func office(_ world: World? = nil, isBearer: Bool = false) throws -> Office {
        let gate = gate
        let world = try World { input, context in
            if input.text == "first" { await gate.wait() }
            return .found(input.text ?? "", context)
        }
        return try Office(world, workflows: ["asked": Self.flow], isBearer: isBearer)
    }

    /// Begins the run, and waits until its task is in another state than working.
    private func begin(
        _ office: Office, _ capabilities: JSONObject = Dialogue.fullCapabilities
    ) async -> (created: JSONValue, task: JSONValue) {
        let created = await office.call(
            "run_workflow", ["workflow": "asked", "wait": 0], capabilities: capabilities)
        #expect(created["resultType"] == "task", "\(created)")
        gate.open()
        return (created, await left("working", created["taskId"] ?? .null, office, capabilities))
    }

    /// The task once it has left a state.
    private func left(
        _ status: JSONValue, _ id: JSONValue, _ office: Office, _ capabilities: JSONObject = Dialogue.fullCapabilities
    ) async -> JSONValue {
        while true {
            let task = await office.ask("tasks/get", ["taskId": id], capabilities)
            if task["status"] != status { return task }
        }
    }

    private static func key(_ task: JSONValue) -> String {
        (task["inputRequests"]?.objectValue ?? [:]).map(\.key).first ?? ""
    }

    private func answer(_ task: JSONValue, _ response: JSONValue, _ office: Office) async {
        _ = await office.ask(
            "tasks/update",
            ["taskId": task["taskId"] ?? .null, "inputResponses": .object([Self.key(task): response])],
            Dialogue.fullCapabilities)
    }

    @Test(
        "What the client's user says through the task is written down, and the run goes on", arguments: [true, false])
    func approved(_ isAgreed: Bool) async throws {
        let office = try office()
        let (_, asked) = await begin(office)
        #expect(asked["status"] == "input_required", "\(asked)")
        let message = asked["inputRequests"]?[Self.key(asked)]?["params"]?["message"]?.stringValue ?? ""
        #expect(message.contains("Read it?") && message.contains("look"))
        await answer(asked, ["action": "accept", "content": ["approve": .bool(isAgreed)]], office)
        let ended = await left("working", asked["taskId"] ?? .null, office)
        #expect(ended["status"] == "completed", "\(ended)")
        #expect(ended["result"]?["structuredContent"]?["status"]?.stringValue == (isAgreed ? "succeeded" : "failed"))
        #expect(office.world.calls.all == (isAgreed ? ["first", "approved"] : ["first"]))
        // The record is used up: nothing is left to be approved.
        #expect(try await office.world.manager.openWaits().isEmpty)
    }

    @Test("A user who says nothing leaves the run waiting, and the task tells so")
    func unanswered() async throws {
        let office = try office()
        let (_, asked) = await begin(office)
        await answer(asked, ["action": "cancel"], office)
        let ended = await left("working", asked["taskId"] ?? .null, office)
        #expect(ended["result"]?["structuredContent"]?["status"] == "waiting", "\(ended)")
        #expect(try await office.world.manager.openWaits().count == 1)
    }

    @Test("What somebody decides elsewhere meanwhile counts, and the question is withdrawn")
    func decidedElsewhere() async throws {
        let office = try office()
        let (_, asked) = await begin(office)
        #expect(asked["status"] == "input_required")
        let open = try #require(try await office.world.manager.openWaits().first)
        try await office.world.manager.decide(open, .approved, by: World.ada)
        var task = await left("input_required", asked["taskId"] ?? .null, office)
        if task["status"] == "working" { task = await left("working", asked["taskId"] ?? .null, office) }
        #expect(task["result"]?["structuredContent"]?["status"] == "succeeded", "\(task)")
    }

    @Test("Cancelling a task that asks cancels its run")
    func cancelled() async throws {
        let office = try office()
        let (_, asked) = await begin(office)
        _ = await office.ask("tasks/cancel", ["taskId": asked["taskId"] ?? .null], Dialogue.fullCapabilities)
        let ended = await left("input_required", asked["taskId"] ?? .null, office)
        #expect(ended["status"] == "cancelled", "\(ended)")
        let session = try await office.world.manager.store.sessions(limit: 1, cursor: nil).sessions.first
        let state = try await office.world.manager.session(try #require(session?.id)).refresh()
        #expect(state.runs.first?.status == .cancelled)
    }

    @Test("A client that cannot show forms, or has a token of its own, is not asked", arguments: [true, false])
    func notAsked(_ isBearer: Bool) async throws {
        let office = try office(isBearer: isBearer)
        let capabilities: JSONObject =
            isBearer ? Dialogue.fullCapabilities : ["extensions": ["io.modelcontextprotocol/tasks": [:]]]
        let (_, task) = await begin(office, capabilities)
        #expect(task["status"] == "completed", "\(task)")
        #expect(task["result"]?["structuredContent"]?["status"] == "waiting")
    }

    @Test("A task's making names run and session, so that both are found when the process is gone")
    func named() async throws {
        let office = try office()
        let (created, asked) = await begin(office)
        let session = try #require(try await office.world.manager.store.sessions(limit: 1, cursor: nil).sessions.first)
        let run = try #require(try await office.world.manager.session(session.id).refresh().runs.first)
        let message = created["statusMessage"]?.stringValue ?? ""
        #expect(message.contains(session.id.rawValue) && message.contains(run.id.rawValue), "\(created)")
        await answer(asked, ["action": "decline"], office)
        _ = await left("working", asked["taskId"] ?? .null, office)
    }
}
