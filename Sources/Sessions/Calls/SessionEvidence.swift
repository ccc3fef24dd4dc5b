package import Model
package import Policy
package import Store
import Tooling

/// Lends a session's evidence to whoever has the right to the sources that it came from.
package struct SessionEvidence: EvidenceReading {
    private let session: Session?
    private let store: any SessionStore
    private let rights: Rights

    package init(session: Session?, store: any SessionStore, rights: Rights) {
        self.session = session
        self.store = store
        self.rights = rights
    }

    package func evidence(_ id: EvidenceID) async throws -> Evidence {
        guard let session else { return try await NoEvidence().evidence(id) }
        guard let evidence = try await session.evidence(id),
            evidence.sources.allSatisfy({ rights.allows(source: $0) })
        else {
            if let tombstone = await session.reading({ $0.tombstone(of: id) }) {
                throw ToolError(
                    .notFound, "the evidence \(id) was removed from this session, as its entry \(tombstone) says",
                    hint: "call its tool again")
            }
            throw ToolError(
                .notFound, "there is no evidence \(id) in this session", hint: "`casebook sessions show` lists it")
        }
        return evidence
    }

    package func piece(of body: BodyReference, _ range: Range<Int>) async throws -> [UInt8]? {
        try await store.blob(body.sha256, range: range)
    }
}
