import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP

@Suite("Tasks", .timeLimit(.minutes(5)))
struct TaskTableTests {
    /// A clock that stands still until it is told to go.
    private final class Clock: Sendable {
        private let now = Mutex<UInt64>(0)
        func advance(seconds: UInt64) { now.withLock { $0 += seconds * 1_000_000_000 } }
        var environment: MCPEnvironment { environment { try await Task.sleep(for: $0) } }
        func environment(sleep: @escaping @Sendable (Duration) async throws -> Void) -> MCPEnvironment {
            MCPEnvironment(
                uptime: { self.now.withLock { $0 } },
                wallTime: { self.now.withLock { Int64($0 / 1_000_000) } },
                randomID: MCPEnvironment.system.randomID, sleep: sleep)
        }
    }

    private static let form = InputRequest.form("?", properties: ["ok": ["type": "boolean"]], required: ["ok"])

    private func server(_ table: TaskTable, _ body: @escaping @Sendable (TaskRun) async throws -> CallResult) throws
        -> MCPServer
    {
        let tool = ServerTool(name: "job", about: "t", taskSupport: .required) { _, context in
            .task(try table.start(for: context.caller, timeToLive: 60_000, pollInterval: 10, body))
        }
        let server = try oneTool(tool) { $0.tasks = table }
        table.publish(to: server)
        return server
    }

    /// Starts a job, and a subscription to it, whose messages tell when it changes.
    private func start(_ dialogue: Dialogue) async throws -> JSONValue {
        dialogue.call(.integer(1), "job")
        let id = try #require(await dialogue.next()["result"]?["taskId"])
        dialogue.modern(.string("sub"), "subscriptions/listen", ["notifications": ["taskIds": [id]]])
        #expect(await dialogue.next()["params"]?["notifications"]?["taskIds"] == [id])
        return id
    }

    @Test("A question that whoever asked waits for no more is withdrawn, and the task works on")
    func withdrawn() async throws {
        let table = TaskTable()
        let gate = Gate()
        let server = try server(table) { run in
            let asking = Task { try await run.ask(["a": Self.form]) }
            try await gate.pass()
            asking.cancel()
            await #expect(throws: CancellationError.self) { try await asking.value }
            return .text("went on")
        }
        let dialogue = Dialogue(server)
        dialogue.call(.integer(1), "job")
        let id = try #require(await dialogue.next()["result"]?["taskId"])
        func state(after status: JSONValue?) async -> JSONValue {
            while true {
                dialogue.modern(.integer(2), "tasks/get", ["taskId": id])
                let task = await dialogue.next()["result"] ?? .null
                if task["status"] != status { return task }
            }
        }
        #expect(await state(after: "working")["status"] == "input_required")
        gate.open()
        var task = await state(after: "input_required")
        if task["status"] == "working" { task = await state(after: "working") }
        #expect(task["result"]?["content"]?[0]?["text"] == "went on")
    }

    @Test("Questions are answered one by one, wrong answers are not taken, and late ones do no harm")
    func partialAnswers() async throws {
        let table = TaskTable()
        let gate = Gate()
        let server = try server(table) { run in
            try await gate.pass()
            run.report("Asking")
            let answers = try await run.ask(["a": Self.form, "b": Self.form])
            return .text("\(answers.keys.sorted())")
        }
        let dialogue = Dialogue(server)
        let id = try await start(dialogue)
        gate.open()
        let told = await dialogue.next()["params"]
        #expect(told?["status"] == "working")
        #expect(told?["statusMessage"] == "Asking")
        let asked = await dialogue.next()["params"]
        #expect(asked?["status"] == "input_required")
        #expect(asked?["inputRequests"]?.objectValue?.keys.sorted() == ["a-1", "b-1"])
        let yes: JSONValue = ["action": "accept", "content": ["ok": true]]
        let update = { (number: Int64, responses: JSONObject) in
            dialogue.modern(
                .integer(number), "tasks/update", ["taskId": id, "inputResponses": .object(responses)])
        }
        update(2, ["a-1": yes, "unknown": yes, "b-1": ["action": "accept", "content": ["ok": 1]]])
        let partial = await dialogue.next()["params"]
        #expect(partial?["status"] == "input_required")
        #expect(partial?["inputRequests"]?.objectValue?.keys == ["b-1"])
        #expect(await dialogue.next()["result"]?["status"] == nil)
        update(3, ["b-1": yes])
        let frames = await [dialogue.next(), dialogue.next(), dialogue.next()]
        let statuses = frames.compactMap { $0["params"]?["status"] }
        #expect(statuses == ["working", "completed"])
        update(4, ["b-1": yes])
        #expect(await dialogue.next()["result"]?["resultType"] == "complete")
        dialogue.modern(.integer(5), "tasks/get", ["taskId": id])
        let end = await dialogue.next()["result"]
        #expect(end?["result"]?["content"]?[0]?["text"] == #"["a", "b"]"#)
        #expect(end?["result"]?["resultType"] == "complete")
        #expect(end?["requestState"] == nil)
    }

