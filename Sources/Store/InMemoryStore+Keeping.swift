package import JSON
package import Model

extension InMemoryStore {
    /// Takes parts out of an entry; a body that nobody refers to any more goes with the last reference.
    func remove(_ removal: Removal, of session: SessionID) {
        let index = removal.sequence - 1
        if removal.parts.contains(.payload), let entry = journals[session]?[index] {
            journals[session]?[index] = Entry(
                session: session, sequence: entry.sequence, time: entry.time, principal: entry.principal,
                kind: entry.kind, payload: nil, payloadHash: entry.payloadHash, previousHash: entry.previousHash)
            outlines[session] = nil
        }
        if removal.parts.contains(.evidence) {
            evidence[session]?[removal.sequence] = nil
            records[session]?[removal.sequence] = nil
        }
        if removal.parts.contains(.body), let body = references[session]?.removeValue(forKey: removal.sequence) {
            forget(body)
        }
        guard removal.parts != [.payload] else { return }
        newest[session] = newest[session]?.filter { $0.value != removal.sequence }
    }

    private func forget(_ body: Digest) {
        if !references.values.contains(where: { $0.values.contains(body) }) { blobs[body] = nil }
    }

    package func bodies(of session: SessionID) throws -> [StoredBody] {
        try checkOpen()
        return (references[session] ?? [:]).sorted { $0.key < $1.key }.compactMap { sequence, sha256 in
            guard let entry = journals[session]?[sequence - 1], let body = blobs[sha256] else { return nil }
            return StoredBody(sequence: sequence, time: entry.time, sha256: sha256, length: body.count)
        }
    }

    package func sessionsWithBodies(limit: Int, cursor: String?) throws -> SessionPage {
        try checkOpen()
        guard let start = cursor.map({ Int($0) }) ?? 0, start >= 0 else { throw StoreError.badCursor }
        var sessions: [SessionSummary] = []
        for (number, session) in order.enumerated().dropFirst(start) {
            guard let session, !references[session, default: [:]].isEmpty, let line = summaries[session] else {
                continue
            }
            if sessions.count == limit { return SessionPage(sessions: sessions, nextCursor: "\(number)") }
            sessions.append(line)
        }
        return SessionPage(sessions: sessions, nextCursor: nil)
    }

    package func contains(_ text: EscapedText, in session: SessionID) throws -> Bool {
        try checkOpen()
        var texts = (journals[session] ?? []).compactMap(\.payload)
        texts += (evidence[session] ?? [:]).values.map(\.record)
        texts += (references[session] ?? [:]).values.compactMap { blobs[$0] }
        if let line = summaries[session] {
            texts += ([line.title] + line.labels.flatMap { [$0.key, $0.value] }).map { Array($0.utf8) }
        }
        return texts.contains { text.stands(in: $0) }
    }

    package func places(ofBody sha256: Digest) throws -> [EntryPlace] {
        try checkOpen()
        return references.flatMap { session, bodies in
            bodies.filter { $0.value == sha256 }.map { EntryPlace(session: session, sequence: $0.key) }
        }
        .sorted()
    }

    package func delete(_ deletion: SessionDeletion) throws -> AppendOutcome {
        try checkOpen()
        let session = deletion.session
        guard let head = journals[session]?.last?.head, head == deletion.head else {
            return .behind(sequence: journals[session]?.count ?? 0)
        }
        guard forks[session, default: []].isEmpty else { throw StoreError.inUse }
        guard try append(deletion.note) == .appended else {
            return .behind(sequence: journals[deletion.note.session]?.count ?? 0)
        }
        if let parent = parents.removeValue(forKey: session) { forks[parent]?.removeAll { $0.session == session } }
        journals[session] = nil
        summaries[session] = nil
        evidence[session] = nil
        records[session] = nil
        provenances[session] = nil
        outlines[session] = nil
        newest[session] = nil
        keys[session] = nil
        for body in (references.removeValue(forKey: session) ?? [:]).values { forget(body) }
        order = order.map { $0 == session ? nil : $0 }
        return .appended
    }

    /// Memory keeps nothing of what it has let go.
    package func wipe() throws { try checkOpen() }
}
