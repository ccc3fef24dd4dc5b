import JSON
import TestSupport
import Testing

@testable import MCP

/// Resources, each step of which a test holds at a gate.
private struct GatedResources: ResourceProvider {
    let gate: Gate

    var publishesUpdates: Bool { true }

    func resources(after cursor: String?, _ context: RequestContext) async throws -> Page<Resource> { Page([]) }

    func read(_ uri: String, _ context: RequestContext) async throws -> ReadResult { ReadResult([]) }

    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool {
        try await gate.pass()
        return uri.hasPrefix("test://\(caller.subject)/")
    }
}

@Suite("Subscriptions", .timeLimit(.minutes(5)))
struct SubscriptionTests {
    private func server(_ gate: Gate, _ options: ServerOptions = ServerOptions()) throws -> MCPServer {
        try oneTool(ServerTool(name: "t", about: "t") { _, _ in .complete(.text("x")) }, options: options) { features in
            features.resources = GatedResources(gate: gate)
        }
    }

    private func listen(_ dialogue: Dialogue, _ id: RequestID, _ filter: JSONObject) {
        dialogue.modern(id, "subscriptions/listen", ["notifications": .object(filter)])
    }

    @Test("The acknowledgement comes first, and what happened before it is not lost")
    func acknowledgedFirst() async throws {
        let gate = Gate()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        listen(dialogue, .integer(7), ["resourceSubscriptions": ["test://ann/a", "test://bob/a"]])
        await gate.arrival()
        server.publish(.resourceUpdated("test://ann/a"))
        server.publish(.resourceUpdated("test://ann/a/part"))
        server.publish(.resourceUpdated("test://ann/ab"))
        server.publish(.resourceUpdated("test://bob/a"))
        server.publish(.toolsChanged)
        dialogue.expectSilence()
        gate.open()
        let first = await dialogue.next()
        #expect(first["method"] == "notifications/subscriptions/acknowledged")
        #expect(first["params"]?["notifications"] == ["resourceSubscriptions": ["test://ann/a"]])
        #expect(await dialogue.next()["params"]?["uri"] == "test://ann/a")
        let part = await dialogue.next()
        #expect(part["params"]?["uri"] == "test://ann/a/part")
        #expect(part["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 7)
        dialogue.expectSilence()
    }