    @Test(
        "What throws ends as the protocol says",
        arguments: [
            ("tool", "completed"), ("protocol", "failed"), ("other", "failed"), ("cancel", "cancelled"),
        ])
    func ends(_ kind: String, _ status: String) async throws {
        struct Other: Error {}
        let gate = Gate()
        let table = TaskTable()
        let server = try server(table) { _ in
            try await gate.pass()
            switch kind {
            case "tool": throw ToolFailure("bad")
            case "protocol": throw MCPError.invalidParams("worse")
            case "cancel": throw CancellationError()
            default: throw Other()
            }
        }
        let dialogue = Dialogue(server)
        let id = try await start(dialogue)
        gate.open()
        #expect(await dialogue.next()["params"]?["status"]?.stringValue == status)
        dialogue.modern(.integer(2), "tasks/get", ["taskId": id])
        let end = await dialogue.next()["result"]
        #expect((end?["error"] != nil) == (status == "failed"))
        #expect(end?["result"]?["isError"] == (kind == "tool" ? true : nil))
    }

    @Test("Cancelling ends a task that runs or asks; a finished one stays as it is", arguments: [true, false])
    func cancel(_ asks: Bool) async throws {
        let gate = Gate()
        let table = TaskTable()
        let server = try server(table) { run in
            if asks { _ = try await run.ask(["a": Self.form]) } else { try await gate.pass() }
            return .text("done")
        }
        let dialogue = Dialogue(server)
        let id = try await start(dialogue)
        if !asks { await gate.arrival() }
        dialogue.modern(.integer(2), "tasks/cancel", ["taskId": id])
        var statuses: [JSONValue] = []
        while statuses.last != "cancelled" {
            let frame = await dialogue.next()
            if let status = frame["params"]?["status"] { statuses.append(status) }
        }
        dialogue.modern(.integer(3), "tasks/cancel", ["taskId": id])
        var acknowledged = await dialogue.next()
        if acknowledged["id"] == 2 { acknowledged = await dialogue.next() }
        #expect(acknowledged["result"]?["resultType"] == "complete")
        #expect(acknowledged["result"]?["taskId"] == nil)
    }

    @Test("A task is another caller's secret, readable for its whole time to live, and then gone")
    func visibility() async throws {
        let clock = Clock()
        let table = TaskTable(environment: clock.environment, capacity: 1)
        let ann = Caller("ann")
        let task = try table.start(for: ann, timeToLive: 60_000) { _ in .text("done") }
        #expect(task.createdAt == "1970-01-01T00:00:00.000Z")
        #expect(try await table.task(task.id, for: Caller("bob")) == nil)
        #expect(try await table.cancel(task.id, for: Caller("bob")) == false)
        #expect(try await table.update(task.id, with: [:], for: Caller("bob")) == false)
        clock.advance(seconds: 60)
        #expect(try await table.task(task.id, for: ann) != nil)
        #expect(throws: MCPError.self) { try table.start(for: ann, timeToLive: 1) { _ in .text("x") } }
        clock.advance(seconds: 1)
        #expect(try await table.task(task.id, for: ann) == nil)
        _ = try table.start(for: ann, timeToLive: 1) { _ in .text("x") }
    }

