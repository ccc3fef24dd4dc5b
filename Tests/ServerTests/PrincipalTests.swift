import JSON
import MCP
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling

@testable import Server

@Suite("Principals", .timeLimit(.minutes(5)))
struct PrincipalTests {
    private static let inputs: JSONObject = ["service": "checkout", "logs": "app"]

    private func refusals(in world: World) async throws -> [String] {
        try await world.store.entries(of: .server, after: 0, limit: 1000).compactMap { entry in
            guard case .accessRefused(let refused) = Event(entry) else { return nil }
            return "\(entry.principal): \(refused.subject)"
        }
    }

    @Test("A tool that a role does not allow is neither listed nor known, and who asked is written down")
    func hiddenTools() async throws {
        let world = try World()
        let bob = try Office.bearer("bob", in: world, rights: Rights(tools: ["look"], sources: ["*"]))
        let names = await bob.ask("tools/list", [:])["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
        #expect(names.contains("look") && !names.contains("glance"))
        var told: [JSONValue] = []
        for tool in ["glance", "absent"] {
            let answer = await bob.call(tool)
            told.append(try JSONValue(parsing: answer.serialized().replacing(tool, with: "T")))
        }
        #expect(told[0] == told[1] && told[0]["code"] == -32602)
        #expect(try await refusals(in: world) == ["bob: tool glance", "bob: tool absent"])
        // The operator's own client has only mistyped.
        _ = await (try Office(world)).call("absent")
        #expect(try await refusals(in: world).count == 2)
    }

    @Test("What differs from one principal to another is kept for nobody else")
    func cacheScopes() async throws {
        let office = try Office(workflows: ["quick": Flows.quick])
        for method in [
            "tools/list", "prompts/list", "resources/list", "resources/templates/list", "server/discover",
        ] {
            #expect(await office.ask(method, [:])["cacheScope"] == "private", "\(method)")
        }
    }

    @Test("Whoever is refused without end fills no journal")
    func manyRefusals() async throws {
        let world = try World()
        let bob = try Office.bearer("bob", in: world)
        for number in 0..<40 { _ = await bob.call("absent-\(number)") }
        let written = try await refusals(in: world)
        #expect(written.count == 31 && written.last?.contains("more than 30") == true)
        world.timer.advance(by: .seconds(60))
        _ = await bob.call("absent")
        #expect(try await refusals(in: world).last == "bob: tool absent")
    }

    @Test("Notes and findings are refused once as much is stored as may be")
    func full() async throws {
        let world = try World()
        var limits = PrincipalLimits.none
        limits.bytes = 1
        let bob = try Office.bearer("bob", in: world, limits: limits)
        let session = await bob.session()
        _ = await bob.answer("add_note", ["session": .string(session), "text": "first"])
        for (tool, arguments) in [
            ("add_note", ["text": "second"]), ("open_hypothesis", ["statement": "it is down"]),
            ("weigh_hypothesis", ["hypothesis": "hyp_1", "note": "it is"]), ("share_session", ["member": "ann"]),
        ] as [(String, JSONObject)] {
            var arguments = arguments
            arguments["session"] = .string(session)
            #expect(await bob.failure(tool, arguments) == "budget", "\(tool)")
        }
        #expect(await bob.failure("open_session", ["title": "another"]) == "budget")
        // What makes room, or takes a right, is not refused.
        #expect(await bob.answer("close_session", ["session": .string(session)])["status"] == "closed")
    }

    @Test("Who asks for another's session is told nothing, and written down")
    func strangers() async throws {
        let world = try World()
        let ann = try Office.bearer("ann", in: world)
        let bob = try Office.bearer("bob", in: world)
        let session = await ann.session()
        #expect(await bob.failure("get_session", ["session": .string(session)]) == "notFound")
        let uri = "casebook://sessions/\(session)/report"
        #expect(await bob.ask("resources/read", ["uri": .string(uri)])["code"] == -32602)
        let completion: JSONObject = [
            "ref": ["type": "ref/resource", "uri": "casebook://sessions/{id}/evidence/{ev}"],
            "argument": ["name": "ev", "value": ""], "context": ["arguments": ["id": .string(session)]],
        ]
        _ = await bob.ask("completion/complete", completion)
        let approver = try Office.bearer("eve", in: world, roles: ["approver"])
        let decision: JSONObject = ["approval": "ask_1", "decision": "approved"]
        #expect(await approver.failure("decide_approval", decision) == "notFound")
        #expect(
            try await refusals(in: world) == [
                "bob: session \(session)", "bob: resource \(uri)", "bob: session \(session)", "eve: approval ask_1",
            ])
    }

