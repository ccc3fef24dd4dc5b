internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    /// A journal of four entries with evidence and a body, as it was made elsewhere.
    private func foreign(_ number: UInt64 = 7) throws -> (JournalFixture, EvidenceRecord) {
        var journal = JournalFixture(session: session(number))
        let made = JournalFixture.evidence(number, key: "k", body: Array("a body of \(number)".utf8))
        _ = journal.open(title: "Elsewhere")
        _ = journal.note()
        _ = journal.call(made, number: number)
        _ = journal.note("the last")
        return (journal, try EvidenceRecord(imported: made.bytes, body: made.body))
    }

    private func join(_ journal: JournalFixture, to base: JournalHead = .empty) -> ImportedJournal {
        ImportedJournal(
            session: journal.session, base: base, last: journal.head.sequence, withheld: [2: .payload],
            summary: journal.state.summary)
    }

    func takesJournalsIn(_ store: any SessionStore) async throws {
        let (journal, record) = try foreign()
        var server = JournalFixture(session: .server)
        let stage = try await store.stage()
        try await stage.add(Array(journal.entries[..<2]), evidence: [:])
        try await stage.add(Array(journal.entries[2...]), evidence: [3: record])
        // Nobody sees any of it before it is published.
        try requireEqual(try await store.head(of: journal.session), nil)
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 9), [])
        try requireEqual(try await store.evidenceRecord(in: journal.session, at: 3), nil)
        try requireEqual(try await store.sessions(limit: 9, cursor: nil).sessions, [])
        try requireEqual(try await store.sessions(withPrefix: "s", limit: 9), [])
        let telling = server.append([.unknown(kind: "told", payload: 1)])
        try requireEqual(try await stage.publish([join(journal)], telling: telling), .appended)
        await stage.discard()
        try requireEqual(try await store.head(of: journal.session), journal.head)
        try requireEqual(try await store.head(of: .server), server.head)
        try requireEqual(
            try await store.entries(of: journal.session, after: 0, limit: 9), journal.entries.map(\.imported))
        try requireEqual(try await store.evidenceRecord(in: journal.session, at: 3), record.bytes)
        try requireEqual(try await store.evidence(in: journal.session, at: 3), record.evidence)
        try requireEqual(try await store.blob(Digest(of: record.body ?? []), range: 0..<99), record.body)
        try requireEqual(
            try await store.newestEvidence(in: journal.session, key: Digest(of: Array("k".utf8))), nil,
            "evidence that was made elsewhere answers no call")
        try requireEqual(try await store.sessions(limit: 9, cursor: nil).sessions, [journal.state.summary])
        try requireEqual(
            try await store.provenance(of: journal.session),
            Provenance(imported: [1...4], withheld: [2: .payload]))
        try requireEqual(try await store.provenance(of: session(9)), .local)
        var local = journal
        try requireEqual(try await store.append(local.note("here")), .appended)
        let last = try await store.entries(of: journal.session, after: 4, limit: 9)
        try requireEqual(last.map(\.isImported), [false])
    }

    func goesOnWithWhatWasMadeElsewhere(_ store: any SessionStore) async throws {
        let (journal, record) = try foreign()
        var local = JournalFixture(session: journal.session)
        _ = try await store.append(local.open(title: "Elsewhere"))
        _ = try await store.append(local.note())
        let base = try await store.head(of: local.session) ?? .empty
        try requireEqual(base, journal.entries[1].head, "the two have a beginning in common")
        let stage = try await store.stage()
        try await stage.add(Array(journal.entries[2...]), evidence: [3: record])
        try requireEqual(try await stage.publish([join(journal, to: base)], telling: nil), .appended)
        await stage.discard()
        let found = try await store.entries(of: journal.session, after: 0, limit: 9)
        try requireEqual(found.map(\.hash), journal.entries.map(\.hash))
        try requireEqual(found.map(\.isImported), [false, false, true, true])
        try requireEqual(try await store.evidenceRecord(in: journal.session, at: 3), record.bytes)
        try requireEqual(try await store.sessions(limit: 9, cursor: nil).sessions, [journal.state.summary])
    }

    func publishesAllOrNothing(_ store: any SessionStore) async throws {
        let (first, record) = try foreign()
        let (second, other) = try foreign(8)
        var server = JournalFixture(session: .server)
        _ = try await store.append(server.append([.unknown(kind: "before", payload: 1)]))
        let stage = try await store.stage()
        try await stage.add(first.entries, evidence: [3: record])
        try await stage.add(second.entries, evidence: [3: other])
        var late = JournalFixture(session: .server)
        let behind = late.append([.unknown(kind: "late", payload: 1)])
        try requireEqual(try await stage.publish([join(first), join(second)], telling: behind), .behind(sequence: 1))
        // Another process was first with one of the two.
        var quick = JournalFixture(session: second.session)
        _ = try await store.append(quick.open(title: "Here"))
        let outcome = try await stage.publish([join(first), join(second)], telling: nil)
        try requireEqual(outcome, .behind(sequence: 1))
        try requireEqual(try await store.head(of: first.session), nil)
        try requireEqual(try await store.head(of: second.session), quick.head)
        try requireEqual(try await store.head(of: .server), server.head)
        await stage.discard()
        await stage.discard()
        let next = try await store.stage()
        try await next.add(first.entries, evidence: [3: record])
        try requireEqual(try await next.publish([join(first)], telling: nil), .appended)
        await next.discard()
        try requireEqual(try await store.head(of: first.session), first.head, "nothing was left in the way")
    }

    func searchesWhatWasTakenIn(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session(7))
        _ = journal.open(title: "Elsewhere")
        for turn in 2...1500 { _ = journal.note("word n\(turn)") }
        let stage = try await store.stage()
        try await stage.add(journal.entries, evidence: [:])
        try requireEqual(try await store.search("word", limit: 9, cursor: nil).hits, [])
        try requireEqual(try await stage.publish([join(journal)], telling: nil), .appended)
        for turn in [3, 512, 513, 1000, 1500] {
            let found = try await store.search("n\(turn)", limit: 9, cursor: nil).hits.map(\.sequence)
            try requireEqual(found, [turn], "\(turn)")
        }
        try requireEqual(try await store.search("word", limit: 9000, cursor: nil).hits.count, 1499)
    }
}
