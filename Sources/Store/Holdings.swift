import Model

/// What a store keeps for one principal.
package struct Holdings: Hashable, Sendable {
    /// Sessions that it owns and that are not closed.
    package var openSessions: Int
    /// Entries, evidence and bodies as they are stored, in bytes; a body counts wherever it is referred to.
    package var bytes: Int
    /// The part of them that stands in the server's own journal.
    package var stray: Stray

    /// What the server's own journal holds for a principal up to an entry; it only grows, so that nobody counts it twice.
    package struct Stray: Hashable, Sendable {
        package var bytes: Int
        package var through: Int

        package init(bytes: Int = 0, through: Int = 0) {
            self.bytes = bytes
            self.through = through
        }
    }

    package init(openSessions: Int = 0, bytes: Int = 0, stray: Stray = Stray()) {
        self.openSessions = openSessions
        self.bytes = bytes
        self.stray = stray
    }
}

extension SessionStore {
    package func holdings(of principal: String) async throws -> Holdings {
        try await holdings(of: principal, beyond: Holdings.Stray())
    }

    /// The same by reading every journal in question, for stores that have no shorter way.
    package func holdings(of principal: String, beyond known: Holdings.Stray) async throws -> Holdings {
        var holdings = Holdings(bytes: known.bytes, stray: known)
        var cursor: String?
        repeat {
            let page = try await sessions(limit: 500, cursor: cursor)
            for session in page.sessions where session.owner == principal {
                if session.status != .closed { holdings.openSessions += 1 }
                try await eachEntry(of: session.id, after: 0) { holdings.bytes += try await bytes(of: $0) }
            }
            cursor = page.nextCursor
        } while cursor != nil
        try await eachEntry(of: .server, after: known.through) { entry in
            holdings.stray.through = entry.sequence
            guard entry.principal == principal else { return }
            let bytes = try await bytes(of: entry)
            holdings.stray.bytes += bytes
            holdings.bytes += bytes
        }
        return holdings
    }

    private func eachEntry(
        of session: SessionID, after sequence: Int, _ body: (Entry) async throws -> Void
    ) async throws {
        var last = sequence
        while let page = try await entries(of: session, after: last, limit: 1000).nonEmpty {
            for entry in page {
                try await body(entry)
                last = entry.sequence
            }
        }
    }

    private func bytes(of entry: Entry) async throws -> Int {
        let payload = entry.payload?.count ?? 0
        guard entry.kind == CallFinished.kind,
            let record = try await evidenceRecord(in: entry.session, at: entry.sequence)
        else { return payload }
        let body = try? Evidence(record: record).body
        guard let body, try await blob(body.sha256, range: 0..<1) != nil else { return payload + record.count }
        return payload + record.count + body.length
    }
}

extension Array {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