    @Test("The question of a task that has expired is given up, which is no cancellation")
    func expiredQuestion() async throws {
        let clock = Clock()
        let table = TaskTable(environment: clock.environment)
        let ann = Caller("ann")
        let (told, tell) = AsyncStream<Bool>.makeStream()
        let task = try table.start(for: ann, timeToLive: 1000) { run in
            do {
                _ = try await run.ask(["a": Self.form])
            } catch {
                tell.yield(error is MCPError)
            }
            tell.finish()
            return .text("went on")
        }
        while case .working? = try await table.task(task.id, for: ann)?.state { await Task.yield() }
        clock.advance(seconds: 2)
        _ = try table.start(for: ann, timeToLive: nil) { _ in .text("x") }
        let isFailure = await told.first { _ in true }
        #expect(isFailure == true)
    }

    @Test("A question ends with the time of the task that asks it, whether or not anybody starts another")
    func questionEndsInTime() async throws {
        let clock = Clock()
        let gate = Gate()
        let (slept, sleep) = AsyncStream<Duration>.makeStream()
        let table = TaskTable(
            environment: clock.environment {
                sleep.yield($0)
                try await gate.pass()
            })
        let ann = Caller("ann")
        let (told, tell) = AsyncStream<Bool>.makeStream()
        let task = try table.start(for: ann, timeToLive: 1000) { run in
            do { _ = try await run.ask(["a": Self.form]) } catch { tell.yield(error is MCPError) }
            return .text("went on")
        }
        while case .working? = try await table.task(task.id, for: ann)?.state { await Task.yield() }
        #expect(await slept.first { _ in true } == .nanoseconds(1_000_000_001))
        clock.advance(seconds: 2)
        gate.open()
        #expect(await told.first { _ in true } == true)
    }

    @Test(
        "Who asks in a task that has expired, or was forgotten, is told so and not cancelled", arguments: [true, false])
    func asksTooLate(isPurged: Bool) async throws {
        let clock = Clock()
        let gate = Gate()
        let table = TaskTable(environment: clock.environment)
        let ann = Caller("ann")
        let (told, tell) = AsyncStream<Bool>.makeStream()
        _ = try table.start(for: ann, timeToLive: 1000) { run in
            try await gate.pass()
            do { _ = try await run.ask(["a": Self.form]) } catch { tell.yield(error is MCPError) }
            return .text("went on")
        }
        clock.advance(seconds: 2)
        if isPurged { _ = try table.start(for: ann, timeToLive: nil) { _ in .text("x") } }
        gate.open()
        #expect(await told.first { _ in true } == true)
    }

    @Test("A state expires, is its caller's alone, and makes room for newer ones")
    func vault() async throws {
        let clock = Clock()
        let vault = StateVault(environment: clock.environment, lifetime: 10, capacity: 2)
        let ann = StateBinding(caller: Caller("ann"), method: .callTool, params: ["name": "a", "arguments": ["x": 1]])
        let bob = StateBinding(caller: Caller("bob"), method: .callTool, params: ["name": "a", "arguments": ["x": 1]])
        let other = StateBinding(
            caller: Caller("ann"), method: .callTool, params: ["name": "a", "arguments": ["x": 2]])
        let token = try await vault.seal("s", for: ann)
        #expect(try await vault.open(token, for: ann) == "s")
        await #expect(throws: MCPError.self) { try await vault.open(token, for: bob) }
        await #expect(throws: MCPError.self) { try await vault.open(token, for: other) }
        await #expect(throws: MCPError.self) { try await vault.open(token + "-TAMPERED", for: ann) }
        clock.advance(seconds: 10)
        await #expect(throws: MCPError.self) { try await vault.open(token, for: ann) }
        let second = try await vault.seal("2", for: ann)
        _ = try await vault.seal("3", for: ann)
        _ = try await vault.seal("4", for: ann)
        await #expect(throws: MCPError.self) { try await vault.open(second, for: ann) }
        let narrow = StateVault(environment: clock.environment, byteCapacity: 10)
        let short = try await narrow.seal("12345", for: ann)
        let long = try await narrow.seal("123456789", for: ann)
        await #expect(throws: MCPError.self) { try await narrow.open(short, for: ann) }
        #expect(try await narrow.open(long, for: ann) == "123456789")
    }
}