    @Test("A member who may not read a source sees a session without what rests on it")
    func withheld() async throws {
        let world = try World { input, context in
            let source = context.sources.all.first?.name ?? ""
            return ToolResult(
                output: ["text": .string("canary of \(source)")],
                coverage: [Coverage(source: source, value: .complete, searched: Searched(bytes: 1))],
                summary: "canary of \(source)")
        }
        let ann = try Office.bearer("ann", in: world, workflows: ["quick": Flows.quick])
        let bob = try Office.bearer(
            "bob", in: world, roles: ["viewer"], rights: Rights([.init(tools: [], sources: ["web"], roots: [])]))
        let run = await ann.answer("run_workflow", ["workflow": "quick", "inputs": .object(Self.inputs), "wait": 20])
        let session = run["session"] ?? .null
        #expect(run["outputs"] == ["seen": "canary of app"])
        _ = await ann.answer("look", ["source": "web", "session": session])
        _ = await ann.answer("share_session", ["session": session, "member": "bob"])
        let evidence = await ann.answer("get_session", ["session": session])["evidence"]?.arrayValue ?? []
        #expect(evidence.count == 2)
        let place: JSONObject = ["session": session, "wait": 0]
        var texts = [await bob.answer("get_session", ["session": session]).serialized()]
        texts.append(await bob.answer("get_run", place).serialized())
        for format in ["md", "html", "json"] {
            texts.append(
                await bob.answer("export_report", ["session": session, "format": .string(format)]).serialized())
        }
        let base = "casebook://sessions/\(session.stringValue ?? "")"
        for path in ["", "/timeline", "/report"] {
            texts.append(await bob.ask("resources/read", ["uri": .string(base + path)]).serialized())
        }
        for text in texts { #expect(!text.contains("canary of app"), "\(text)") }
        #expect(texts[0].contains("canary of web") && texts[0].contains("withheld"))
        var told: [String] = []
        for id in [evidence[0]["evidence"]?.stringValue ?? "", "ev_11111111111111111111111111"] {
            let answer = await bob.ask("resources/read", ["uri": .string("\(base)/evidence/\(id)")])
            told.append(answer.serialized().replacing(id, with: "ID"))
        }
        #expect(told[0] == told[1])
    }

    @Test("Too many requests are refused with what would help")
    func limits() async throws {
        let world = try World()
        var limits = PrincipalLimits.none
        limits.callsPerMinute = 3
        limits.sessions = 1
        let bob = try Office.bearer("bob", in: world, limits: limits)
        _ = await bob.session()
        let full = await bob.call("open_session", ["title": "Another"])["structuredContent"]?["error"]
        #expect(full?["code"] == "limit" && full?["hint"]?.stringValue?.contains("close") == true)
        _ = await bob.answer("list_sessions")
        let fast = await bob.call("list_sessions")["structuredContent"]?["error"]
        #expect(fast?["code"] == "rateLimited" && fast?["hint"]?.stringValue?.contains("in 20 s") == true)
        world.timer.advance(by: .seconds(20))
        _ = await bob.answer("list_sessions")
        let uri = "casebook://sessions/ses_11111111111111111111111111"
        #expect(
            await bob.ask("resources/read", ["uri": .string(uri)])["message"]?.stringValue?.contains("rateLimited")
                == true)
        // Others are not held up.
        _ = await (try Office.bearer("ann", in: world, limits: limits)).session()
    }

    @Test("Requests that are answered at once are bounded")
    func crowded() async throws {
        let gate = Barrier()
        let world = try World { input, context in
            await gate.wait()
            return .found(input.text ?? "", context)
        }
        var limits = PrincipalLimits.none
        limits.calls = 1
        let bob = try Office.bearer("bob", in: world, limits: limits)
        bob.client.call(.integer(7), "look", ["source": "app"])
        while world.calls.all.isEmpty { await Task.yield() }
        bob.client.call(.integer(8), "list_sessions")
        let refused = await bob.client.next()
        #expect(refused["id"] == 8 && refused["result"]?["structuredContent"]?["error"]?["code"] == "busy")
        gate.open()
        #expect(await bob.client.next()["id"] == 7)
        _ = await bob.answer("list_sessions")
    }

