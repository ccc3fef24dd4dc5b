package import Model
import Synchronization

/// Judges the evidence of one session for one answer: each piece once, however often others were made of it.
package final class EvidenceJudge: Sendable {
    /// Gives evidence of the session; nil for what is not there.
    package typealias Find = @Sendable (EvidenceID) async throws -> Evidence?

    private let access: EvidenceAccess
    private let find: Find
    private let judged = Mutex<[EvidenceID: Bool]>([:])

    package init(_ access: EvidenceAccess, finding find: @escaping Find) {
        self.access = access
        self.find = find
    }

    /// Whether a piece of evidence may be read; when it cannot be told what it was made of, it may not.
    package func allows(_ evidence: Evidence) async throws -> Bool {
        guard !access.isUnlimited else { return true }
        if let known = verdict(on: evidence.id) { return known }
        guard let origins = access.origins(of: evidence) else {
            note([evidence.id], false)
            return false
        }
        // From the piece to the origin that is looked at, and what each is made of besides; a chain can be as long as the
        // session.
        var path = [(id: evidence.id, origins: origins)]
        var onPath: Set = [evidence.id]
        while let last = path.indices.last {
            try Task.checkCancellation()
            guard let id = path[last].origins.popLast() else {
                note([path.removeLast().id], true)
                continue
            }
            if verdict(on: id) == true { continue }
            guard verdict(on: id) == nil, onPath.insert(id).inserted, let origin = try await find(id),
                let origins = access.origins(of: origin)
            else {
                // Each was made of the next.
                note(path.map(\.id) + [id], false)
                return false
            }
            path.append((id, origins))
        }
        return true
    }

    /// Whether it may be known what a failed call asked for; when it cannot be told, it may not.
    package func allows(_ call: CallFailed) async throws -> Bool {
        guard !access.isUnlimited else { return true }
        guard let origins = access.origins(of: call) else { return false }
        for id in origins {
            guard let origin = try await find(id), try await allows(origin) else { return false }
        }
        return true
    }

    private func verdict(on id: EvidenceID) -> Bool? { judged.withLock { $0[id] } }

    private func note(_ ids: [EvidenceID], _ verdict: Bool) {
        judged.withLock { judged in
            for id in ids { judged[id] = verdict }
        }
    }
}
