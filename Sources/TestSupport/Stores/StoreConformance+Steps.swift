internal import JSON
internal import Model
internal import Store

/// Entries of steps that are appended together, which a store may keep in another form than others.
extension StoreConformance {
    /// The ends of two calls, with the ends and beginnings of steps between them.
    private func steps(
        in journal: inout JournalFixture, number: UInt64, summary: String = "3 lines", body: [UInt8]? = nil
    ) -> Append {
        let records = [0, 1].map { JournalFixture.evidence(number + $0, body: body, summary: summary) }
        let reference = { (path: String) in StepReference(run: run(), path: path, attempt: 1) }
        func finished(_ record: EvidenceRecord, _ path: String) -> [Event] {
            let call = CallID(from: SeededIdentifierSource(seed: number))
            return [
                .callFinished(
                    CallFinished(call: call, evidence: record.evidence, cached: false, step: reference(path))),
                .stepFinished(StepFinished(reference(path), status: .succeeded, evidence: record.evidence.id)),
                .stepStarted(StepStarted(reference(path + "1"))), .stepStarted(StepStarted(reference(path + "2"))),
            ]
        }
        let first = journal.head.sequence + 1
        return journal.append(
            finished(records[0], "a") + finished(records[1], "b"),
            evidence: [first: records[0], first + 4: records[1]])
    }

    func keepsStepsThatCameTogether(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        let large = String(repeating: "a long answer, ", count: 2000)
        for (number, summary) in [(1, "3 lines"), (3, large)] as [(UInt64, String)] {
            let append = steps(in: &journal, number: number, summary: summary)
            try requireEqual(try await store.append(append), .appended)
            try requireEqual(try await store.head(of: journal.session), journal.head)
        }
        _ = try await store.append(journal.note())
        for first in 0...journal.entries.count + 1 {
            for limit in [1, 2, 3, 5, 99] {
                let wanted = Array(journal.entries.dropFirst(first).prefix(limit))
                let found = try await store.entries(of: journal.session, after: first, limit: limit)
                try requireEqual(found, wanted, "\(limit) after \(first)")
            }
        }
        let evidence = [2: 1, 6: 2, 10: 3, 14: 4] as [Int: UInt64]
        for sequence in 1...journal.entries.count {
            let summary = sequence < 10 ? "3 lines" : large
            let wanted = evidence[sequence].map { JournalFixture.evidence($0, summary: summary).evidence }
            try requireEqual(try await store.evidence(in: journal.session, at: sequence), wanted, "at \(sequence)")
        }
        try requireEqual(try await store.search("lines", limit: 9, cursor: nil).hits.map(\.sequence), [6, 2])
    }

    func removesPartsOfSteps(_ store: any KeepingStore) async throws {
        let body = Array("the body".utf8)
        let removals: [(Int, RemovablePart)] = [
            (3, .payload), (2, .payload), (2, .evidence), (2, .body), (9, .payload),
        ]
        for (count, (sequence, part)) in removals.enumerated() {
            var journal = JournalFixture(session: session(UInt64(count + 1)))
            _ = try await store.append(journal.open())
            _ = try await store.append(steps(in: &journal, number: 1, summary: "word\(count)", body: body))
            let hashes = journal.entries.map(\.hash)
            try requireEqual(try await store.append(journal.scrub([sequence: [part]])), .appended)
            let entries = try await store.entries(of: journal.session, after: 0, limit: 99)
            try requireEqual(entries.map(\.hash), hashes + [journal.head.hash])
            let isGone = part == .payload
            try requireEqual(entries.filter { $0.payload == nil }.map(\.sequence), isGone ? [sequence] : [])
            let evidence = try await store.evidence(in: journal.session, at: 2)
            try requireEqual(evidence == nil, part == .evidence)
            try require(try await store.evidence(in: journal.session, at: 6) != nil, "the other evidence stays")
            let bodies = try await store.bodies(of: journal.session).map(\.sequence)
            try requireEqual(bodies, part == .body ? [6] : [2, 6])
            let found = try await store.search("word\(count)", limit: 9, cursor: nil).hits.map(\.sequence)
            try requireEqual(found, isGone && sequence == 2 ? [6] : [6, 2])
            try requireEqual(try await store.head(of: journal.session), journal.head)
        }
        try await store.wipe()
        try requireEqual(try await store.blob(Digest(of: body), range: 0..<8), body)
    }

    func forksWithinSteps(_ store: any KeepingStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        _ = try await store.append(steps(in: &journal, number: 1))
        for entry in journal.entries {
            var fork = JournalFixture(session: session(UInt64(10 + entry.sequence)))
            try requireEqual(try await store.append(fork.fork(journal.session, at: entry.head)), .appended)
            var other = JournalFixture(session: session(UInt64(30 + entry.sequence)))
            let wrong = JournalHead(sequence: entry.sequence, hash: entry.previousHash)
            let refused = other.fork(journal.session, at: wrong)
            try await requireError(.badAppend) { _ = try await store.append(refused) }
        }
        try requireEqual(try await store.forks(of: journal.session).map(\.sequence), Array(1...9))
    }
}
