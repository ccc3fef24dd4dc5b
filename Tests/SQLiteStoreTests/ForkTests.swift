import GRDB
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct ForkTests {
    @Test func aSessionStaysAsLongAsItsForks() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var parent = harness.journal()
        var fork = harness.journal(2)
        _ = try await store.append(parent.open())
        _ = try await store.append(fork.fork(parent.session, at: parent.head))
        try await store.close()
        let delete = "DELETE FROM session WHERE name = '\(parent.session)'"
        #expect(throws: DatabaseError.self) { try harness.execute("PRAGMA foreign_keys = ON; \(delete)") }
        try harness.execute("PRAGMA foreign_keys = ON; DELETE FROM fork; \(delete)")
    }

    @Test func findsTheKeyOfALongLine() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var line = [harness.journal()]
        _ = try await store.append(line[0].open())
        for number in 2..<60 {
            var next = harness.journal(UInt64(number))
            let last = line[line.count - 1]
            _ = try await store.append(next.fork(last.session, at: last.head))
            line.append(next)
        }
        // The key is made at the first call, whoever of them asks.
        let key = try await store.redactionKey(of: line[59 - 1].session)
        #expect(try await store.redactionKey(of: line[0].session) == key)
        #expect(try await store.redactionKey(of: line[30].session) == key)
        #expect(
            try await store.lineage(of: line[58].session).inherited.map(\.session) == line.dropLast().map(\.session))
        try await store.close()
    }
}
