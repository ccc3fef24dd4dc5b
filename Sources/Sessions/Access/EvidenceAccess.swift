package import Model
package import Policy
package import Tooling

/// Whether somebody may read what a call has found: the right to each source, folder and piece of evidence that the call
/// has read, whoever made it.
package struct EvidenceAccess: Sendable {
    private let rights: Rights
    /// Tells by a call's arguments what it has read; nil where sources alone are looked at.
    private let registry: ToolRegistry?
    /// The folders that the operator names, for whomever.
    private let roots: [String]

    /// How far evidence is followed that was made of other evidence.
    private static let maximumDepth = 16

    /// Everything may be read.
    package static let all = EvidenceAccess(.all)

    /// By sources alone, for who has no tools at hand.
    package init(_ rights: Rights) {
        self.rights = rights
        registry = nil
        roots = []
    }

    init(_ rights: Rights, registry: ToolRegistry, roots: [String]) {
        self.rights = rights
        self.registry = registry
        self.roots = roots
    }

    /// Whether there is nothing that may not be read.
    package var isUnlimited: Bool { rights.readsEverything }

    /// Whether a source may be known of.
    package func allows(source: String) -> Bool { rights.allows(source: source) }

    /// Whether a piece of evidence may be read; when it cannot be told what it was made of, it may not.
    ///
    /// - Parameter find: Gives other evidence of the same session.
    package func allows(
        _ evidence: Evidence, _ find: (EvidenceID) async throws -> Evidence?
    ) async throws -> Bool {
        try await allows(evidence, find, depth: 0)
    }

    private func allows(
        _ evidence: Evidence, _ find: (EvidenceID) async throws -> Evidence?, depth: Int
    ) async throws -> Bool {
        guard !isUnlimited else { return true }
        guard evidence.sources.allSatisfy({ rights.allows(source: $0) }) else { return false }
        guard let registry else { return true }
        guard depth < Self.maximumDepth, let tool = registry[evidence.tool],
            let accesses = try? tool.prepare(evidence.arguments).access
        else { return false }
        for access in accesses {
            switch access {
            case .path(let path): guard allows(path: path) else { return false }
            case .evidence(let id):
                guard let other = try await find(id), try await allows(other, find, depth: depth + 1) else {
                    return false
                }
            case .source, .everySource, .host: break
            }
        }
        return true
    }

    /// A relative path begins with a root's name, which several roots may have; all of them have to be open then.
    func allows(path: String) -> Bool {
        let meanings = PathRule.meanings(of: path, among: roots)
        let open = rights.readableRoots(of: roots)
        return !meanings.isEmpty
            && meanings.allSatisfy { meaning in open.contains { PathRule.isBeneath(meaning, $0) } }
    }
}

extension ToolExecutor {
    /// What may be read of evidence under these rights.
    package func evidenceAccess(_ rights: Rights) -> EvidenceAccess {
        EvidenceAccess(rights, registry: registry, roots: namedRoots)
    }
}
