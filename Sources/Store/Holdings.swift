package import Model

/// What a store keeps for one principal.
package struct Holdings: Hashable, Sendable {
    /// Sessions that it owns and that are not closed.
    package var openSessions: Int
    /// Evidence and bodies as they are stored, in bytes; a body counts wherever it is referred to.
    package var bytes: Int

    package init(openSessions: Int = 0, bytes: Int = 0) {
        self.openSessions = openSessions
        self.bytes = bytes
    }
}

extension SessionStore {
    /// The same by reading every journal in question, for stores that have no shorter way.
    package func holdings(of principal: String) async throws -> Holdings {
        var holdings = Holdings()
        var cursor: String?
        repeat {
            let page = try await sessions(limit: 500, cursor: cursor)
            for session in page.sessions where session.owner == principal {
                if session.status != .closed { holdings.openSessions += 1 }
                holdings.bytes += try await bytes(in: session.id)
            }
            cursor = page.nextCursor
        } while cursor != nil
        holdings.bytes += try await bytes(in: .server, of: principal)
        return holdings
    }

    private func bytes(in session: SessionID, of principal: String? = nil) async throws -> Int {
        var bytes = 0
        var last = 0
        while true {
            let page = try await entries(of: session, after: last, limit: 1000)
            guard let end = page.last else { return bytes }
            for entry in page where entry.kind == CallFinished.kind && principal ?? entry.principal == entry.principal {
                guard let record = try await evidenceRecord(in: session, at: entry.sequence) else { continue }
                bytes += record.count
                let body = try? Evidence(record: record).body
                if let body, try await blob(body.sha256, range: 0..<1) != nil { bytes += body.length }
            }
            last = end.sequence
        }
    }
}