    @Test("What a member has under way in a session ends when it is taken from it, and looks as if it were not there")
    func removed() async throws {
        let world = try World { _, _ in
            try await Task.sleep(for: .seconds(1 << 20))
            throw CancellationError()
        }
        let ann = try Office.bearer("ann", in: world)
        let bob = try Office.bearer("bob", in: world)
        let session = await ann.session()
        _ = await ann.answer("share_session", ["session": .string(session), "member": "bob"])
        let uri = "casebook://sessions/\(session)"
        bob.client.modern(
            .integer(5), "subscriptions/listen", ["notifications": ["resourceSubscriptions": [.string(uri)]]])
        #expect(await bob.client.next()["params"]?["notifications"]?["resourceSubscriptions"] == [.string(uri)])
        bob.client.call(.integer(6), "look", ["source": "app", "session": .string(session)])
        while world.calls.all.isEmpty { await Task.yield() }
        let gone = await ann.answer(
            "share_session", ["session": .string(session), "member": "bob", "remove": true])
        #expect(gone["members"] == [])
        var ended: [JSONValue: JSONValue] = [:]
        while ended.count < 2 {
            let frame = await bob.client.next()
            if let id = frame["id"] { ended[id] = frame["result"] ?? .null }
        }
        #expect(ended[5]?["resultType"] == "complete")
        #expect(ended[6]?["structuredContent"]?["error"]?["code"] == "notFound")
        #expect(await bob.call("get_session", ["session": .string(session)])["isError"] == true)
        // Nothing of the call was kept: it did not end in what it found.
        #expect(await ann.answer("get_session", ["session": .string(session)])["evidence"] == [])
    }

    @Test("What a task has ended with is not told once the session was taken away")
    func removedTask() async throws {
        let gate = Barrier()
        let world = try World { input, context in
            await gate.wait()
            return .found(input.text ?? "", context)
        }
        let ann = try Office.bearer("ann", in: world, workflows: ["quick": Flows.quick])
        let bob = try Office.bearer("bob", in: world, workflows: ["quick": Flows.quick])
        let session = JSONValue.string(await ann.session())
        _ = await ann.answer("share_session", ["session": session, "member": "bob"])
        let begun = await bob.ask(
            "tools/call",
            [
                "name": "run_workflow",
                "arguments": ["workflow": "quick", "inputs": .object(Self.inputs), "session": session, "wait": 0],
            ], Dialogue.fullCapabilities)
        let task = begun["taskId"] ?? begun["task"]?["taskId"] ?? .null
        gate.open()
        var state = await bob.ask("tasks/get", ["taskId": task], Dialogue.fullCapabilities)
        while state["status"] == "working" {
            state = await bob.ask("tasks/get", ["taskId": task], Dialogue.fullCapabilities)
        }
        #expect(state["status"] == "completed", "\(state)")
        _ = await ann.answer("share_session", ["session": session, "member": "bob", "remove": true])
        while state["code"] == nil {
            state = await bob.ask("tasks/get", ["taskId": task], Dialogue.fullCapabilities)
        }
    }

    @Test("Membership, given and taken, chooses nobody who decides")
    func removedApprover() async throws {
        let world = try World()
        let ann = try Office.bearer("ann", in: world, workflows: ["gated": Flows.gated()])
        let carol = try Office.bearer("carol", in: world, roles: ["approver"])
        let run = await ann.answer("run_workflow", ["workflow": "gated", "wait": 20])
        let session = run["session"] ?? .null
        #expect(await carol.answer("list_approvals")["approvals"]?.arrayValue?.count == 1)
        let id = await carol.answer("list_approvals")["approvals"]?[0]?["id"] ?? .null
        _ = await ann.answer("share_session", ["session": session, "member": "carol"])
        _ = await ann.answer("share_session", ["session": session, "member": "carol", "remove": true])
        #expect(await carol.answer("list_approvals")["approvals"]?.arrayValue?.count == 1)
        #expect(await carol.answer("decide_approval", ["approval": id, "decision": "denied"])["decision"] == "denied")
    }

    @Test("Whoever follows what another drives is let go when the server closes, and the run goes on")
    func followers() async throws {
        let gate = Barrier()
        let world = try World { input, context in
            await gate.wait()
            return .found(input.text ?? "", context)
        }
        let ann = try Office.bearer("ann", in: world, workflows: ["quick": Flows.quick])
        let bob = try Office.bearer("bob", in: world, workflows: ["quick": Flows.quick])
        let run = await ann.answer("run_workflow", ["workflow": "quick", "inputs": .object(Self.inputs), "wait": 0])
        let session = run["session"] ?? .null
        _ = await ann.answer("share_session", ["session": session, "member": "bob"])
        let begun = await bob.ask(
            "tools/call", ["name": "resume_run", "arguments": ["session": session, "wait": 0]],
            Dialogue.fullCapabilities)
        let task = begun["taskId"] ?? begun["task"]?["taskId"] ?? .null
        #expect(task != .null, "\(begun)")
        await bob.server.close()
        var state = await bob.ask("tasks/get", ["taskId": task], Dialogue.fullCapabilities)
        while state["status"] == "working" {
            state = await bob.ask("tasks/get", ["taskId": task], Dialogue.fullCapabilities)
        }
        #expect(state["result"]?["isError"] == true, "\(state)")
        gate.open()
        let ended = await ann.answer("get_run", ["session": session, "wait": 20])
        #expect(ended["status"] == "succeeded")
    }
}
