package import Model
package import Store
import Tooling

/// Lends a session's evidence to whoever has the right to what it came from.
package struct SessionEvidence: EvidenceReading {
    private let session: Session?
    private let store: any SessionStore
    private let access: EvidenceAccess
    private let judge: EvidenceJudge

    package init(session: Session?, store: any SessionStore, access: EvidenceAccess) {
        self.session = session
        self.store = store
        self.access = access
        judge = EvidenceJudge(access) { try await session?.evidence($0) }
    }

    package func evidence(_ id: EvidenceID) async throws -> Evidence {
        guard let session else { return try await NoEvidence().evidence(id) }
        let found = try await session.evidence(id)
        if let found, try await judge.allows(found) { return found }
        // That something was removed is told to those alone who might have read it.
        if found == nil, access.isUnlimited, let tombstone = await session.reading({ $0.tombstone(of: id) }) {
            throw ToolError(
                .notFound, "the evidence \(id) was removed from this session, as its entry \(tombstone) says",
                hint: "call its tool again")
        }
        throw ToolError(
            .notFound, "there is no evidence \(id) in this session", hint: "`casebook sessions show` lists it")
    }

    package func piece(of body: BodyReference, _ range: Range<Int>) async throws -> [UInt8]? {
        try await store.blob(body.sha256, range: range)
    }
}
