import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP

/// Resources that remember how many watch each of them.
private final class CountedResources: ResourceProvider {
    private let counts = Mutex<[String: Int]>([:])

    var publishesUpdates: Bool { true }

    func resources(after cursor: String?, _ context: RequestContext) async throws -> Page<Resource> { Page([]) }

    func read(_ uri: String, _ context: RequestContext) async throws -> ReadResult { ReadResult([]) }

    func mayWatch(_ uri: String, _ caller: Caller) async throws -> Bool {
        counts.withLock { $0[uri, default: 0] += 1 }
        return true
    }

    func release(_ uri: String, _ caller: Caller) async { counts.withLock { $0[uri, default: 0] -= 1 } }

    /// Waits until so many watch a resource.
    func settled(_ uri: String, at count: Int) async {
        while counts.withLock({ $0[uri, default: 0] }) != count { await Task.yield() }
    }
}

@Suite("Releasing what is watched", .timeLimit(.minutes(1)))
struct ReleaseTests {
    private let resources = CountedResources()

    private func dialogue() throws -> Dialogue {
        let tool = ServerTool(name: "t", about: "t") { _, _ in .complete(.text("x")) }
        return Dialogue(try oneTool(tool) { $0.resources = resources }, caller: "ann")
    }

    private func listen(_ dialogue: Dialogue, _ id: Int64) async {
        dialogue.modern(
            .integer(id), "subscriptions/listen",
            ["notifications": ["resourceSubscriptions": ["test://a", "test://b"]]])
        #expect(await dialogue.next()["method"] == "notifications/subscriptions/acknowledged")
    }

    @Test("A subscription gives up what it named when it is cancelled, ended, or its connection is closed")
    func subscriptions() async throws {
        let dialogue = try dialogue()
        for id in 1...3 as ClosedRange<Int64> { await listen(dialogue, id) }
        await resources.settled("test://a", at: 3)
        dialogue.notify("notifications/cancelled", ["requestId": 1])
        await resources.settled("test://a", at: 2)
        dialogue.server.withdraw("test://b")
        await resources.settled("test://b", at: 0)
        await resources.settled("test://a", at: 2)
        dialogue.server.endSubscriptions()
        await resources.settled("test://a", at: 0)
        _ = await dialogue.next()
        await listen(try self.dialogue(), 4)
        await resources.settled("test://a", at: 1)
        let other = try self.dialogue()
        await listen(other, 5)
        await other.connection.close()
        await resources.settled("test://a", at: 1)
        await resources.settled("test://b", at: 1)
    }

    @Test("A legacy connection watches a resource once, and gives it up when it asks so or is closed")
    func legacy() async throws {
        let dialogue = try dialogue()
        _ = await dialogue.initialize("2025-06-18")
        for id in 1...2 as ClosedRange<Int64> {
            dialogue.request(.integer(id), "resources/subscribe", ["uri": "test://a"])
            _ = await dialogue.next()
        }
        await resources.settled("test://a", at: 1)
        for id in 3...4 as ClosedRange<Int64> {
            dialogue.request(.integer(id), "resources/unsubscribe", ["uri": "test://a"])
            _ = await dialogue.next()
        }
        await resources.settled("test://a", at: 0)
        for (id, uri) in [(5, "test://a"), (6, "test://b")] as [(Int64, String)] {
            dialogue.request(.integer(id), "resources/subscribe", ["uri": .string(uri)])
            _ = await dialogue.next()
        }
        dialogue.server.withdraw("test://b")
        await resources.settled("test://b", at: 0)
        await dialogue.connection.close()
        await resources.settled("test://a", at: 0)
    }
}
