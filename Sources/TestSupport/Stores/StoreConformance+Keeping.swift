internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func removesParts(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        let body = Array("a body with hunter2hunter2 in it".utf8)
        let record = JournalFixture.evidence(1, key: "k", body: body, summary: "found hunter2hunter2")
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.call(record, number: 1))
        _ = try await store.append(journal.note("the password is hunter2hunter2"))
        let secret = EscapedText("hunter2hunter2")
        try require(try await store.contains(secret, in: journal.session), "it is there")
        try require(!(try await store.contains(secret, in: session(2))), "it is nowhere else")
        try requireEqual(try await store.bodies(of: journal.session).map(\.sequence), [2])
        let hashes = journal.entries.map(\.hash)
        let scrub = journal.scrub([2: [.payload, .evidence, .body], 3: [.payload]])
        try requireEqual(try await store.append(scrub), .appended)
        let entries = try await store.entries(of: journal.session, after: 0, limit: 9)
        try requireEqual(entries.map(\.hash), hashes + [journal.head.hash])
        try requireEqual(entries.map { $0.payload == nil }, [false, true, true, false])
        for (entry, next) in zip(entries, entries.dropFirst()) { try requireEqual(next.previousHash, entry.hash) }
        try requireEqual(try await store.evidence(in: journal.session, at: 2), nil)
        try requireEqual(try await store.blob(Digest(of: body), range: 0..<9), nil)
        try requireEqual(try await store.bodies(of: journal.session), [])
        try requireEqual(try await store.newestEvidence(in: journal.session, key: Digest(of: Array("k".utf8))), nil)
        for text in ["hunter2hunter2", "password", "found"] {
            try requireEqual(try await store.search(text, limit: 9, cursor: nil).hits, [], text)
        }
        try requireEqual(try await store.search("checkout", limit: 9, cursor: nil).hits.map(\.sequence), [1])
        try await store.wipe()
        try require(!(try await store.contains(secret, in: journal.session)), "it is gone")
        // What is gone is removed once more without harm, and the journal goes on.
        try requireEqual(try await store.append(journal.scrub([2: [.payload, .body]])), .appended)
        try requireEqual(try await store.append(journal.note("hunter2hunter2 again")), .appended)
        try requireEqual(try await store.search("hunter2*", limit: 9, cursor: nil).hits.map(\.sequence), [6])
    }

    func refusesToRemoveWhatIsNotThere(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        for sequence in [Int.min, -1, 0, 2, 3, .max] {
            var stray = journal
            let append = stray.scrub([sequence: [.payload]])
            try await requireError(.badAppend) { _ = try await store.append(append) }
        }
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 9), journal.entries)
        var late = journal
        _ = try await store.append(journal.note())
        try requireEqual(try await store.append(late.scrub([1: [.payload]])), .behind(sequence: 2))
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 9), journal.entries)
    }

    func keepsSharedBodies(_ store: any KeepingStore) async throws {
        let body = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        let hash = Digest(of: body)
        var journals = [1, 2].map { JournalFixture(session: session($0)) }
        for index in journals.indices {
            _ = try await store.append(journals[index].open())
            let record = JournalFixture.evidence(UInt64(index + 1), body: body)
            _ = try await store.append(journals[index].call(record, number: UInt64(index + 1)))
        }
        let places = journals.map { EntryPlace(session: $0.session, sequence: 2) }.sorted()
        try requireEqual(try await store.places(ofBody: hash), places)
        try requireEqual(try await store.places(ofBody: .zero), [])
        _ = try await store.append(journals[0].scrub([2: [.body]]))
        try requireEqual(try await store.bodies(of: session(1)), [])
        try requireEqual(try await store.bodies(of: session(2)).map(\.sha256), [hash])
        try requireEqual(try await store.blob(hash, range: 0..<2), Array(body.prefix(2)))
        try require(try await store.evidence(in: session(1), at: 2) != nil, "the record stays")
        _ = try await store.append(journals[1].scrub([2: [.body]]))
        try requireEqual(try await store.blob(hash, range: 0..<2), nil)
        let again = JournalFixture.evidence(3, body: body)
        _ = try await store.append(journals[0].call(again, number: 3))
        try requireEqual(try await store.blob(hash, range: 0..<body.count), body)
    }

    func deletesSessions(_ store: any KeepingStore) async throws {
        let bodies = ["of one", "of both"].map { Array($0.utf8) }
        var journals = [1, 2].map { JournalFixture(session: session($0)) }
        for index in journals.indices {
            _ = try await store.append(journals[index].open(title: "Word \(index)"))
            let labels = SessionEdited(labels: ["team": "payments"])
            _ = try await store.append(journals[index].append([.sessionEdited(labels)]))
            for (number, body) in bodies.enumerated() where index == 0 || number == 1 {
                let id = UInt64(10 * index + number + 1)
                let record = JournalFixture.evidence(id, key: "k", body: body)
                _ = try await store.append(journals[index].call(record, number: id))
            }
        }
        let key = try await store.redactionKey(of: session(1))
        var server = JournalFixture(session: .server)
        _ = try await store.append(server.append([.unknown(kind: "server.started", payload: 1)]))
        try requireEqual(try await store.delete(journals[0].deletion(noting: &server)), .appended)
        try requireEqual(try await store.head(of: session(1)), nil)
        try requireEqual(try await store.entries(of: session(1), after: 0, limit: 9), [])
        try requireEqual(try await store.evidence(in: session(1), at: 3), nil)
        try requireEqual(try await store.blob(Digest(of: bodies[0]), range: 0..<9), nil)
        try requireEqual(try await store.blob(Digest(of: bodies[1]), range: 0..<9), bodies[1])
        let listed = try await store.sessions(limit: 9, cursor: nil).sessions
        try requireEqual(listed.map(\.id), [session(2)])
        let labelled = try await store.sessions(labelled: ["team": "payments"], limit: 9, cursor: nil).sessions
        try requireEqual(labelled, listed)
        try requireEqual(try await store.search("word", limit: 9, cursor: nil).hits.map(\.session), [session(2)])
        try requireEqual(try await store.entries(of: .server, after: 0, limit: 9), server.entries)
        try require(try await store.redactionKey(of: session(1)) != key, "the key is gone")
        // A session of the same name can be made again, as an import does.
        var again = JournalFixture(session: session(1))
        try requireEqual(try await store.append(again.open(title: "Another word")), .appended)
        try requireEqual(try await store.search("word", limit: 9, cursor: nil).hits.count, 2)
    }

    func deletesNothingBehind(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        var server = JournalFixture(session: .server)
        _ = try await store.append(journal.open())
        let early = journal
        _ = try await store.append(journal.note())
        var first = server
        try requireEqual(try await store.delete(early.deletion(noting: &first)), .behind(sequence: 2))
        var unknown = JournalFixture(session: session(2))
        unknown.add(.unknown(kind: "x", payload: 1))
        var second = server
        try requireEqual(try await store.delete(unknown.deletion(noting: &second)), .behind(sequence: 0))
        var late = server
        _ = try await store.append(server.append([.unknown(kind: "server.started", payload: 1)]))
        try requireEqual(try await store.delete(journal.deletion(noting: &late)), .behind(sequence: 1))
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 9), journal.entries)
        try requireEqual(try await store.entries(of: .server, after: 0, limit: 9), server.entries)
    }

    /// A fork's line holds what stands in entries of another journal.
    func looksAtTheLineOfTheList(_ store: any KeepingStore) async throws {
        for (number, (title, label)) in [("with hunter2hunter2", "x"), ("plain", "hunter2hunter2"), ("plain", "x")]
            .enumerated()
        {
            var journal = JournalFixture(session: session(UInt64(number + 1)))
            let line = journal.open(title: "plain")
            let known = journal.state.summary
            let summary = SessionSummary(
                id: known.id, title: title, status: known.status, owner: known.owner, created: known.created,
                updated: known.updated, labels: ["team": label])
            _ = try await store.append(
                Append(session: journal.session, expecting: 0, entries: line.entries, summary: summary))
        }
        let secret = EscapedText("hunter2hunter2")
        for (number, holds) in [(1, true), (2, true), (3, false), (4, false)] {
            let found = try await store.contains(secret, in: session(UInt64(number)))
            try requireEqual(found, holds, "session \(number)")
        }
    }
}
