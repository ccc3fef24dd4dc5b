internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func keepsEvidence(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        let record = JournalFixture.evidence(1)
        try requireEqual(try await store.evidence(in: journal.session, at: 2), nil)
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.call(record, number: 1))
        for place in [Int.min, -1, 0, 1, 3, 1 << 24 + 2, .max] {
            try requireEqual(try await store.evidence(in: journal.session, at: place), nil, "\(place)")
        }
        try requireEqual(try await store.evidence(in: session(2), at: 2), nil)
        let found = try await store.evidence(in: journal.session, at: 2)
        try requireEqual(found, record.evidence)
        try requireEqual(found?.hash, record.evidence.hash)
    }

    func readsBlobsByRange(_ store: any SessionStore) async throws {
        // Longer than two of whatever pieces a store may cut it into.
        let body = (0..<(5 << 19) + 7).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.call(JournalFixture.evidence(1, body: body), number: 1))
        let hash = Digest(of: body)
        let edge = 1 << 20
        for range in [0..<10, 0..<body.count, edge - 1..<edge + 1, edge..<2 * edge, body.count - 3..<body.count, 5..<5]
        {
            try requireEqual(try await store.blob(hash, range: range), Array(body[range]), "\(range)")
        }
        try requireEqual(try await store.blob(hash, range: body.count - 2..<body.count + 9)?.count, 2)
        try requireEqual(try await store.blob(hash, range: body.count + 4..<Int.max), [])
        try requireEqual(try await store.blob(hash, range: -5..<3), Array(body[0..<3]))
        try requireEqual(try await store.blob(.zero, range: 0..<1), nil)
    }

    func sharesBlobs(_ store: any SessionStore) async throws {
        let body = Array("the same lines\n".utf8)
        for number in [UInt64(1), 2] {
            var journal = JournalFixture(session: session(number))
            _ = try await store.append(journal.open())
            _ = try await store.append(journal.call(JournalFixture.evidence(number, body: body), number: number))
        }
        var journal = JournalFixture(session: session(3))
        _ = try await store.append(journal.open())
        let empty = JournalFixture.evidence(3, body: [])
        _ = try await store.append(journal.call(empty, number: 3))
        try requireEqual(try await store.blob(Digest(of: body), range: 0..<99), body)
        try requireEqual(try await store.blob(Digest(of: []), range: 0..<99), [])
        try requireEqual(try await store.evidence(in: journal.session, at: 2)?.body?.length, 0)
    }

    func findsTheNewestEvidence(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        var other = JournalFixture(session: session(2))
        _ = try await store.append(journal.open())
        _ = try await store.append(other.open())
        let key = Digest(of: Array("k".utf8))
        try requireEqual(try await store.newestEvidence(in: journal.session, key: key), nil)
        let records = [UInt64(1), 2, 3].map { JournalFixture.evidence($0, key: "k") }
        _ = try await store.append(journal.call(records[0], number: 1))
        _ = try await store.append(journal.call(records[1], number: 2))
        _ = try await store.append(other.call(records[2], number: 3))
        try requireEqual(try await store.newestEvidence(in: journal.session, key: key), 3)
        try requireEqual(try await store.newestEvidence(in: other.session, key: key), 2)
        try requireEqual(try await store.newestEvidence(in: journal.session, key: .zero), nil)
        try requireEqual(try await store.newestEvidence(in: session(3), key: key), nil)
    }

    func refusesEvidenceWithoutAnEntry(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        var stray = journal
        let append = stray.append(
            [.unknown(kind: "x", payload: 1)], evidence: [7: JournalFixture.evidence(1, key: "k")])
        try await requireError(.badAppend) { _ = try await store.append(append) }
        try requireEqual(try await store.head(of: journal.session), journal.head)
        try requireEqual(try await store.append(journal.note()), .appended)
    }
}
