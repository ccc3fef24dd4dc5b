import JSON
import MCP
import Model
import Sessions
import Store
import TestSupport
import Testing

@testable import Server

@Suite("Watching journals", .timeLimit(.minutes(5)))
struct HeadWatcherTests {
    /// Writes a note as another process does.
    private func write(to session: String, in world: World) async throws {
        let other = try World(store: world.store, seed: 99)
        let written = try await other.manager.session(try #require(SessionID(session)))
        let draft = EntryDraft(
            .noteAdded(NoteAdded(text: "x", author: World.ada)), principal: "local:ada", time: other.clock.now)
        try await written.append(Batch([draft]))
    }

    private func listen(_ office: Office, _ id: Int64, to uris: [String]) async -> [JSONValue] {
        office.client.modern(
            .integer(id), "subscriptions/listen",
            ["notifications": ["resourceSubscriptions": .array(uris.map { .string($0) })]])
        let acknowledged = await office.client.next()
        return acknowledged["params"]?["notifications"]?["resourceSubscriptions"]?.arrayValue ?? []
    }

    @Test("Every session that was confirmed is told of, the first as well as the last")
    func many() async throws {
        let office = try Office()
        var sessions: [String] = []
        for number in 0..<70 { sessions.append(await office.session("session \(number)")) }
        let uris = sessions.map { "casebook://sessions/\($0)" }
        #expect(await listen(office, 5, to: uris).count == 70)
        for number in [0, 1, 69] {
            try await write(to: sessions[number], in: office.world)
            #expect(await office.client.next()["params"]?["uri"]?.stringValue == uris[number])
        }
    }

    @Test("Watches that came and went silence nobody")
    func manyOthers() async throws {
        let office = try Office()
        let session = await office.session()
        let uri = "casebook://sessions/\(session)"
        #expect(await listen(office, 5, to: [uri]).count == 1)
        for number in 0..<80 {
            let other = await office.session("session \(number)")
            #expect(await listen(office, 100 + Int64(number), to: ["casebook://sessions/\(other)"]).count == 1)
            office.client.notify("notifications/cancelled", ["requestId": JSONValue(100 + number)])
        }
        try await write(to: session, in: office.world)
        #expect(await office.client.next()["params"]?["uri"]?.stringValue == uri)
    }

    @Test("Where there is no room nothing is confirmed, and whoever leaves makes room")
    func bounds() async throws {
        let world = try World()
        let watcher = HeadWatcher(
            store: world.store, capacity: HeadWatcher.Capacity(sessions: 2, places: 3), pause: Office.briefly)
        let sessions = (1...3 as ClosedRange<UInt64>).map { SessionID(from: SeededIdentifierSource(seed: $0)) }
        #expect(await watcher.watch("a", of: sessions[0], from: 1))
        #expect(await watcher.watch("a", of: sessions[0], from: 1))
        #expect(await watcher.watch("b", of: sessions[1], from: 1))
        #expect(await !watcher.watch("c", of: sessions[2], from: 1))
        #expect(await watcher.watch("b/2", of: sessions[1], from: 1))
        #expect(await !watcher.watch("b/3", of: sessions[1], from: 1))
        #expect(await watcher.watch("b/2", of: sessions[1], from: 1))
        // One of two who watch the same is left.
        await watcher.release("a", of: sessions[0])
        #expect(await watcher.sessions == [sessions[0], sessions[1]])
        await watcher.release("a", of: sessions[0])
        await watcher.release("a", of: sessions[0])
        #expect(await watcher.sessions == [sessions[1]])
        #expect(await watcher.watch("c", of: sessions[2], from: 1))
        #expect(await !watcher.watch("d", of: sessions[2], from: 1))
    }
}