    @Test("What is withdrawn is heard of no more, and a stream that has nothing else to tell ends")
    func withdrawn() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        listen(dialogue, .integer(1), ["resourceSubscriptions": ["test://ann/a/part", "test://ann/b"]])
        _ = await dialogue.next()
        server.withdraw("test://ann/a")
        server.publish(.resourceUpdated("test://ann/a/part"))
        server.publish(.resourceUpdated("test://ann/b"))
        #expect(await dialogue.next()["params"]?["uri"] == "test://ann/b")
        server.withdraw("test://ann/c")
        #expect(server.listenerCount == 1)
        server.withdraw("test://ann/b")
        #expect(await dialogue.next()["result"]?["resultType"] == "complete")
        #expect(server.listenerCount == 0)
    }

    @Test("What is withdrawn while a subscription is looked at is not told afterwards")
    func withdrawnBefore() async throws {
        let gate = Gate()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        listen(dialogue, .integer(1), ["resourceSubscriptions": ["test://ann/a", "test://ann/b"]])
        await gate.arrival()
        server.publish(.resourceUpdated("test://ann/a"))
        server.publish(.resourceUpdated("test://ann/b"))
        server.withdraw("test://ann/a")
        gate.open()
        #expect(
            await dialogue.next()["params"]?["notifications"] == ["resourceSubscriptions": ["test://ann/b"]])
        #expect(await dialogue.next()["params"]?["uri"] == "test://ann/b")
        server.publish(.resourceUpdated("test://ann/a"))
        dialogue.expectSilence()
        server.withdraw("test://ann/b")
        #expect(await dialogue.next()["result"]?["resultType"] == "complete")
        #expect(server.listenerCount == 0)
    }

    @Test("Where all was withdrawn before it was acknowledged, the stream ends at once")
    func allWithdrawnBefore() async throws {
        let gate = Gate()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        listen(dialogue, .integer(1), ["resourceSubscriptions": ["test://ann/a/part"]])
        await gate.arrival()
        server.withdraw("test://ann/a")
        server.publish(.resourceUpdated("test://ann/a/part"))
        gate.open()
        #expect(await dialogue.next()["method"] == "notifications/subscriptions/acknowledged")
        #expect(await dialogue.next()["result"]?["resultType"] == "complete")
        #expect(server.listenerCount == 0)
    }

    @Test("Each of many subscriptions hears of each event, in order and once")
    func everyEventIsCounted() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        let streams = 20
        for number in 0..<streams {
            listen(dialogue, .integer(Int64(number)), ["resourceSubscriptions": ["test://ann/a"]])
            _ = await dialogue.next()
        }
        for number in 0..<50 { server.publish(.resourceUpdated("test://ann/a/\(number)")) }
        var heard: [Int: [String]] = [:]
        for _ in 0..<(streams * 50) {
            let params = await dialogue.next()["params"]
            let stream = params?["_meta"]?["io.modelcontextprotocol/subscriptionId"]?.intValue
            heard[try #require(stream), default: []].append(try #require(params?["uri"]?.stringValue))
        }
        dialogue.expectSilence()
        let all = (0..<50).map { "test://ann/a/\($0)" }
        #expect(heard.count == streams && heard.values.allSatisfy { $0 == all })
    }

    @Test("A subscription that the server ends is answered, and then cancelled on a stream")
    func serverEnds() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let dialogue = Dialogue(server)
        listen(dialogue, .string("s"), ["toolsListChanged": true])
        _ = await dialogue.next()
        #expect(server.listenerCount == 1)
        server.endSubscriptions()
        let answer = await dialogue.next()
        #expect(answer["result"]?["resultType"] == "complete")
        #expect(answer["result"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "s")
        #expect(await dialogue.next()["method"] == "notifications/cancelled")
        #expect(server.listenerCount == 0)
        #expect(dialogue.connection.unanswered == 0)
    }

    @Test("A caller's subscriptions can be ended without those of others")
    func endsOne() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let (ann, bob) = (Dialogue(server, caller: "ann"), Dialogue(server, caller: "bob"))
        for dialogue in [ann, bob] {
            listen(dialogue, .integer(1), ["toolsListChanged": true])
            _ = await dialogue.next()
        }
        server.endSubscriptions(of: Caller("ann"))
        #expect(await ann.next()["id"] == 1)
        bob.expectSilence()
        #expect(server.listenerCount == 1)
    }

    @Test("A subscription whose reader stalls is ended")
    func stalled() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let dialogue = Dialogue(server)
        listen(dialogue, .integer(1), ["toolsListChanged": true])
        _ = await dialogue.next()
        dialogue.inbox.stall()
        server.publish(.toolsChanged)
        #expect(await dialogue.next()["id"] == 1)
        #expect(server.listenerCount == 0)
    }

    @Test("Cancelling and closing leave nothing behind, even before the acknowledgement")
    func noLeak() async throws {
        let gate = Gate()
        let server = try server(gate)
        let dialogue = Dialogue(server)
        listen(dialogue, .integer(1), ["resourceSubscriptions": ["test://tester/a"]])
        listen(dialogue, .integer(2), ["resourceSubscriptions": ["test://tester/a"]])
        await gate.arrival()
        dialogue.notify("notifications/cancelled", ["requestId": 1])
        #expect(server.listenerCount == 1)
        await dialogue.connection.close()
        #expect(server.listenerCount == 0)
        gate.open()
        dialogue.expectSilence()
    }

    @Test(
        "There are bounds",
        arguments: [
            (["resourceSubscriptions": ["a", "b", "c"]], -32602), (["toolsListChanged": 1], -32602),
            (["resourceSubscriptions": [1]], -32602), (["taskIds": []], -32601),
        ] as [(JSONObject, Int)])
    func bounds(_ filter: JSONObject, _ code: Int) async throws {
        let gate = Gate()
        gate.open()
        var options = ServerOptions()
        options.watchedResources = 2
        options.subscriptions = 1
        let dialogue = Dialogue(try server(gate, options))
        listen(dialogue, .integer(1), filter)
        let answer = await dialogue.next()
        if code == -32601 {
            // Tasks are not offered, so naming some is honoured with none.
            #expect(answer["params"]?["notifications"] == [:])
            listen(dialogue, .integer(2), [:])
            #expect(await dialogue.next()["error"]?["code"] == -32603)
        } else {
            #expect(answer["error"]?["code"]?.intValue == code)
        }
    }

    @Test("Legacy clients hear of changes once they are initialized, and of what they watch")
    func legacy() async throws {
        let gate = Gate()
        gate.open()
        let server = try server(gate)
        let dialogue = Dialogue(server, caller: "ann")
        server.publish(.toolsChanged)
        _ = await dialogue.initialize("2025-06-18")
        server.publish(.toolsChanged)
        #expect(await dialogue.next()["method"] == "notifications/tools/list_changed")
        dialogue.request(.integer(1), "resources/subscribe", ["uri": "test://bob/x"])
        #expect(await dialogue.next()["error"]?["code"] == -32002)
        dialogue.request(.integer(2), "resources/subscribe", ["uri": "test://ann/x"])
        #expect(await dialogue.next()["result"] == [:])
        server.publish(.resourceUpdated("test://bob/x"))
        server.publish(.resourceUpdated("test://ann/x"))
        #expect(await dialogue.next()["params"] == ["uri": "test://ann/x"])
        await dialogue.connection.close()
        server.publish(.toolsChanged)
        dialogue.expectSilence()
    }
}
