internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func keepsForks(_ store: any SessionStore) async throws {
        var root = JournalFixture(session: session())
        _ = try await store.append(root.open())
        let first = root.head
        _ = try await store.append(root.note())
        var child = JournalFixture(session: session(2))
        var other = JournalFixture(session: session(3))
        var grandchild = JournalFixture(session: session(4))
        let key = try await store.redactionKey(of: root.session)
        try requireEqual(try await store.append(child.fork(root.session, at: root.head)), .appended)
        try requireEqual(try await store.append(other.fork(root.session, at: first)), .appended)
        try requireEqual(try await store.append(grandchild.fork(child.session, at: child.head)), .appended)
        // What is added later changes nothing.
        _ = try await store.append(root.note())
        let forks = [Fork(session: child.session, sequence: 2), Fork(session: other.session, sequence: 1)]
        try requireEqual(try await store.forks(of: root.session), forks)
        try requireEqual(
            try await store.forks(of: child.session), [Fork(session: grandchild.session, sequence: 1)])
        try requireEqual(try await store.forks(of: grandchild.session), [])
        try requireEqual(try await store.forks(of: session(5)), [])
        for fork in [child, other, grandchild] {
            try requireEqual(try await store.redactionKey(of: fork.session), key, "one key for a lineage")
            try requireEqual(try await store.entries(of: fork.session, after: 0, limit: 9), fork.entries)
        }
        try require(try await store.redactionKey(of: session(5)) != key, "a session of no kin has another key")
        try requireEqual(
            try await store.lineage(of: grandchild.session).inherited,
            [
                Lineage.Part(session: root.session, through: root.entries[1].head),
                Lineage.Part(session: child.session, through: child.head),
            ])
    }

    func refusesForksOfNothing(_ store: any SessionStore) async throws {
        var root = JournalFixture(session: session())
        _ = try await store.append(root.open())
        var server = JournalFixture(session: .server)
        _ = try await store.append(server.note())
        let heads: [(SessionID, JournalHead)] = [
            (server.session, server.head),
            (session(9), root.head), (root.session, JournalHead(sequence: 2, hash: root.head.hash)),
            (root.session, JournalHead(sequence: 1, hash: .zero)), (root.session, .empty),
            (root.session, JournalHead(sequence: -1, hash: root.head.hash)),
            (root.session, JournalHead(sequence: 1 << 24 + 1, hash: root.head.hash)),
            (root.session, JournalHead(sequence: .max, hash: root.head.hash)),
            // Itself, which is not there yet.
            (session(2), root.head),
        ]
        for (parent, head) in heads {
            var fork = JournalFixture(session: session(2))
            let append = fork.fork(parent, at: head)
            try await requireError(.badAppend) { _ = try await store.append(append) }
        }
        var unclear = JournalFixture(session: session(2))
        let append = unclear.append([.unknown(kind: "session.forked", payload: ["parent": 1])])
        try await requireError(.badAppend) { _ = try await store.append(append) }
        try requireEqual(try await store.head(of: session(2)), nil)
        try requireEqual(try await store.forks(of: root.session), [])
    }
}
